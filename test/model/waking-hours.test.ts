import { describe, expect, it } from 'vitest';
import { wakingMoment } from '../../src/model/waking-hours.ts';

const DAY = { from: 9, to: 21 };
const at = (text: string) => new Date(text);
const moment = (now: string, zone: string | number, hours = DAY) =>
  wakingMoment(at(now), hours, zone).toISOString();

describe('waking hours', () => {
  it('are now when it is day there', () => {
    expect(moment('2026-06-01T12:34:56.789Z', 'UTC')).toBe('2026-06-01T12:34:56.789Z');
    expect(moment('2026-06-01T09:00:00.000Z', 'UTC')).toBe('2026-06-01T09:00:00.000Z');
  });

  it('begin in the next morning when it is night, in the zone of the person', () => {
    expect(moment('2026-06-01T21:00:00.000Z', 'UTC')).toBe('2026-06-02T09:00:00.000Z');
    expect(moment('2026-06-01T20:00:00.000Z', 'Europe/Moscow')).toBe('2026-06-02T06:00:00.000Z');
    expect(moment('2026-06-01T04:00:00.000Z', 210)).toBe('2026-06-01T05:30:00.000Z'); // Tehran, UTC+3:30
    expect(moment('2026-06-01T04:00:00.000Z', -300)).toBe('2026-06-01T14:00:00.000Z');
  });

  it('begin at the same hour of the clock on the days on which it is put on or back', () => {
    expect(moment('2026-03-28T22:00:00.000Z', 'Europe/Berlin')).toBe('2026-03-29T07:00:00.000Z');
    expect(moment('2026-10-24T22:00:00.000Z', 'Europe/Berlin')).toBe('2026-10-25T08:00:00.000Z');
  });

  it('begin on the right day at the end of February and of January', () => {
    expect(moment('2028-02-28T23:30:00.000Z', 'UTC')).toBe('2028-02-29T09:00:00.000Z');
    expect(moment('2027-01-31T23:59:59.999Z', 'UTC')).toBe('2027-02-01T09:00:00.000Z');
  });

  it('can be the whole day', () => {
    expect(moment('2026-06-01T03:00:00.000Z', 'UTC', { from: 0, to: 24 })).toBe('2026-06-01T03:00:00.000Z');
  });
});
