import { LockMode } from '@mikro-orm/core';
import type { OrderServerClient } from '../../model/order-server-client.ts';
import { PanelLane } from '../../model/panel-lane.ts';
import { later, type Period } from '../../model/values/period.ts';
import type { Lane } from '../lanes/lane.ts';
import { count } from '../ports/meter.ts';
import { lockDeliveringOrders } from '../seats/seat-statements.ts';
import { lockUnits, orderOf } from './due-units.ts';
import { takeElsewhere } from './fail-over.ts';
import type { ProvisioningNeeds } from './needs.ts';
import { isOverdue } from './overdue-units.ts';
import { postpone } from './record-fault.ts';

/**
 * Of units that the panel was just seen not to hold, those that may be written to it now (RELIABILITY E5): what is
 * overdue goes to another server that has a seat, a paused server gets nothing new, and only so many writes of a
 * minute are repeated. No attempt is lost by waiting.
 */
export async function mayBeWritten(
  needs: ProvisioningNeeds,
  lane: Lane,
  { units, repeatsSafely }: { units: readonly OrderServerClient[]; repeatsSafely: boolean },
): Promise<OrderServerClient[]> {
  const isPaused = units.some((unit) => !unit.inbound.server.autoProvisioning);
  const matters = !repeatsSafely || units.some((unit) => unit.doubtSince !== null);
  const quiet = matters ? await lane.quietFor() : null;
  if (quiet !== null && (isPaused || !repeatsSafely)) {
    await waitForQuiet(needs, lane, { units, quiet });
    return [];
  }
  if (quiet === null) await settleDoubts(needs, lane, units);
  if (isPaused) return [];
  return withinBudget(needs, lane, await withoutOverdue(needs, units));
}

async function waitForQuiet(
  needs: ProvisioningNeeds,
  lane: Lane,
  { units, quiet }: { units: readonly OrderServerClient[]; quiet: Period },
): Promise<void> {
  await postpone(needs, lane, { units, until: later(needs.clock.now(), quiet) });
  for (const server of new Set(units.map((unit) => unit.inbound.server.name)))
    count('shop_quiet_waits_total', { server });
}

/** No write can be at work any more, and nothing of them is there: they can be put elsewhere without a tombstone. */
async function settleDoubts(
  needs: ProvisioningNeeds,
  lane: Lane,
  units: readonly OrderServerClient[],
): Promise<void> {
  const doubted = units.filter((unit) => unit.doubtSince !== null);
  if (doubted.length === 0) return;
  await needs.work.do(async (em) => {
    await lane.fence(em);
    await lockDeliveringOrders(em, [...new Set(doubted.map((unit) => orderOf(unit).id))]);
    for (const unit of await lockUnits(em, doubted)) unit.settleDoubt();
    await em.flush();
  });
}

async function withoutOverdue(
  needs: ProvisioningNeeds,
  units: readonly OrderServerClient[],
): Promise<OrderServerClient[]> {
  const staying: OrderServerClient[] = [];
  for (const unit of units) if (!(await wentElsewhere(needs, unit))) staying.push(unit);
  return staying;
}

async function wentElsewhere(needs: ProvisioningNeeds, unit: OrderServerClient): Promise<boolean> {
  if (unit.provisionAttempts === 0 || !isOverdue(needs, unit)) return false;
  const answer = await takeElsewhere(needs, {
    unitId: unit.id,
    to: 'other-server',
    why: 'tried, and not there in time',
    may: (locked) => locked.placementNo === unit.placementNo,
  });
  return answer.ok;
}

/** The budget is the panel's, over all processes: it stands in the lane's row. */
async function withinBudget(
  needs: ProvisioningNeeds,
  lane: Lane,
  units: readonly OrderServerClient[],
): Promise<OrderServerClient[]> {
  const repeated = units.filter((unit) => unit.provisionAttempts > 0);
  if (repeated.length === 0) return [...units];
  const until = await needs.work.do(async (em) => {
    await lane.fence(em);
    const row = await em.findOneOrFail(
      PanelLane,
      { server: lane.serverId },
      { lockMode: LockMode.PESSIMISTIC_WRITE },
    );
    const free = row.takeRepeat(needs.clock.now(), needs.shop.breakerWindow);
    await em.flush();
    return free;
  });
  if (until === null) return [...units];
  await postpone(needs, lane, { units: repeated, until });
  return units.filter((unit) => unit.provisionAttempts === 0);
}
