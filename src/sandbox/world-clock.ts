import type { Shelf } from './shelf.ts';

/** The world's time: real time plus an offset in ms that survives a restart. */
export class WorldClock {
  private readonly shelf: Shelf;

  constructor(shelf: Shelf) {
    this.shelf = shelf;
  }

  get offsetMs(): number {
    return this.shelf.get<number>('world', 'clock-offset') ?? 0;
  }

  readonly now = (): number => Date.now() + this.offsetMs;

  /** Seconds, as the Bot API writes dates. */
  seconds(): number {
    return Math.floor(this.now() / 1000);
  }

  /** Moves the time on; it never goes back. */
  advance(ms: number): number {
    this.shelf.put('world', 'clock-offset', this.offsetMs + ms);
    return this.offsetMs;
  }
}
