import { ServerInbound } from '../../model/server-inbound.ts';
import type { Lane } from '../lanes/lane.ts';
import { takeOut } from '../lanes/server-trouble.ts';
import { type PanelAccess, PanelFault } from '../ports/panel.ts';
import type { ProvisioningNeeds } from './needs.ts';

/**
 * After the first write to an inbound that is new to the shop: a panel answers success although its core cannot start
 * (contract section 0). true = the core runs. Later writes are not checked here, the health check does that.
 * @throws {PanelFault} when the panel did not tell.
 */
export async function coreRuns(
  needs: ProvisioningNeeds,
  lane: Lane,
  at: { inbound: ServerInbound; access: PanelAccess },
): Promise<boolean> {
  if (at.inbound.coreCheckedAt !== null) return true;
  const core = await lane.during(() => needs.panel.coreState(at.access));
  if (core.state === 'starting')
    throw new PanelFault('busy', 'the panel has just started and does not know its core yet');
  const now = needs.clock.now();
  await needs.work.do(async (em) => {
    await lane.fence(em);
    if (core.state === 'running') {
      const inbound = await em.findOneOrFail(ServerInbound, at.inbound.id);
      inbound.markCoreChecked(now);
      await em.flush();
    } else {
      const reason = core.message || `the proxy core is ${core.state}`;
      await takeOut(em, { shop: needs.shop, now }, { serverId: lane.serverId, reason });
    }
  });
  return core.state === 'running';
}
