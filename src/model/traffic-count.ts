import { type Bytes, bytes } from './values/traffic.ts';

const MOST_BYTES = 2n ** 63n - 1n;

/** The marks a customer is told of, the highest first. */
export const TRAFFIC_MARKS = [100, 95, 80] as const;
export type TrafficMark = (typeof TRAFFIC_MARKS)[number];

/**
 * What was used since the counter stood at `before`. One that stands lower now was set back, to nothing or to what a
 * backup held: nobody can tell what of it flowed since, so none of it is counted.
 */
export const grownSince = (before: Bytes, now: Bytes): Bytes => bytes(now > before ? now - before : 0n);

/** Never more than a column holds. */
export const plus = (one: Bytes, other: Bytes): Bytes =>
  bytes(one + other > MOST_BYTES ? MOST_BYTES : one + other);

/** 0 to 100, two decimals, rounded down; 0 when there is no limit. */
export function percentage(used: Bytes, limit: Bytes | null): number {
  if (limit === null) return 0;
  if (limit === 0n) return 100;
  return Math.min(100, Number((used * 10_000n) / limit) / 100);
}

/** The highest mark that `percent` has reached; null = none. */
export const markOf = (percent: number): TrafficMark | null =>
  TRAFFIC_MARKS.find((mark) => percent >= mark) ?? null;
