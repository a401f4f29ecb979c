import { SELLING_HEALTH, Server } from '../../model/server.ts';
import type { FleetNeeds } from './needs.ts';
import { endMutes } from './server-alerts.ts';
import { type Synced, syncServer } from './sync-server.ts';

/**
 * Looks at every server that is in sale, so that one which went away is out of sale before somebody pays for it, and
 * takes over what its panel tells. Answers how many are as they should be.
 */
export async function watchServers(needs: FleetNeeds): Promise<number> {
  await endMutes(needs);
  const servers = await needs.work.read().find(Server, { healthStatus: { $in: [...SELLING_HEALTH] } });
  const synced = await Promise.all(servers.map((server) => syncServer(needs, server.id)));
  return synced.filter(isFine).length;
}

const isFine = (synced: Synced | null): boolean =>
  synced?.report != null && SELLING_HEALTH.includes(synced.change?.to ?? 'healthy');
