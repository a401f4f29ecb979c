import { DedicatedInbound } from '../../model/dedicated-inbound.ts';
import type { OrderServerClient } from '../../model/order-server-client.ts';
import type { Lane } from '../lanes/lane.ts';
import { settleOwnInbound } from '../lanes/own-inbound.ts';
import { panelAccess } from '../lanes/panel-access.ts';
import { crashPoint } from '../ports/crash-point.ts';
import { type PanelAccess, PanelFault, type RemoteInbound } from '../ports/panel.ts';
import { lockDeliveringOrders } from '../seats/seat-statements.ts';
import { mayBeWritten } from './before-repeat.ts';
import { beginAttempt } from './begin-attempt.ts';
import { type Group, lockUnits, orderOf } from './due-units.ts';
import type { ProvisioningNeeds } from './needs.ts';
import { freePort, NoFreePort, ownInboundOf, planOwnInbound } from './own-inbound-rows.ts';
import { provisionGroup } from './provision-group.ts';
import { recordFault } from './record-fault.ts';
import { wantedInbound } from './wanted-inbound.ts';

type OwnTrip = { unit: OrderServerClient; access: PanelAccess };

/**
 * Takes units that were sold with an inbound of their own to the panel, one by one: the inbound is chosen, stored, looked
 * for, made with the client inside; from there on the unit goes the way of every other.
 */
export async function provisionOwn(needs: ProvisioningNeeds, lane: Lane, group: Group): Promise<void> {
  const access = panelAccess(group.inbound.server, needs.vault);
  for (const unit of group.units) {
    const ready = await withInbound(needs, lane, { unit, access });
    const inbound = ready?.serverClient?.inbound;
    if (ready && inbound) await provisionGroup(needs, lane, { inbound, units: [ready] });
  }
}

/** The unit as it stands once the panel has its inbound; null = not now, and why is recorded. */
async function withInbound(
  needs: ProvisioningNeeds,
  lane: Lane,
  { unit, access }: OwnTrip,
): Promise<OrderServerClient | null> {
  const own = await ownInboundOf(needs.work.read(), unit);
  if (own?.inbound.isOnPanel()) return unit;
  const seen = await look(needs, lane, { unit, access });
  if (seen === null) return null;
  const planned = await plan(needs, lane, { unit, seen });
  if (planned === null) return null;
  const trip = { unit: planned, access };
  const there = found(planned, seen);
  if (there) return settle(needs, lane, { unit: planned, remoteId: there.remoteId, definite: false });
  // An inbound cannot be made twice without harm, whatever the panel does with clients.
  const [writable] = await mayBeWritten(needs, lane, { units: [planned], repeatsSafely: false });
  return writable ? make(needs, lane, trip) : null;
}

const found = ({ serverClient }: OrderServerClient, seen: readonly RemoteInbound[]) =>
  seen.find(({ remark, remoteId }) => remoteId > 0 && remark === serverClient?.inbound.remark);

/** null = the panel did not tell: that is recorded. */
async function look(
  needs: ProvisioningNeeds,
  lane: Lane,
  { unit, access }: OwnTrip,
): Promise<RemoteInbound[] | null> {
  try {
    return await lane.during(() => needs.panel.listInbounds(access));
  } catch (fault) {
    if (!(fault instanceof PanelFault)) throw fault;
    await recordFault(needs, lane, { units: [unit], fault, definite: false });
    return null;
  }
}

type Planning = { unit: OrderServerClient; seen: readonly RemoteInbound[] };

/** Stored before the panel is called. null = the order is no longer to be delivered, or there is no port. */
async function plan(
  needs: ProvisioningNeeds,
  lane: Lane,
  { unit, seen }: Planning,
): Promise<OrderServerClient | null> {
  try {
    return await needs.work.do(async (em) => {
      await lane.fence(em);
      const open = await lockDeliveringOrders(em, [orderOf(unit).id]);
      const [locked] = await lockUnits(em, [unit]);
      if (!locked || !open.has(orderOf(locked).id)) return null;
      if (!(await ownInboundOf(em, locked))) await planOwnInbound(needs, em, { unit: locked, seen });
      await em.flush();
      return locked;
    });
  } catch (fault) {
    if (!(fault instanceof NoFreePort)) throw fault;
    const none = new PanelFault('busy', fault.message, { cause: fault });
    await recordFault(needs, lane, { units: [unit], fault: none, definite: false });
    return null;
  }
}

async function make(
  needs: ProvisioningNeeds,
  lane: Lane,
  { unit, access }: OwnTrip,
): Promise<OrderServerClient | null> {
  const [attempt] = await beginAttempt(needs, lane, [unit]);
  const own = await ownInboundOf(needs.work.read(), unit);
  if (!attempt || !own) return null;
  const wanted = wantedInbound(own, needs.vault, attempt.wanted);
  try {
    const remoteId = await lane.during(() => needs.panel.addInbound(access, wanted));
    crashPoint('inbound.made');
    return await settle(needs, lane, { unit, remoteId, definite: true });
  } catch (fault) {
    if (!(fault instanceof PanelFault)) throw fault;
    return afterFault(needs, lane, { unit, access, fault });
  }
}

/** It may be there all the same: a read decides. A port that somebody else has by now gives way to another. */
async function afterFault(
  needs: ProvisioningNeeds,
  lane: Lane,
  { fault, ...trip }: OwnTrip & { fault: PanelFault },
): Promise<OrderServerClient | null> {
  const { unit } = trip;
  const definite = fault.outcome !== 'unknown';
  if (definite && fault.kind !== 'duplicate') {
    await recordFault(needs, lane, { units: [unit], fault, definite });
    return null;
  }
  const trouble = definite ? new PanelFault('busy', fault.message, { cause: fault }) : fault;
  await recordFault(needs, lane, { units: [unit], fault: trouble, definite });
  const seen = await look(needs, lane, trip);
  const there = seen && found(unit, seen);
  if (there) return settle(needs, lane, { unit, remoteId: there.remoteId, definite });
  if (seen && definite) await moveAway(needs, lane, { unit, seen });
  return null;
}

function moveAway(needs: ProvisioningNeeds, lane: Lane, { unit, seen }: Planning): Promise<void> {
  return needs.work.do(async (em) => {
    await lane.fence(em);
    const [locked] = await lockUnits(em, [unit]);
    if (locked) locked.serverClient?.inbound.listenOn(await freePort(needs, em, { unit: locked, seen }));
    await em.flush();
  });
}

type Settling = { unit: OrderServerClient; remoteId: number; definite: boolean };

/** The panel has it. Answers the unit, unless another hand has ended it meanwhile: then the inbound is removed again. */
function settle(
  needs: ProvisioningNeeds,
  lane: Lane,
  { unit, remoteId, definite }: Settling,
): Promise<OrderServerClient | null> {
  return needs.work.do(async (em) => {
    await (definite ? lane.recordAnswer(em) : lane.fence(em));
    const inboundId = unit.serverClient?.inbound.id ?? 0;
    const own = await em.findOneOrFail(DedicatedInbound, { inbound: inboundId }, { populate: ['inbound'] });
    if (!own.isLiving()) return null;
    await settleOwnInbound(em, own, remoteId);
    await em.flush();
    const [locked] = await lockUnits(em, [unit]);
    return locked ?? null;
  });
}
