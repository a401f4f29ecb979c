import { LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { resumeTraffic } from '../../model/resume-traffic.ts';
import { ServerClient } from '../../model/server-client.ts';
import { queueMessage } from '../messages/queue-message.ts';
import { toResumeQuery } from './life-statements.ts';
import type { LifecycleNeeds } from './needs.ts';
import { stepAll } from './step-all.ts';
import type { Tally } from './tally.ts';

/** Who was switched off for traffic and has some again is switched on, and told; only what changed counts. */
export async function resumeClients(needs: LifecycleNeeds, tally: Tally): Promise<void> {
  const servers = new Set<number>();
  await stepAll(needs, tally, { due: toResumeQuery, take: (em, ids) => resume(needs, em, { ids, servers }) });
  for (const serverId of servers) needs.wakes.lane(serverId); // their lanes find only what is committed
}

type Taken = { ids: readonly number[]; servers: Set<number> };

async function resume(needs: LifecycleNeeds, em: SqlEntityManager, { ids, servers }: Taken): Promise<number> {
  const now = needs.clock.now();
  const clients = await em.find(
    ServerClient,
    { id: { $in: [...ids] }, status: 'suspended', statusReason: 'traffic', wanted: 'disabled' },
    { lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { id: 'asc' } },
  );
  const able = clients.filter((client) => client.canReactivate(now));
  for (const client of able) resumeTraffic(client, now);
  await em.flush();
  for (const { id: clientId, customer, wantedRev, inbound } of able) {
    const key = `resumed:${clientId}:${wantedRev}`;
    const message = { chatId: customer.id, kind: 'access-resumed', data: { clientId }, key } as const;
    await queueMessage(em, { shop: needs.shop, now }, message);
    await em.populate(inbound, ['server']);
    servers.add(inbound.server.id);
  }
  return able.length;
}
