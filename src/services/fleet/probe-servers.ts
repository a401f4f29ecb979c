import { Server } from '../../model/server.ts';
import { ServerInbound } from '../../model/server-inbound.ts';
import { panelAccess } from '../lanes/panel-access.ts';
import { coreTrouble, putBack, takeOut } from '../lanes/server-trouble.ts';
import { PanelFault, type RemoteInbound } from '../ports/panel.ts';
import type { FleetNeeds } from './needs.ts';

/**
 * Looks at the servers that are out of sale and due for a look. One that lets the shop in and whose core runs is put
 * back, and what waited for it goes on; the others are looked at again, each time later. Answers how many came back.
 */
export async function probeServers(needs: FleetNeeds): Promise<number> {
  const due = await needs.work.read().find(Server, { probeDueAt: { $lte: needs.clock.now() } });
  const back = await Promise.all(due.map((server) => probe(needs, server)));
  return back.filter(Boolean).length;
}

async function probe(needs: FleetNeeds, server: Server): Promise<boolean> {
  const trouble = await troubleOf(needs, server);
  const now = needs.clock.now();
  await needs.work.do((em) =>
    trouble === null
      ? putBack(em, { shop: needs.shop, now }, server.id)
      : takeOut(em, { shop: needs.shop, now }, { serverId: server.id, ...trouble }),
  );
  if (trouble !== null) return false;
  needs.log.info('server.back', { serverId: server.id });
  needs.wakes.lane(server.id);
  needs.wakes.sender();
  return true;
}

/** null = the panel answers as it should and its core runs. */
async function troubleOf(
  needs: FleetNeeds,
  server: Server,
): Promise<{ health: 'critical' | 'offline'; reason: string } | null> {
  const access = panelAccess(server, needs.vault);
  try {
    const reason = coreTrouble(await needs.panel.coreState(access));
    if (reason !== null) return { health: 'critical', reason };
    await refreshInbounds(needs, server, await needs.panel.listInbounds(access));
    return null;
  } catch (fault) {
    if (!(fault instanceof PanelFault)) throw fault;
    return { health: fault.retryable ? 'offline' : 'critical', reason: fault.message };
  }
}

/** What may have changed while the panel was away. */
async function refreshInbounds(
  needs: FleetNeeds,
  server: Server,
  remotes: readonly RemoteInbound[],
): Promise<void> {
  const now = needs.clock.now();
  await needs.work.do(async (em) => {
    for (const row of await em.find(ServerInbound, { server: server.id }, { populate: ['server'] })) {
      const remote = remotes.find((each) => each.remoteId === row.remoteId);
      if (remote) row.syncWithRemote(remote, now);
      else row.markBroken('missing on the panel');
    }
    await em.flush();
  });
}
