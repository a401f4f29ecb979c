import { LockMode, sql } from '@mikro-orm/core';
import { ServerInbound } from '../../model/server-inbound.ts';
import { markRemoved, removeAt } from '../../model/stray-inbound.ts';
import { later, minutes } from '../../model/values/period.ts';
import { noteCall } from '../lanes/breaker.ts';
import type { Lane } from '../lanes/lane.ts';
import type { LaneWork } from '../lanes/lane-work.ts';
import { panelAccess } from '../lanes/panel-access.ts';
import { isReached, reaches } from '../lanes/server-trouble.ts';
import { alertOfServer } from '../messages/alert-of-server.ts';
import { PanelFault, type RemoteInbound } from '../ports/panel.ts';
import type { ProvisioningNeeds } from './needs.ts';
import { removeByName } from './own-inbound-work.ts';

/**
 * Removes inbounds under the shop's name that no row knows, as upkeep has found them. One on which somebody else's
 * client stands by now, or that an owner sells on, stays. The staff is told of each that went.
 */
export function strayInboundWork(needs: ProvisioningNeeds): LaneWork {
  return {
    due: (serverId) => sql`
        select min(inbound.removal_due_at) as due
          from server_inbounds inbound join servers server on server.id = inbound.server_id
         where server.id = ${serverId} and ${isReached}`,
    run: async (lane) => {
      if (!(await reaches(needs.work.read(), lane.serverId))) return;
      for (const stray of await dueStrays(needs, lane)) await workOff(needs, lane, stray);
    },
  };
}

const dueStrays = ({ work, clock }: ProvisioningNeeds, { serverId }: Lane): Promise<ServerInbound[]> =>
  work
    .read()
    .find(
      ServerInbound,
      { server: { id: serverId }, removalDueAt: { $lte: clock.now() } },
      { populate: ['server'], orderBy: { id: 'asc' }, limit: 16 },
    );

async function workOff(needs: ProvisioningNeeds, lane: Lane, stray: ServerInbound): Promise<void> {
  const quiet = await lane.quietFor();
  if (quiet !== null) return settle(needs, lane, { stray, until: later(needs.clock.now(), quiet) });
  try {
    const access = panelAccess(stray.server, needs.vault);
    const seen = await lane.during(() => needs.panel.listInbounds(access));
    const found = seen.find(({ remoteId }) => remoteId === stray.remoteId);
    if (!found || !isNobodys(stray, found, needs.shop.shop4))
      return settle(needs, lane, { stray, until: null });
    await removeByName(needs, lane, { access, name: stray.remark });
    await recordRemoval(needs, lane, stray);
  } catch (fault) {
    if (!(fault instanceof PanelFault)) throw fault;
    await settle(needs, lane, { stray, until: later(needs.clock.now(), minutes(1)), fault });
  }
}

/** Every client on it bears the shop's name as well; it never carried anything, and nobody sells on it. */
const isNobodys = (stray: ServerInbound, found: RemoteInbound, shop4: string): boolean =>
  found.remark === stray.remark &&
  found.used === 0n &&
  !stray.provisioningEnabled &&
  found.emails.every((email) => email === stray.remark && email.startsWith(`${shop4}-`));

type Settled = { stray: ServerInbound; until: Date | null; fault?: PanelFault };

/** `until` null = it stays, for good. */
function settle(needs: ProvisioningNeeds, lane: Lane, { stray, until, fault }: Settled): Promise<void> {
  const now = needs.clock.now();
  return needs.work.do(async (em) => {
    await (fault && fault.outcome !== 'unknown' ? lane.recordAnswer(em) : lane.fence(em));
    removeAt(await em.findOneOrFail(ServerInbound, stray.id), until);
    await em.flush();
    if (fault) await noteCall(em, { shop: needs.shop, now }, { serverId: lane.serverId, fault });
  });
}

async function recordRemoval(needs: ProvisioningNeeds, lane: Lane, stray: ServerInbound): Promise<void> {
  const now = needs.clock.now();
  const { id: serverId, name: server } = stray.server;
  await needs.work.do(async (em) => {
    await lane.recordAnswer(em);
    const row = await em.findOneOrFail(ServerInbound, stray.id, { lockMode: LockMode.PESSIMISTIC_WRITE });
    markRemoved(row);
    await em.flush();
    await alertOfServer(
      em,
      { shop: needs.shop, now },
      {
        key: `inbound-removed:${stray.id}`,
        data: { code: 'inbound-removed', serverId, server, inbound: stray.remark },
      },
    );
  });
  needs.log.info('inbound.removed', { serverId, inboundId: stray.id });
  needs.wakes.sender();
}
