import type { SqlEntityManager } from '@mikro-orm/sql';
import { alertSettingsOf } from '../../model/alert-settings.ts';
import { capacityMark } from '../../model/capacity-mark.ts';
import type { Server } from '../../model/server.ts';
import { ServerInbound } from '../../model/server-inbound.ts';
import { alertOfServer } from '../messages/alert-of-server.ts';
import type { FleetNeeds } from './needs.ts';

type Load = { taken: number; seats: number };
type Watch = { server: Server; at: Date };

/**
 * Tells the staff when an inbound that sells, or a server with several of them, is as full as its
 * admin wants to know, by default 75 and 90 per cent: once per crossing. Whatever has no limit is never full; what has no seats at all was closed by somebody who knows.
 */
export async function watchCapacity(needs: FleetNeeds, em: SqlEntityManager, watch: Watch): Promise<void> {
  const rows = await em.find(
    ServerInbound,
    {
      server: watch.server.id,
      kind: { $ne: 'dedicated' },
      status: { $in: ['active', 'full'] },
      provisioningEnabled: true,
    },
    { orderBy: { id: 'asc' } },
  );
  for (const inbound of rows) {
    const tell = { ...watch, load: loadOf(inbound), inbound: inbound.remark, key: `inbound:${inbound.id}` };
    await tellCrossing(needs, em, { ...tell, row: inbound });
  }
  const load = rows.length > 1 ? sumOf(rows.map(loadOf)) : null;
  await tellCrossing(needs, em, {
    ...watch,
    load,
    inbound: null,
    key: `server:${watch.server.id}`,
    row: watch.server,
  });
  await em.flush();
}

/** null = unlimited. */
function loadOf(inbound: ServerInbound): Load | null {
  const free = inbound.getAvailableCapacity();
  return free === null ? null : { taken: inbound.currentClients, seats: inbound.currentClients + free };
}

/** null = at least one is unlimited. */
function sumOf(loads: readonly (Load | null)[]): Load | null {
  let sum = { taken: 0, seats: 0 };
  for (const load of loads) {
    if (load === null) return null;
    sum = { taken: sum.taken + load.taken, seats: sum.seats + load.seats };
  }
  return sum;
}

type Crossing = Watch & {
  load: Load | null;
  inbound: string | null;
  key: string;
  row: { capacityNoticed: number };
};

async function tellCrossing(needs: FleetNeeds, em: SqlEntityManager, crossing: Crossing): Promise<void> {
  const { load, row, server, at, inbound } = crossing;
  const before = row.capacityNoticed;
  const percent = load === null || load.seats === 0 ? 0 : (load.taken / load.seats) * 100;
  const marks = alertSettingsOf(server);
  row.capacityNoticed = capacityMark(percent, before, marks);
  if (row.capacityNoticed <= before || load === null) return;
  const code = row.capacityNoticed === marks.critical ? 'capacity-critical' : 'capacity-warning';
  const data = { code, serverId: server.id, server: server.name, inbound, ...load } as const;
  const key = `${code}:${crossing.key}:${at.getTime()}`;
  await alertOfServer(em, { shop: needs.shop, now: at }, { key, data });
}
