import { InvariantViolation } from './errors.ts';
import { between, days, later, type Period } from './values/period.ts';

/** How long before the end the next period is to be paid. */
const BILLING_LEAD = days(3);

/**
 * Whether the paid time has not begun: on a panel an end before 1970 means "so long from the first use". Such an
 * end is no moment, so it is neither over nor near.
 */
const waitsForFirstUse = (end: Date): boolean => end.getTime() <= 0;

/** An end that is this very moment is over. null = never ends. */
export const isOver = (end: Date | null, now: Date): boolean =>
  end !== null && !waitsForFirstUse(end) && end <= now;

export const endsWithin = (end: Date | null, now: Date, within: Period): boolean =>
  end !== null && end > now && between(now, end) <= within;

/**
 * The end after `count` more days: they are added to what is left, or to now when nothing is. Never stays never, and
 * time that has not begun gets longer. @throws {InvariantViolation} for anything but whole days from 1 on.
 */
export function prolonged(end: Date | null, count: number, now: Date): Date | null {
  if (!Number.isInteger(count) || count < 1) throw new InvariantViolation(`not so many days: ${count}`);
  if (end === null) return null;
  if (waitsForFirstUse(end)) return later(end, days(-count));
  return later(end > now ? end : now, days(count));
}

/** When the next period is to be paid; null = it is not, or never. */
export const billingDate = (end: Date | null, autoRenew: boolean): Date | null =>
  autoRenew && end !== null && !waitsForFirstUse(end) ? later(end, -BILLING_LEAD as Period) : null;
