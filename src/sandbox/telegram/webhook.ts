import type { Shelf } from '../shelf.ts';
import type { WorldClock } from '../world-clock.ts';
import { tooMany } from './bot-session.ts';
import type { Json } from './shapes.ts';
import type { Update, UpdateQueue } from './update-queue.ts';
import { type Attempt, bringUpdate, callIn, type Refusal, type WebhookSetting } from './webhook-attempt.ts';
import { laneOf } from './webhook-lane.ts';

type LastError = { at: number; message: string };
type Parts = { shelf: Shelf; clock: WorldClock; updates: UpdateQueue };

const SECOND_MS = 1000;
const LONGEST_WAIT_MS = 60_000;
const NEVER_CALLED = /^(get.*|setwebhook|deletewebhook|close|logout|)$/i;
const GONE = 410;
const GONE_LIMIT_MS = 23 * 3_600_000;

/**
 * Brings updates to the bot's own address (contracts/telegram.md A3): one at a time in each lane, the next after a 2xx.
 * One that is refused comes again at once, then after 2, 4, 8 ... 60 s of real time, or when `Retry-After` says so.
 */
export class Webhook {
  /** Called with a method and its parameters that an answer carried. */
  onCall: (method: string, values: Json) => void = () => undefined;
  private readonly parts: Parts;
  private readonly busy = new Set<number>();
  private readonly waiting = new Map<number, NodeJS.Timeout>();
  private readonly failures = new Map<number, number>();
  private ending = new AbortController();
  private nextSetting = 0;

  constructor(parts: Parts) {
    this.parts = parts;
    parts.updates.onNews = () => this.deliver();
    this.deliver();
  }

  /** Once a second by real time. @throws ApiError 429. */
  admitSetting(): void {
    const now = performance.now();
    if (now < this.nextSetting) throw tooMany(1);
    this.nextSetting = now + SECOND_MS;
  }

  /** Null where the bot polls. */
  get setting(): WebhookSetting | null {
    return this.parts.shelf.get<WebhookSetting>('world', 'webhook') ?? null;
  }

  /** The last failure as `getWebhookInfo` tells it; nothing where there was none. */
  lastError(): Json {
    const last = this.parts.shelf.get<LastError>('world', 'webhook-error');
    return last ? { last_error_date: last.at, last_error_message: last.message } : {};
  }

  /** Null takes it away; what is on its way is broken off and comes again, by the new way. */
  set(setting: WebhookSetting | null): void {
    const { shelf, updates } = this.parts;
    this.close();
    this.ending = new AbortController();
    shelf.remove('world', 'webhook-error');
    shelf.remove('world', 'webhook-gone');
    if (setting) shelf.put('world', 'webhook', setting);
    else shelf.remove('world', 'webhook');
    if (setting) updates.endPolls();
    this.deliver();
  }

  close(): void {
    this.ending.abort();
    for (const timer of this.waiting.values()) clearTimeout(timer);
    this.waiting.clear();
    this.busy.clear();
    this.failures.clear();
  }

  /** Sends the first update of every lane that is free. */
  private deliver(): void {
    const { setting } = this;
    if (!setting || this.parts.updates.isHeld || this.ending.signal.aborted) return;
    for (const [lane, update] of this.heads()) {
      if (this.busy.size >= setting.maxConnections) return;
      if (!this.busy.has(lane) && !this.waiting.has(lane)) void this.bring(update, lane, setting);
    }
  }

  private heads(): Map<number, Update> {
    const heads = new Map<number, Update>();
    for (const update of this.parts.updates.inOrder()) {
      const lane = laneOf(update);
      if (!heads.has(lane)) heads.set(lane, update);
    }
    return heads;
  }

  private async bring(update: Update, lane: number, setting: WebhookSetting): Promise<void> {
    const { signal } = this.ending;
    this.busy.add(lane);
    const attempt = await bringUpdate(update, setting, signal);
    if (signal.aborted) return;
    this.busy.delete(lane);
    if (attempt.ok) this.taken(update, lane, attempt.text);
    else this.refused(lane, attempt);
    if (this.isGoneForGood(attempt)) this.set(null);
    else this.deliver();
  }

  /** Only another answer ends the count of 410s, no broken connection. */
  private isGoneForGood({ status }: Attempt): boolean {
    if (status === null) return false;
    const { shelf, clock } = this.parts;
    const since = shelf.get<number>('world', 'webhook-gone');
    if (status !== GONE && since !== undefined) shelf.remove('world', 'webhook-gone');
    if (status !== GONE) return false;
    if (since === undefined) shelf.put('world', 'webhook-gone', clock.now());
    return since !== undefined && clock.now() > since + GONE_LIMIT_MS;
  }

  private taken({ update_id }: Update, lane: number, text: string): void {
    this.parts.updates.done(update_id);
    this.failures.delete(lane);
    const { method, ...values } = callIn(text);
    if (typeof method === 'string' && !NEVER_CALLED.test(method)) this.onCall(method, values);
  }

  private refused(lane: number, { message, retryAfterMs }: Refusal): void {
    const { shelf, clock } = this.parts;
    shelf.put('world', 'webhook-error', { at: clock.seconds(), message });
    const failures = (this.failures.get(lane) ?? 0) + 1;
    this.failures.set(lane, failures);
    const waitMs =
      retryAfterMs ?? (failures === 1 ? 0 : Math.min(2 ** (failures - 1) * SECOND_MS, LONGEST_WAIT_MS));
    const again = () => {
      this.waiting.delete(lane);
      this.deliver();
    };
    this.waiting.set(lane, setTimeout(again, waitMs).unref());
  }
}
