import type { SqlEntityManager } from '@mikro-orm/sql';
import { ok, type Result, refuse } from '../../model/result.ts';
import { Server } from '../../model/server.ts';
import { panelAccess } from '../lanes/panel-access.ts';
import { audit } from '../messages/audit.ts';
import { PanelFault, type PanelIdentity } from '../ports/panel.ts';
import type { PanelAway } from './check-server.ts';
import { targetOf } from './edit.ts';
import type { FleetNeeds } from './needs.ts';
import type { ServerNotFound } from './plan-places.ts';
import { takeIdentity } from './take-identity.ts';

/**
 * Has a panel leave everybody else connected when a client runs out (SPEC 246). The same a second time changes nothing.
 * Ends that were written with an hour more stay valid: they are ours in both forms.
 */
export async function leaveNeighbours(
  needs: FleetNeeds,
  { serverId, actorId }: { serverId: number; actorId: number },
): Promise<Result<null, ServerNotFound | PanelAway>> {
  const server = await needs.work.read().findOne(Server, { id: serverId, retiredAt: null });
  if (!server) return refuse({ code: 'server-not-found' });
  if (!server.cutsNeighbours()) return ok(null);
  try {
    const access = panelAccess(server, needs.vault);
    await needs.panel.leaveNeighboursInPeace(access);
    const identity = await needs.panel.identify(access);
    await needs.work.do((em) => writeDown(needs, em, { serverId, actorId, identity }));
    return ok(null);
  } catch (fault) {
    if (!(fault instanceof PanelFault)) throw fault;
    return refuse({ code: 'panel-unusable', kind: fault.kind, text: fault.message });
  }
}

type Left = { serverId: number; actorId: number; identity: PanelIdentity };

/** As the panel tells it by now. */
async function writeDown(needs: FleetNeeds, em: SqlEntityManager, left: Left): Promise<void> {
  const row = await takeIdentity(needs, em, left);
  const act = { actorId: left.actorId, action: 'server.neighbours', target: targetOf('server', row) };
  audit(
    em,
    { ...act, before: { restartsCore: true }, after: { restartsCore: row.cutsNeighbours() } },
    needs.clock.now(),
  );
  await em.flush();
}
