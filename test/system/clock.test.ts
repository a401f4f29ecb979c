import { describe, expect, it } from 'vitest';
import { OffsetClock, systemClock } from '../../src/system/clock.ts';

const DAY_MS = 86_400_000;

describe("the shop's clock", () => {
  it("is the machine's in a live shop", () => {
    const before = Date.now();
    const now = systemClock.now().getTime();
    expect(now).toBeGreaterThanOrEqual(before);
    expect(now).toBeLessThanOrEqual(Date.now());
  });

  it('runs on from where the world moved it', () => {
    const clock = new OffsetClock(DAY_MS);
    expect(daysAhead(clock)).toBe(1);
    clock.move(30 * DAY_MS);
    expect(daysAhead(clock)).toBe(30);
    clock.move(0);
    expect(daysAhead(clock)).toBe(0);
  });
});

const daysAhead = (clock: OffsetClock): number => Math.round((clock.now().getTime() - Date.now()) / DAY_MS);
