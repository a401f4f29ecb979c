import type { Clock } from '../services/ports/clock.ts';

/** The machine's clock: the only one of a live shop. */
export const systemClock: Clock = { now: () => new Date() };

/** The sandbox's clock: the machine's, moved by what the world says. */
export class OffsetClock implements Clock {
  private offsetMs: number;

  constructor(offsetMs = 0) {
    this.offsetMs = offsetMs;
  }

  now(): Date {
    return new Date(Date.now() + this.offsetMs);
  }

  /** Sets the whole offset in milliseconds; it does not add to the one before. */
  move(offsetMs: number): void {
    this.offsetMs = offsetMs;
  }
}
