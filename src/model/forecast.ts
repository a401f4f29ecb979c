import { between, days, later, type Period } from './values/period.ts';
import type { Bytes } from './values/traffic.ts';

/** What an access used on one day of UTC. */
export type DayUse = { readonly day: Date; readonly bytes: Bytes };

/** What a forecast is made from; `expiresAt` and `limit` null = none. */
type Course = {
  readonly days: readonly DayUse[];
  readonly used: Bytes;
  readonly limit: Bytes | null;
  readonly expiresAt: Date | null;
};

const LOOKS_BACK = 7;
/** Fewer days say little of a pace: a film on the first evening is no month. */
const LEAST_DAYS = 3;
/** What lies further ahead is no news. */
const FURTHEST = days(365);

/**
 * When the traffic is used up if it goes on as in the last seven whole days; null = it lasts to the paid end, there is
 * no limit, nothing is left, or too few days are known to say.
 */
export function runsOutAt({ days: known, used, limit, expiresAt }: Course, now: Date): Date | null {
  if (limit === null || used >= limit) return null;
  const today = startOfDay(now);
  const first = later(today, days(-LOOKS_BACK));
  const recent = known.filter(({ day }) => day >= first && day < today);
  const since = Math.min(...recent.map(({ day }) => day.getTime()));
  const span = Math.round((today.getTime() - since) / days(1));
  if (recent.length === 0 || span < LEAST_DAYS) return null;
  const perDay = Number(recent.reduce((sum, { bytes }) => sum + bytes, 0n)) / span;
  if (perDay <= 0) return null;
  const lasts = (Number(limit - used) / perDay) * days(1);
  const end = lasts < FURTHEST ? later(now, lasts as Period) : null;
  return end !== null && (expiresAt === null || between(end, expiresAt) > 0) ? end : null;
}

/** Midnight of UTC. */
export const startOfDay = (at: Date): Date =>
  new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()));
