import { randomInt } from 'node:crypto';
import type { Shelf } from '../shelf.ts';
import type { WorldClock } from '../world-clock.ts';
import { ApiError } from './api-error.ts';
import { ConnectionCut } from './faults.ts';
import type { Json } from './shapes.ts';
import { Storm } from './storm.ts';

type Kind =
  | 'message'
  | 'edited_message'
  | 'callback_query'
  | 'pre_checkout_query'
  | 'my_chat_member'
  | 'chat_member'
  | 'subscription';
export type Update = { update_id: number; at: number; kind: Kind; body: Json };
type PollEnd = 'news' | 'conflict' | 'webhook' | 'over' | 'dropped';
type Poll = { offset: number; limit: number; timeoutMs: number; signal: AbortSignal };

const CONFLICT =
  'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running';
const WEBHOOK_SET = 'Conflict: terminated by setWebhook request';
const DAY_MS = 24 * 3600_000;
const QUERY_LIFE_MS = 150_000;
const REMEMBERED = 1000;
/** Those a bot gets only when it asks for them. */
const ON_REQUEST: readonly Kind[] = ['chat_member'];

/** Updates on their way to the bot (contracts/telegram.md A3, C1): kept until an offset confirms them. */
export class UpdateQueue {
  /** Called when there is one more, for whoever brings them to a webhook. */
  onNews: () => void = () => undefined;
  private readonly shelf: Shelf;
  private readonly clock: WorldClock;
  private readonly known = new Map<number, Update>();
  private readonly storm: Storm;
  private waiting: ((end: PollEnd) => void) | null = null;

  constructor(shelf: Shelf, clock: WorldClock, storm = new Storm()) {
    this.shelf = shelf;
    this.clock = clock;
    this.storm = storm;
    if (!shelf.get('world', 'next-update')) shelf.put('world', 'next-update', randomInt(1e8, 9e8));
    for (const update of shelf.all<Update>('updates')) this.known.set(update.update_id, update);
  }

  get pending(): number {
    return this.inOrder().length;
  }

  /** The id of the new update, also where the bot did not ask for its kind. */
  push(kind: Kind, object: Json): number {
    const update_id = this.shelf.get<number>('world', 'next-update') ?? 1;
    this.shelf.put('world', 'next-update', update_id + 1);
    if (!this.isAllowed(kind)) return update_id;
    if ('successful_payment' in object && this.storm.happens('lostPayments')) return update_id;
    const update = { update_id, at: this.clock.now(), kind, body: { update_id, [kind]: object } };
    this.shelf.put('updates', update_id, update);
    this.remember(update);
    this.stormOver(update_id);
    this.tell();
    return update_id;
  }

  /** What chance does to updates, where it was ordered: none is lost by it. */
  private stormOver(updateId: number): void {
    const { storm } = this;
    const later = (act: () => void) => void setTimeout(act, storm.wait()).unref();
    if (storm.happens('duplicates')) later(() => this.duplicate(updateId));
    if (storm.happens('reorders')) this.reorder();
    if (this.isHeld || !storm.happens('delays')) return;
    this.hold(true);
    later(() => this.hold(false));
  }

  /** Puts an update out once more with the id it had; false where it is not known any more. */
  duplicate(updateId: number): boolean {
    const update = this.known.get(updateId);
    if (!update) return false;
    this.shelf.put('duplicates', updateId, update);
    this.tell();
    return true;
  }

  /** Turns round the order of those that wait; answers how many they are. */
  reorder(): number {
    const waiting = this.shelf.all<Update>('updates').filter((update) => !this.isExpired(update));
    for (const update of waiting.toReversed()) {
      this.shelf.remove('updates', update.update_id);
      this.shelf.put('updates', update.update_id, update);
    }
    return waiting.length;
  }

  /** While they are held, polls find nothing and no webhook is called. */
  get isHeld(): boolean {
    return this.shelf.get<boolean>('world', 'updates-held') ?? false;
  }

  hold(isHeld: boolean): void {
    this.shelf.put('world', 'updates-held', isHeld);
    if (!isHeld) this.tell();
  }

  /** Cuts the poll that waits; false where none does. */
  dropPoll(): boolean {
    this.waiting?.('dropped');
    return this.waiting !== null;
  }

