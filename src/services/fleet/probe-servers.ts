import { SELLING_HEALTH, Server } from '../../model/server.ts';
import type { FleetNeeds } from './needs.ts';
import { syncServer } from './sync-server.ts';

/**
 * Looks at the servers that are out of sale and due for a look. One that lets the shop in and whose core runs is put
 * back, and what waited for it goes on; the others are looked at again, each time later. Answers how many came back.
 */
export async function probeServers(needs: FleetNeeds): Promise<number> {
  const due = await needs.work.read().find(Server, { probeDueAt: { $lte: needs.clock.now() } });
  const synced = await Promise.all(due.map((server) => syncServer(needs, server.id)));
  const back = synced.filter((each) => each?.change && SELLING_HEALTH.includes(each.change.to));
  return back.length;
}
