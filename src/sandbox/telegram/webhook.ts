import type { Shelf } from '../shelf.ts';
import type { WorldClock } from '../world-clock.ts';
import type { Journal } from './journal.ts';
import type { Json } from './shapes.ts';
import type { Update, UpdateQueue } from './update-queue.ts';
import { laneOf } from './webhook-lane.ts';

export type WebhookSetting = { url: string; secret: string; maxConnections: number; hasCertificate: boolean };
type LastError = { at: number; message: string };
type Attempt = { ok: true } | { ok: false; message: string; retryAfterMs: number | null };
type Parts = { shelf: Shelf; clock: WorldClock; updates: UpdateQueue; journal: Journal };

const ANSWER_LIMIT_MS = 60_000;
const SECOND_MS = 1000;
const LONGEST_WAIT_MS = 60_000;
const LONGEST_ASKED_MS = 3_600_000;

/**
 * Brings updates to the bot's own address (contracts/telegram.md A3): one at a time in each lane, the next after a 2xx.
 * One that is refused comes again at once, then after 2, 4, 8 ... 60 s of real time, or when `Retry-After` says so.
 */
export class Webhook {
  private readonly parts: Parts;
  private readonly busy = new Set<number>();
  private readonly waiting = new Map<number, NodeJS.Timeout>();
  private readonly failures = new Map<number, number>();
  private ending = new AbortController();

  constructor(parts: Parts) {
    this.parts = parts;
    parts.updates.onNews = () => this.deliver();
    this.deliver();
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
    if (!setting || this.ending.signal.aborted) return;
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
    const attempt = await this.attempt(update, setting, signal);
    if (signal.aborted) return;
    this.busy.delete(lane);
    if (attempt.ok) this.taken(update, lane);
    else this.refused(lane, attempt);
    this.deliver();
  }

  private async attempt(
    { body }: Update,
    { url, secret }: WebhookSetting,
    signal: AbortSignal,
  ): Promise<Attempt> {
    try {
      const response = await fetch(url, {
        method: 'POST',
        redirect: 'manual',
        headers: {
          'content-type': 'application/json',
          ...(secret === '' ? {} : { 'x-telegram-bot-api-secret-token': secret }),
        },
        body: JSON.stringify(body),
        signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_LIMIT_MS)]),
      });
      const text = await response.text();
      if (!response.ok) return refusalOf(response);
      if (isCall(text))
        this.parts.journal.violate('not emulated', 'a method in the answer to a webhook', null);
      return { ok: true };
    } catch (error) {
      return { ok: false, message: wordsFor(error), retryAfterMs: null };
    }
  }

  private taken({ update_id }: Update, lane: number): void {
    this.parts.updates.done(update_id);
    this.failures.delete(lane);
  }

  private refused(lane: number, { message, retryAfterMs }: Attempt & { ok: false }): void {
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

function refusalOf({ status, statusText, headers }: Response): Attempt {
  const asked = Number(headers.get('retry-after'));
  const retryAfterMs = asked > 0 ? Math.min(asked * SECOND_MS, LONGEST_ASKED_MS) : null;
  return {
    ok: false,
    message: `Wrong response from the webhook: ${status} ${statusText}`.trim(),
    retryAfterMs,
  };
}

function wordsFor(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return 'Read timeout expired';
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return code === 'ECONNREFUSED' ? 'Connection refused' : 'Connection closed';
}

/** An answer may carry a call of the bot; none is taken that way here. */
function isCall(text: string): boolean {
  return /^\s*\{[\s\S]*"method"\s*:/.test(text);
}
