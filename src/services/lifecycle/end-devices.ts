import { LockMode, sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { endExtraDevices } from '../../model/client-devices.ts';
import { ServerClient } from '../../model/server-client.ts';
import type { DueQuery } from './life-statements.ts';
import type { LifecycleNeeds } from './needs.ts';
import { stepAll } from './step-all.ts';
import type { Tally } from './tally.ts';

/** Accesses with devices that were bought until now, or earlier; while they are paused the time stands still. */
const overQuery: DueQuery = (now, limit) => sql`
  select id from server_clients
   where extra_devices_until <= ${now} and not (status = 'suspended' and paused_until is not null)
   order by extra_devices_until limit ${limit}`;

/** Devices that were bought for a period end with it, also where the access itself was renewed meanwhile. */
export async function endDevices(needs: LifecycleNeeds, tally: Tally, servers: Set<number>): Promise<void> {
  await stepAll(needs, tally, { due: overQuery, take: (em, ids) => end(needs, em, { ids, servers }) });
}

type Taken = { ids: readonly number[]; servers: Set<number> };

async function end(needs: LifecycleNeeds, em: SqlEntityManager, { ids, servers }: Taken): Promise<number> {
  const now = needs.clock.now();
  const due = { id: { $in: [...ids] }, extraDevicesUntil: { $lte: now } };
  const clients = await em.find(ServerClient, due, {
    lockMode: LockMode.PESSIMISTIC_PARTIAL_WRITE,
    orderBy: { id: 'asc' },
  });
  for (const client of clients) endExtraDevices(client, now);
  await em.flush();
  await em.populate(clients, ['inbound.server']);
  for (const { inbound } of clients) servers.add(inbound.server.id);
  return clients.length;
}
