import type { Shelf } from '../shelf.ts';
import type { WorldClock } from '../world-clock.ts';
import { ApiError } from './api-error.ts';

const TEN_MINUTES_MS = 600_000;

/** Whether the Bot API serves this bot: a log-out lasts ten minutes of the world's clock, and so long a new start may not be closed. */
export class BotSession {
  private readonly shelf: Shelf;
  private readonly clock: WorldClock;

  constructor(shelf: Shelf, clock: WorldClock) {
    this.shelf = shelf;
    this.clock = clock;
    if (!shelf.get('world', 'bot-launched')) shelf.put('world', 'bot-launched', clock.now());
  }

  logOut(): void {
    this.shelf.put('world', 'logged-out', this.clock.now());
  }

  /** Ends this launch and begins another. @throws ApiError 429 in the first ten minutes of a launch. */
  close(): void {
    const left = this.leftOf('bot-launched');
    if (left > 0) throw tooMany(left);
    this.shelf.put('world', 'bot-launched', this.clock.now());
  }

  /** @throws ApiError 400 while the bot is logged out. */
  check(): void {
    if (this.leftOf('logged-out') > 0) throw new ApiError(400, 'Logged out');
  }

  /** Seconds, rounded up. */
  private leftOf(what: string): number {
    const since = this.shelf.get<number>('world', what) ?? Number.NEGATIVE_INFINITY;
    return Math.max(0, Math.ceil((since + TEN_MINUTES_MS - this.clock.now()) / 1000));
  }
}

/** The refusal 429 with the seconds to wait. */
export function tooMany(seconds: number): ApiError {
  return new ApiError(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds });
}