  /** The kinds the bot asked for; none = all but those that must be asked for. */
  get allowed(): string[] {
    return this.shelf.get<string[]>('world', 'allowed-updates') ?? [];
  }

  allow(kinds: string[]): void {
    this.shelf.put('world', 'allowed-updates', kinds);
  }

  clear(): void {
    for (const kept of ['updates', 'duplicates'])
      for (const { update_id } of this.shelf.all<Update>(kept)) this.shelf.remove(kept, update_id);
  }

  /** Those that wait, wanted duplicates first; what is too old is left out. */
  inOrder(): Update[] {
    const all = [...this.shelf.all<Update>('duplicates'), ...this.shelf.all<Update>('updates')];
    return all.filter((update) => !this.isExpired(update));
  }

  /** A webhook has taken the first update with this id. */
  done(updateId: number): void {
    const isAgain = this.shelf.get('duplicates', updateId) !== undefined;
    this.shelf.remove(isAgain ? 'duplicates' : 'updates', updateId);
  }

  /** A poll that waits ends with 409 when a webhook is set. */
  endPolls(): void {
    this.waiting?.('webhook');
  }

  /** @throws ApiError 409 in the older of two polls, and in one that meets a new webhook. */
  async poll({ offset, limit, timeoutMs, signal }: Poll): Promise<Json[]> {
    this.waiting?.('conflict');
    this.confirm(offset);
    const atOnce = this.take(offset, limit);
    if (atOnce.length > 0 || timeoutMs <= 0) return atOnce;
    const end = await this.news(timeoutMs, signal);
    if (end === 'conflict') throw new ApiError(409, CONFLICT);
    if (end === 'webhook') throw new ApiError(409, WEBHOOK_SET);
    if (end === 'dropped') throw new ConnectionCut();
    return end === 'over' ? [] : this.take(offset, limit);
  }

  /** Ends a waiting poll with nothing, when the world closes. */
  close(): void {
    this.waiting?.('over');
  }

  private tell(): void {
    if (this.isHeld) return;
    this.waiting?.('news');
    this.onNews();
  }

  private news(timeoutMs: number, signal: AbortSignal): Promise<PollEnd> {
    const { promise, resolve } = Promise.withResolvers<PollEnd>();
    const over = () => resolve('over');
    const timer = setTimeout(over, timeoutMs);
    signal.addEventListener('abort', over, { once: true });
    this.waiting = resolve;
    if (signal.aborted) over();
    return promise.finally(() => {
      clearTimeout(timer);
      signal.removeEventListener('abort', over);
      if (this.waiting === resolve) this.waiting = null;
    });
  }

  /** A negative offset asks for that many of the newest and forgets the others. */
  private confirm(offset: number): void {
    const updates = this.shelf.all<Update>('updates');
    const from = offset < 0 ? (updates.at(Math.max(offset, -updates.length))?.update_id ?? 0) : offset;
    const isOver = (update: Update) => update.update_id < from || this.isExpired(update);
    for (const { update_id } of updates.filter(isOver)) this.shelf.remove('updates', update_id);
  }

  private take(offset: number, limit: number): Json[] {
    if (this.isHeld) return [];
    const again = this.shelf.all<Update>('duplicates');
    for (const { update_id } of again) this.shelf.remove('duplicates', update_id);
    const updates = this.shelf.all<Update>('updates').filter(({ update_id }) => update_id >= offset);
    return [...again, ...updates].slice(0, limit).map(({ body }) => body);
  }

  private isExpired({ kind, at }: Update): boolean {
    const isQuery = kind === 'callback_query' || kind === 'pre_checkout_query';
    return this.clock.now() - at > (isQuery ? QUERY_LIFE_MS : DAY_MS);
  }

  private isAllowed(kind: Kind): boolean {
    return this.allowed.length === 0 ? !ON_REQUEST.includes(kind) : this.allowed.includes(kind);
  }

  private remember(update: Update): void {
    this.known.set(update.update_id, update);
    const [oldest] = this.known.keys();
    if (this.known.size > REMEMBERED && oldest !== undefined) this.known.delete(oldest);
  }
}
