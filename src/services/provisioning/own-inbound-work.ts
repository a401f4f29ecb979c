import { sql } from '@mikro-orm/core';
import { DedicatedInbound } from '../../model/dedicated-inbound.ts';
import { Server } from '../../model/server.ts';
import { later, minutes } from '../../model/values/period.ts';
import { noteCall } from '../lanes/breaker.ts';
import type { Lane } from '../lanes/lane.ts';
import type { LaneWork } from '../lanes/lane-work.ts';
import { panelAccess } from '../lanes/panel-access.ts';
import { isReached, reaches } from '../lanes/server-trouble.ts';
import { type PanelAccess, PanelFault } from '../ports/panel.ts';
import type { ProvisioningNeeds } from './needs.ts';

/**
 * Removes inbounds that were made for one customer and that nobody is to use any more, found by their name: a number may
 * belong to another one by now. Before the clients' tombstones, because panels up to 3.0 keep the last client of an
 * inbound. The row stays, and is looked at once more for what finished late.
 */
export function ownInboundWork(needs: ProvisioningNeeds): LaneWork {
  return {
    due: (serverId) => sql`
        select min(own.due_at) as due
          from dedicated_inbounds own
          join server_inbounds inbound on inbound.id = own.inbound_id
          join servers server on server.id = inbound.server_id
         where server.id = ${serverId} and ${isReached}`,
    run: (lane) => workOff(needs, lane),
  };
}

async function workOff(needs: ProvisioningNeeds, lane: Lane): Promise<void> {
  if (!(await reaches(needs.work.read(), lane.serverId))) return;
  const due = await dueInbounds(needs, lane);
  if (due.length === 0) return;
  const quiet = await lane.quietFor();
  if (quiet !== null) return postponeAll(needs, lane, { due, until: later(needs.clock.now(), quiet) });
  for (const own of due) if (!(await remove(needs, lane, own))) return;
}

const dueInbounds = (needs: ProvisioningNeeds, lane: Lane): Promise<DedicatedInbound[]> =>
  needs.work.read().find(
    DedicatedInbound,
    {
      dueAt: { $lte: needs.clock.now() },
      inbound: { server: { id: lane.serverId } },
    },
    { populate: ['inbound'], orderBy: { dueAt: 'asc' }, limit: 64 },
  );

/** false = the panel did not answer: the others wait too. */
async function remove(needs: ProvisioningNeeds, lane: Lane, own: DedicatedInbound): Promise<boolean> {
  const server = await needs.work.read().findOneOrFail(Server, lane.serverId);
  const access = panelAccess(server, needs.vault);
  try {
    await removeByName(needs, lane, { access, name: own.inbound.remark });
  } catch (fault) {
    if (!(fault instanceof PanelFault)) throw fault;
    await recordFault(needs, lane, { own, fault });
    return false;
  }
  const now = needs.clock.now();
  await needs.work.do(async (em) => {
    await lane.recordAnswer(em);
    const row = await em.findOneOrFail(DedicatedInbound, own.inbound.id, { populate: ['inbound'] });
    row.markGone(now, later(now, minutes(1)));
    await em.flush();
    await noteCall(em, { shop: needs.shop, now }, { serverId: lane.serverId, fault: null });
  });
  return true;
}

/** The client bears the name of its inbound; panels from 3.1 on keep it when the inbound goes. @throws {PanelFault} */
export async function removeByName(
  needs: ProvisioningNeeds,
  lane: Lane,
  { access, name }: { access: PanelAccess; name: string },
): Promise<void> {
  const seen = await lane.during(() => needs.panel.listInbounds(access));
  for (const { remoteId } of seen.filter(({ remark }) => remark === name)) {
    await lane.write(() => needs.panel.removeInbound(access, remoteId));
  }
  await lane.write(() => needs.panel.removeClient(access, { remoteId: null, email: name }));
}

async function recordFault(
  needs: ProvisioningNeeds,
  lane: Lane,
  { own, fault }: { own: DedicatedInbound; fault: PanelFault },
): Promise<void> {
  const now = needs.clock.now();
  await needs.work.do(async (em) => {
    await (fault.outcome === 'unknown' ? lane.fence(em) : lane.recordAnswer(em));
    (await em.findOneOrFail(DedicatedInbound, own.inbound.id)).postpone(later(now, minutes(1)));
    await em.flush();
    await noteCall(em, { shop: needs.shop, now }, { serverId: lane.serverId, fault });
  });
}

async function postponeAll(
  needs: ProvisioningNeeds,
  lane: Lane,
  { due, until }: { due: readonly DedicatedInbound[]; until: Date },
): Promise<void> {
  await needs.work.do(async (em) => {
    await lane.fence(em);
    for (const own of due) (await em.findOneOrFail(DedicatedInbound, own.inbound.id)).postpone(until);
    await em.flush();
  });
}
