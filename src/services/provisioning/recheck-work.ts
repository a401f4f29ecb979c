import { sql } from '@mikro-orm/core';
import { SELLING_HEALTH } from '../../model/server.ts';
import { ServerClient } from '../../model/server-client.ts';
import { later, minutes } from '../../model/values/period.ts';
import type { Lane } from '../lanes/lane.ts';
import type { LaneWork } from '../lanes/lane-work.ts';
import { panelAccess } from '../lanes/panel-access.ts';
import { PanelFault } from '../ports/panel.ts';
import type { ProvisioningNeeds } from './needs.ts';

/**
 * Looks once more at clients that were completed while a write without an answer may still have been at work on their
 * inbound: one that it wiped is put back with the same identity (RELIABILITY 105).
 */
export function recheckWork(needs: ProvisioningNeeds): LaneWork {
  return {
    due: (serverId) => sql`
        select min(client.recheck_at) as due
          from server_clients client
          join server_inbounds inbound on inbound.id = client.inbound_id
          join servers server on server.id = inbound.server_id
         where server.id = ${serverId} and server.health_status in (${SELLING_HEALTH})`,
    run: async (lane) => {
      for (const client of await dueClients(needs, lane)) await recheck(needs, lane, client);
    },
  };
}

const dueClients = (needs: ProvisioningNeeds, lane: Lane): Promise<ServerClient[]> =>
  needs.work.read().find(
    ServerClient,
    {
      recheckAt: { $lte: needs.clock.now() },
      inbound: { server: { id: lane.serverId, healthStatus: { $in: [...SELLING_HEALTH] } } },
    },
    { populate: ['inbound.server'], orderBy: { recheckAt: 'asc' }, limit: 64 },
  );

async function recheck(needs: ProvisioningNeeds, lane: Lane, client: ServerClient): Promise<void> {
  const there = await isThere(needs, lane, client);
  const now = needs.clock.now();
  await needs.work.do(async (em) => {
    await lane.fence(em);
    const row = await em.findOneOrFail(ServerClient, client.id);
    row.recheckLater(there === null ? later(now, minutes(1)) : null);
    if (there === false && row.status === 'active') row.want('enabled', now);
    await em.flush();
  });
}

/** null = the panel did not tell. */
async function isThere(needs: ProvisioningNeeds, lane: Lane, client: ServerClient): Promise<boolean | null> {
  const access = panelAccess(client.inbound.server, needs.vault);
  try {
    const found = await lane.during(() =>
      needs.panel.readClients(access, client.inbound.remoteId, [client.email]),
    );
    return found.has(client.email);
  } catch (fault) {
    if (!(fault instanceof PanelFault)) throw fault;
    return null;
  }
}
