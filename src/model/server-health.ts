import { minutes, type Period, seconds } from './values/period.ts';

const BADNESS = { healthy: 0, warning: 1, critical: 2, offline: 3 } as const;
/** The states of `servers.health_status`, the best first. */
type Health = keyof typeof BADNESS;

/**
 * What one look at a panel found: it let the shop work and its core runs, after so many milliseconds; it did not
 * answer; it answers, and will not let the shop work, or its core does not run.
 */
export type HealthProbe =
  | { outcome: 'answered'; ms: number }
  | { outcome: 'silent'; reason: string }
  | { outcome: 'refused'; reason: string };

/** What the shop's own work found: so much was left without an answer that nobody needs to look again. */
export type HealthEvidence = HealthProbe | { outcome: 'gone'; reason: string };

/** Why a server is out of sale. */
export type HealthFinding = { health: Health; reason: string | null };

/** A server is now what it was not; `lasted` = how long it was in sale as it was, or out of sale. */
export type HealthChange = { from: Health; to: Health; reason: string | null; lasted: Period };

/** A panel may miss its answer twice; after the third in a row its server is out of sale. */
export const TOLERATED_SILENCES = 2;

/** One slow answer proves nothing: a server gets worse for slowness after so many in a row. */
export const SLOW_LOOKS = 3;

/** Slower is a warning, and slower still is critical. To get better it must be clearly faster: a fifth. */
const SLOW_MS = 1000;
const TOO_SLOW_MS = 3000;
const CLEARLY = 0.8;

/** What the speed of an answer speaks for, given what the server is now. */
export function healthBySpeed(ms: number, present: Health): Health {
  if (ms > bound(TOO_SLOW_MS, BADNESS[present] < BADNESS.critical)) return 'critical';
  return ms > bound(SLOW_MS, present === 'healthy') ? 'warning' : 'healthy';
}

const bound = (ms: number, isBelow: boolean): number => (isBelow ? ms : ms * CLEARLY);

export const isWorse = (one: Health, other: Health): boolean => BADNESS[one] > BADNESS[other];

export const milder = (one: Health | null, other: Health): Health =>
  one !== null && isWorse(other, one) ? one : other;

/** 10 s, 20 s, 40 s … 5 min between looks at a server that is out of sale. */
export const probeWait = (failedProbes: number): Period =>
  Math.min(seconds(10) * 2 ** Math.min(failedProbes, 10), minutes(5)) as Period;
