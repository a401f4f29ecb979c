import { SELLING_HEALTH, Server } from '../../model/server.ts';
import { panelAccess } from '../lanes/panel-access.ts';
import { coreTrouble, putBack, reportTrouble, takeOut } from '../lanes/server-trouble.ts';
import { type CoreState, PanelFault } from '../ports/panel.ts';
import type { FleetNeeds } from './needs.ts';

/**
 * Looks at every server that is in sale, so that one which went away is out of sale before somebody pays for it.
 * Answers how many are as they should be.
 */
export async function watchServers(needs: FleetNeeds): Promise<number> {
  const servers = await needs.work.read().find(Server, { healthStatus: { $in: [...SELLING_HEALTH] } });
  const fine = await Promise.all(servers.map((server) => look(needs, server)));
  return fine.filter(Boolean).length;
}

async function look(needs: FleetNeeds, server: Server): Promise<boolean> {
  const finding = await coreOf(needs, server);
  const from = { shop: needs.shop, now: needs.clock.now() };
  const serverId = server.id;
  const failed = finding instanceof PanelFault ? null : coreTrouble(finding);
  await needs.work.do(async (em) => {
    if (finding instanceof PanelFault) await reportTrouble(em, from, { serverId, fault: finding });
    else if (failed) await takeOut(em, from, { serverId, health: 'critical', reason: failed });
    else await putBack(em, from, serverId);
  });
  needs.wakes.sender();
  return failed === null && !(finding instanceof PanelFault);
}

async function coreOf(needs: FleetNeeds, server: Server): Promise<CoreState | PanelFault> {
  try {
    return await needs.panel.coreState(panelAccess(server, needs.vault));
  } catch (fault) {
    if (!(fault instanceof PanelFault)) throw fault;
    return fault;
  }
}
