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
  const perDay = paceOf(known, startOfDay(now));
  if (perDay === null) return null;
  const lasts = (Number(limit - used) / perDay) * days(1);
  const end = later(now, Math.min(lasts, FURTHEST) as Period);
  const isBeforeEnd = expiresAt === null ? lasts < FURTHEST : between(end, expiresAt) > 0;
  return isBeforeEnd ? end : null;
}

/** Bytes a day before `today`; null = too few days are known, or nothing flowed. */
function paceOf(known: readonly DayUse[], today: Date): number | null {
  const first = later(today, days(-LOOKS_BACK));
  const recent = known.filter(({ day }) => day >= first && day < today);
  if (recent.length === 0) return null;
  const since = Math.min(...recent.map(({ day }) => day.getTime()));
  const span = Math.round((today.getTime() - since) / days(1));
  const sum = Number(recent.reduce((all, { bytes }) => all + bytes, 0n));
  return span < LEAST_DAYS || sum === 0 ? null : sum / span;
}

/** Midnight of UTC. */
export const startOfDay = (at: Date): Date =>
  new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()));
