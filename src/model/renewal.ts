import { prolonged } from './paid-time.ts';
import { days, later } from './values/period.ts';
import { type Bytes, bytes } from './values/traffic.ts';

/** What becomes of the days and the traffic that are left when a period is renewed: added to the new ones, or dropped. */
export const RENEWAL_RULES = ['keep', 'drop'] as const;
export type RenewalRule = (typeof RENEWAL_RULES)[number];

/** What a renewal gives: whole days, and traffic (null = unlimited). */
export type RenewalTerms = { rule: RenewalRule; days: number; data: Bytes | null };

/** How far an access is used up. `pausedUntil` = its time does not pass before that. */
export type Standing = {
  expiresAt: Date | null;
  trafficLimit: Bytes | null;
  trafficUsed: Bytes;
  pausedUntil?: Date | null;
  /** Where days of it were given for nothing: the end of what was paid. */
  paidUntil?: Date | null;
};

/** What it may use from the renewal on; null = without an end. `paidUntil` left out = all of it is paid. */
export type RenewedPeriod = { expiresAt: Date | null; trafficLimit: Bytes | null; paidUntil?: Date | null };

/**
 * The period that a renewal at `now` makes. The traffic that is left is kept whether the time is over or not, so that
 * the minute in which it is paid changes nothing. @throws {InvariantViolation} for anything but whole days from 1 on.
 */
export function renewedPeriod(of: Standing, terms: RenewalTerms, now: Date): RenewedPeriod {
  const { expiresAt, paidUntil } = of;
  const from = of.pausedUntil ?? now;
  const startsAnew = terms.rule === 'drop' && expiresAt !== null && expiresAt.getTime() > 0;
  return {
    expiresAt: startsAnew ? later(from, days(terms.days)) : prolonged(expiresAt, terms.days, from),
    trafficLimit: renewedLimit(of, terms),
    ...(paidUntil && !startsAnew && { paidUntil: prolonged(paidUntil, terms.days, from) }),
  };
}

function renewedLimit({ trafficLimit, trafficUsed }: Standing, { rule, data }: RenewalTerms): Bytes | null {
  if (data === null || trafficLimit === null) return data;
  const left = trafficUsed < trafficLimit ? trafficLimit - trafficUsed : 0n;
  return rule === 'keep' ? bytes(data + left) : data;
}
