import { sql } from '@mikro-orm/core';
import { PanelLane } from '../../model/panel-lane.ts';
import { Server } from '../../model/server.ts';
import { between } from '../../model/values/period.ts';
import type { Lane } from '../lanes/lane.ts';
import type { LaneWork } from '../lanes/lane-work.ts';
import { panelAccess } from '../lanes/panel-access.ts';
import { coreTrouble, recordLook, reportTrouble } from '../lanes/server-trouble.ts';
import { PanelFault } from '../ports/panel.ts';
import type { ProvisioningNeeds } from './needs.ts';

/** What the one read came to: after so many milliseconds, with the trouble of the core if it has any; or a fault. */
type Read = { ms: number; trouble: string | null } | PanelFault;

/**
 * Lets one read through an open breaker when its wait is over. Answered: the server is in sale again and one write
 * after the other may follow; not answered: the next wait is twice as long.
 */
export function breakerWork(needs: ProvisioningNeeds): LaneWork {
  return {
    due: (serverId) => sql`
        select lane.breaker_until as due
          from panel_lanes lane join servers server on server.id = lane.server_id
         where server.id = ${serverId} and server.retired_at is null`,
    run: async (lane) => {
      const server = await needs.work.read().findOneOrFail(Server, lane.serverId);
      const { breakerState, breakerUntil } = await needs.work
        .read()
        .findOneOrFail(PanelLane, { server: server.id });
      if (breakerState !== 'open' || server.retiredAt !== null) return;
      if (breakerUntil && breakerUntil > needs.clock.now()) return;
      await record(needs, lane, { server, read: await readOnce(needs, lane, server) });
    },
  };
}

async function readOnce(needs: ProvisioningNeeds, lane: Lane, server: Server): Promise<Read> {
  const access = panelAccess(server, needs.vault);
  const began = needs.clock.now();
  try {
    await lane.during(() => needs.panel.listInbounds(access));
    const ms = between(began, needs.clock.now());
    return { ms, trouble: coreTrouble(await lane.during(() => needs.panel.coreState(access))) };
  } catch (fault) {
    if (!(fault instanceof PanelFault)) throw fault;
    return fault;
  }
}

async function record(
  needs: ProvisioningNeeds,
  lane: Lane,
  { server, read }: { server: Server; read: Read },
): Promise<void> {
  const [now, serverId] = [needs.clock.now(), server.id];
  const from = { shop: needs.shop, now };
  await needs.work.do(async (em) => {
    await lane.fence(em);
    const row = await em.findOneOrFail(PanelLane, { server: serverId });
    if (read instanceof PanelFault) row.openBreaker(now, needs.shop.breakerWindow);
    else row.halfOpenBreaker();
    await em.flush();
    if (read instanceof PanelFault) return reportTrouble(em, from, { serverId, fault: read });
    const probe =
      read.trouble === null
        ? ({ outcome: 'answered', ms: read.ms } as const)
        : ({ outcome: 'refused', reason: read.trouble } as const);
    // That it answers says nothing of a panel that refuses every new client: a throw-away one is tried first.
    if (server.poisonedAt === null) await recordLook(em, from, { serverId, probe });
    else (await em.findOneOrFail(Server, serverId)).testAt(now);
    await em.flush();
  });
  needs.log.info('breaker.tried', { serverId, fault: read instanceof PanelFault ? read.kind : null });
  needs.wakes.sender();
}
