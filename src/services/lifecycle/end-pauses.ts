import { LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { endPause } from '../../model/client-pause.ts';
import { ServerClient } from '../../model/server-client.ts';
import { queueMessages } from '../messages/queue-messages.ts';
import { pauseOverQuery } from './life-statements.ts';
import type { LifecycleNeeds } from './needs.ts';
import { stepAll } from './step-all.ts';
import type { Tally } from './tally.ts';

/**
 * What was paused as long as its plan allows goes on, and its customer is told. It has the time that was left from the
 * moment in which it goes on, so a shop that stood still takes nothing of it.
 */
export async function endPauses(needs: LifecycleNeeds, tally: Tally, servers: Set<number>): Promise<void> {
  await stepAll(needs, tally, { due: pauseOverQuery, take: (em, ids) => goOn(needs, em, { ids, servers }) });
}

type Taken = { ids: readonly number[]; servers: Set<number> };

/** Few each day, and seldom more than a handful at once: each as the customer's own hand does it. */
async function goOn(needs: LifecycleNeeds, em: SqlEntityManager, { ids, servers }: Taken): Promise<number> {
  const now = needs.clock.now();
  const due = { id: { $in: [...ids] }, status: 'suspended', pausedUntil: { $lte: now } } as const;
  const clients = await em.find(
    ServerClient,
    { ...due, wanted: 'disabled' },
    { lockMode: LockMode.PESSIMISTIC_PARTIAL_WRITE, orderBy: { id: 'asc' } },
  );
  for (const client of clients) endPause(client, now);
  await em.flush();
  await em.populate(clients, ['inbound.server']);
  for (const { inbound } of clients) servers.add(inbound.server.id);
  await queueMessages(
    em,
    { shop: needs.shop, now },
    clients.map(({ id: clientId, customer, wantedRev, status, expiresAt }) => ({
      chatId: customer.id,
      kind: 'pause-ended' as const,
      data: { clientId, isOn: status === 'active', until: expiresAt?.toISOString() ?? null },
      key: `pause-ended:${clientId}:${wantedRev}`,
    })),
  );
  return clients.length;
}
