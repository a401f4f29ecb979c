import type { Shelf } from '../shelf.ts';
import { tooMany } from './bot-session.ts';

/** New messages within one second of real time; null = any number. */
export type FloodLimit = { perChat: number | null; inAll: number | null };

const SECOND_MS = 1000;
const NONE: FloodLimit = { perChat: null, inAll: null };

/** Telegram's own limits, where a test switches them on: one message too many is answered 429 and does nothing. */
export class FloodLimits {
  private readonly shelf: Shelf;
  private sent: { chat: number; at: number }[] = [];

  constructor(shelf: Shelf) {
    this.shelf = shelf;
  }

  get limit(): FloodLimit {
    return this.shelf.get<FloodLimit>('world', 'flood-limit') ?? NONE;
  }

  set(limit: FloodLimit): void {
    this.shelf.put('world', 'flood-limit', limit);
    this.sent = [];
  }

  /** Counts `count` new messages to a chat. @throws ApiError 429 where they are too many. */
  admit(chat: number, count: number): void {
    const { perChat, inAll } = this.limit;
    if (perChat === null && inAll === null) return;
    const now = performance.now();
    this.sent = this.sent.filter(({ at }) => now - at < SECOND_MS);
    const toChat = this.sent.filter((message) => message.chat === chat).length;
    if (toChat + count > (perChat ?? Infinity) || this.sent.length + count > (inAll ?? Infinity))
      throw tooMany(1);
    for (let n = 0; n < count; n += 1) this.sent.push({ chat, at: now });
  }
}
