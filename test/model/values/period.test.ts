import { describe, expect, it } from 'vitest';
import { between, days, later, milliseconds, minutes, seconds } from '../../../src/model/values/period.ts';
import { afterNoon, NOON } from '../../support/builders.ts';

describe('a length of time', () => {
  it('is the same in every unit', () => {
    expect(days(1)).toBe(minutes(1440));
    expect(minutes(1)).toBe(seconds(60));
    expect(seconds(1)).toBe(milliseconds(1000));
  });

  it('leads from one moment to another, and back', () => {
    expect(later(NOON, minutes(15))).toEqual(afterNoon(900_000));
    expect(between(NOON, later(NOON, minutes(15)))).toBe(minutes(15));
    expect(between(afterNoon(1), NOON)).toBe(-1);
  });

  it('counts days of 24 hours, also over a change of the clocks', () => {
    expect(later(new Date('2026-10-25T00:30:00Z'), days(1))).toEqual(new Date('2026-10-26T00:30:00Z'));
  });
});
