import { describe, expect, it } from 'vitest';
import { runsOutAt } from '../../src/model/forecast.ts';
import { days, later } from '../../src/model/values/period.ts';
import { gigabytes } from '../../src/model/values/traffic.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
const TODAY = new Date('2026-11-22T00:00:00Z');

/** The last one is yesterday. */
const lastDays = (...gb: bigint[]) =>
  gb.map((size, place) => ({ day: later(TODAY, days(place - gb.length)), bytes: gigabytes(size) }));

const course = (with_: Partial<Parameters<typeof runsOutAt>[0]> = {}) => ({
  days: lastDays(2n, 2n, 2n, 2n, 2n, 2n, 2n),
  used: gigabytes(22n),
  limit: gigabytes(50n),
  expiresAt: later(NOW, days(20)),
  ...with_,
});

describe('how long traffic lasts', () => {
  it('goes on at the pace of the last seven whole days', () => {
    expect(runsOutAt(course(), NOW)).toEqual(later(NOW, days(14)));
  });

  it('counts days on which nothing flowed', () => {
    const sparse = lastDays(14n, 0n, 0n, 0n, 0n, 0n, 0n).filter(({ bytes }) => bytes > 0n);

    expect(runsOutAt(course({ days: sparse }), NOW)).toEqual(later(NOW, days(14)));
  });

  it('forgets older days, and today, which is not over', () => {
    const long = [...lastDays(40n, ...Array(7).fill(2n)), { day: TODAY, bytes: gigabytes(30n) }];

    expect(runsOutAt(course({ days: long }), NOW)).toEqual(later(NOW, days(14)));
  });

  it.each([
    ['it lasts past the paid end', { expiresAt: later(NOW, days(13)) }],
    ['there is no limit', { limit: null }],
    ['all is used', { used: gigabytes(50n) }],
    ['only two days are known', { days: lastDays(2n, 2n) }],
    ['nothing is known', { days: [] }],
    ['nothing flowed', { days: lastDays(0n, 0n, 0n, 0n) }],
  ])('says nothing where %s', (_, with_) => {
    expect(runsOutAt(course(with_), NOW)).toBeNull();
  });
});
