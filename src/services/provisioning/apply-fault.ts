import type { SqlEntityManager } from '@mikro-orm/sql';
import type { OrderServerClient, ProvisionProblem } from '../../model/order-server-client.ts';
import { between, later, milliseconds, minutes, type Period, seconds } from '../../model/values/period.ts';
import { backOff } from '../lanes/lane-runner.ts';
import { alertStaff } from '../messages/queue-message.ts';
import type { PanelFault } from '../ports/panel.ts';
import type { SeatMove } from '../seats/move-seat.ts';
import { orderOf } from './due-units.ts';
import type { ProvisioningNeeds } from './needs.ts';
import { unitRefused } from './note-refusals.ts';
import { isOverdue } from './overdue-units.ts';
import { abandonOwnInbound } from './own-inbound-rows.ts';
import { UNIT_STEPS } from './unit-steps.ts';

/** A unit that is to go elsewhere once this is committed; `orElse` = what becomes of it where nobody has a seat. */
export type Leaving = {
  unit: OrderServerClient;
  problem: ProvisionProblem;
  to: SeatMove['to'];
  orElse: 'give-up' | 'stay';
};

export type Context = { needs: ProvisioningNeeds; em: SqlEntityManager; now: Date; leaving: Leaving[] };

/** RELIABILITY E5: writes begun for one placement before another is tried, or an admin is asked. */
const MOST_ATTEMPTS = 20;
/** The same for a panel that takes no connection, from the payment on, or the word to try anew. */
const LONGEST_NOT_SENT = minutes(30);

/** Waits between tries of a panel that is busy, and of one that is silent: the first and the longest. */
const BUSY = { first: milliseconds(500), longest: seconds(30) };
const SILENT = { first: seconds(1), longest: minutes(1) };

/** A unit that is going elsewhere is due again so soon, should this process die before it went. */
const SOON = seconds(1);

/** What follows from a fault, by its class (RELIABILITY E5). */
export async function applyFault(
  context: Context,
  unit: OrderServerClient,
  fault: PanelFault,
): Promise<void> {
  const { needs, now } = context;
  const problem = { code: CODES.get(fault.kind) ?? fault.kind, text: fault.message };
  if (fault.kind === 'duplicate') return giveUp(context, unit, problem);
  if (fault.kind === 'permanent') {
    unit.refuseInbound();
    await unitRefused(context, unit, fault.message);
    return leave(context, { unit, problem, to: 'next-inbound', orElse: 'give-up' });
  }
  if (isSpent(unit, fault, now))
    return leave(context, { unit, problem, to: 'other-server', orElse: 'give-up' });
  const retryAt = retryTime(needs, { unit, fault, now });
  if (fault.outcome === 'unknown') {
    unit.inbound.markDisturbed(later(now, needs.recheckAfter));
    unit.markOutcomeUnknown(problem, retryAt, now);
  } else {
    unit.markProvisionFailed(problem, retryAt, now);
  }
}

/** It is on the panel, the panel was read, and it cannot be delivered from there: when its time is over it goes on. */
export function leaveIfOverdue(context: Context, unit: OrderServerClient, problem: ProvisionProblem): void {
  const isOpen = unit.provisionStatus === 'pending' || unit.provisionStatus === 'provisioning';
  const isLeaving = context.leaving.some((each) => each.unit === unit);
  if (!isOpen || isLeaving || !isOverdue(context.needs, unit)) return;
  context.leaving.push({ unit, problem, to: 'other-server', orElse: 'stay' });
}

function leave(context: Context, leaving: Leaving): void {
  const { unit, problem } = leaving;
  unit.markProvisionFailed(problem, later(context.now, SOON), context.now);
  context.leaving.push(leaving);
}

/**
 * Given up: an admin decides, or the sweep once its server is back. The seat is held until then. What stands there under
 * its name with other credentials may be a key in use that the database has forgotten: it stays.
 */
export async function giveUp(
  { needs, em, now }: Omit<Context, 'leaving'>,
  unit: OrderServerClient,
  problem: ProvisionProblem,
): Promise<void> {
  unit.markProvisionFailed(problem, null, now);
  if (problem.code !== 'conflict') await abandonOwnInbound(em, unit, now);
  const orderId = orderOf(unit).id;
  await alertStaff(
    em,
    { shop: needs.shop, now },
    {
      key: `unit-failed:${unit.id}:${unit.placementNo}:${unit.provisionAttempts}`,
      data: { code: 'unit-failed', orderId, unitId: unit.id, reason: `${problem.code}: ${problem.text}` },
    },
  );
}

function isSpent(unit: OrderServerClient, fault: PanelFault, now: Date): boolean {
  if (!unit.canRetry(MOST_ATTEMPTS)) return true;
  if (fault.kind !== 'not-sent' || unit.doubtSince !== null) return false;
  const begun = [orderOf(unit).paidAt, unit.movedAt, unit.retriedAt];
  const since = Math.max(...begun.map((at) => at?.getTime() ?? 0));
  return since > 0 && between(new Date(since), now) >= LONGEST_NOT_SENT;
}

type Trying = { unit: OrderServerClient; fault: PanelFault; now: Date };

/** Not before the panel itself said, where it did. */
function retryTime(needs: ProvisioningNeeds, { unit, fault, now }: Trying): Date {
  const limits = { ...(fault.kind === 'busy' ? BUSY : SILENT), chance: needs.ids.chance() };
  const ours = backOff(now, failuresOf(unit), limits);
  const theirs = later(now, (fault.retryAfterMs ?? 0) as Period);
  return theirs > ours ? theirs : ours;
}

/** Faults that a unit's row calls by a name of its own. */
const CODES: ReadonlyMap<PanelFault['kind'], string> = new Map([
  ['ambiguous', 'unknown'],
  ['duplicate', 'conflict'],
]);

/** What begins the count of failures anew. */
const BEGINNINGS = ['retry', 'moved'];

/** Lines of a history that tell what was done, and not that it went wrong. */
const NO_FAILURES: ReadonlySet<string> = new Set(['attempt', ...UNIT_STEPS]);

/** Failures since the unit was begun or asked for anew. Reads count: a panel is not asked every second for ever. */
function failuresOf({ provisionLog }: OrderServerClient): number {
  const begun = provisionLog.findLastIndex(({ step }) => BEGINNINGS.includes(step));
  return provisionLog.slice(begun + 1).filter(({ step }) => !NO_FAILURES.has(step)).length;
}
