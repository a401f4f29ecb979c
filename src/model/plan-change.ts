import { between, hours } from './values/period.ts';
import { type Bytes, megabytes, wholeMegabytes } from './values/traffic.ts';

// What is left of a period under one plan, and what the same time costs under another. Pure; the caller rounds nothing.

/** What is sold for one period, in minor units. `data` null = without a limit. */
export type PeriodTerms = { minor: bigint; days: number; data: Bytes | null };

/** What is left of an access: whole hours, and traffic (null = without a limit). */
export type Rest = { hours: bigint; traffic: Bytes | null };

/** Whole hours until its end; 0 = it is over. */
export const hoursLeft = (end: Date, now: Date): bigint =>
  BigInt(Math.max(0, Math.floor(between(now, end) / hours(1))));

const hoursOf = (days: number): bigint => BigInt(days) * 24n;

/** What a rest is worth: the smaller share of time and traffic counts; rounded down, in minor units. */
export function worthOfRest({ minor, days, data }: PeriodTerms, rest: Rest): bigint {
  const byTime = (minor * rest.hours) / hoursOf(days);
  if (data === null || rest.traffic === null) return byTime;
  const byTraffic = (minor * rest.traffic) / data;
  return byTraffic < byTime ? byTraffic : byTime;
}

/** What so many hours cost, rounded up, in minor units. */
export function costOfHours({ minor, days }: PeriodTerms, count: bigint): bigint {
  const whole = hoursOf(days);
  return (minor * count + whole - 1n) / whole;
}

/** The traffic for so many hours in whole megabytes, one at least; null = without a limit. */
export function dataOfHours({ days, data }: PeriodTerms, count: bigint): Bytes | null {
  if (data === null) return null;
  const share = wholeMegabytes(((data * count) / hoursOf(days)) as Bytes);
  return megabytes(share > 1n ? share : 1n);
}

/** Stars for a part of a period's price, rounded up: as many per unit of money as the whole period costs. */
export const starsOfPart = (part: bigint, { minor, stars }: { minor: bigint; stars: number }): number =>
  minor === 0n ? 0 : Number((BigInt(stars) * part + minor - 1n) / minor);
