import { randomInt } from 'node:crypto';
import type { Shelf } from '../shelf.ts';
import type { WorldClock } from '../world-clock.ts';
import { badRequest } from './api-error.ts';
import type { Journal } from './journal.ts';

type Query = { id: string; chat: number; at: number; realAt: number; blamed: boolean };

export const TOO_OLD = 'query is too old and response timeout expired or query ID is invalid';
const SPINNER_MS = 10_000;
const ANSWERABLE_MS = 30_000;

/** Taps that wait for `answerCallbackQuery`. One left alone for 10 s of real time is a violation. */
export class CallbackQueries {
  private readonly shelf: Shelf;
  private readonly clock: WorldClock;
  private readonly journal: Journal;
  private readonly timers = new Map<string, NodeJS.Timeout>();

  constructor(shelf: Shelf, clock: WorldClock, journal: Journal) {
    this.shelf = shelf;
    this.clock = clock;
    this.journal = journal;
    for (const query of shelf.all<Query>('queries')) this.watch(query);
  }

  open(chat: number): string {
    const id = String(randomInt(2 ** 47));
    const query: Query = { id, chat, at: this.clock.now(), realAt: Date.now(), blamed: false };
    this.shelf.put('queries', id, query);
    this.watch(query);
    return id;
  }

  /** The chat it came from. @throws ApiError for a query unknown, answered before, or older than 30 s of the world's clock. */
  answer(id: string): number {
    const query = this.shelf.get<Query>('queries', id);
    this.forget(id);
    if (!query || this.clock.now() - query.at > ANSWERABLE_MS) throw badRequest(TOO_OLD);
    return query.chat;
  }

  close(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
  }

  private watch(query: Query): void {
    const left = Math.max(0, SPINNER_MS - (Date.now() - query.realAt));
    if (query.blamed) return;
    const timer = setTimeout(() => this.blame(query), left);
    this.timers.set(query.id, timer.unref());
  }

  private blame(query: Query): void {
    this.shelf.put('queries', query.id, { ...query, blamed: true });
    this.journal.violate('callback unanswered', `query ${query.id} of ${query.chat}, after 10 s`, null);
  }

  private forget(id: string): void {
    clearTimeout(this.timers.get(id));
    this.timers.delete(id);
    this.shelf.remove('queries', id);
  }
}
