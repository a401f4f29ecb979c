import type { Api } from 'grammy';
import type { WebhookInfo } from 'grammy/types';
import { Bell } from './bell.ts';
import { askedWait, errorCode, hostOf, WRONG_TOKEN } from './bot-api-fault.ts';
import { grammySignal } from './grammy-signal.ts';
import { leavePolling, takePolling } from './inbox-statements.ts';
import { type NotesHealth, noteWebhookHealth } from './note-webhook-health.ts';
import { safeReason } from './safe-reason.ts';
import { fingerprintOf, tellWebhook, type Webhook } from './tell-webhook.ts';
import { type Seen, seenIn } from './webhook-health.ts';
import { type KnownWebhook, knownWebhook, rememberWebhook } from './webhook-statements.ts';

export type WebhookKeeperOptions = NotesHealth & {
  /** An Api without retries or rate budget. */
  readonly api: Pick<Api, 'getWebhookInfo' | 'setWebhook'>;
  /** Names this process among all that look after this bot. */
  readonly holder: string;
  readonly webhook: Webhook;
  /** The webhook is lost for good; the message is for the operator. */
  onConflict(message: string): void;
  /** Real ms between two looks; 20,000 unless told: less than the lease. */
  readonly checkMs?: number;
};

const CHECK_MS = 20_000;
const LEASE_MS = 30_000;
const HELD_BY_OTHER_MS = 5_000;
/** A look makes two calls at most, within the lease. */
const CALL_MS = 12_000;
const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 20_000;
const MOST_THEFTS = 3;

/**
 * Tells Telegram where to bring updates and looks whether it gets through: one process per bot, under the lease by
 * which others would poll. So no two processes ever pull a bot to and fro between polling and webhook.
 */
export class WebhookKeeper {
  private readonly options: WebhookKeeperOptions;
  private readonly bell = new Bell();
  private readonly ending = new AbortController();
  private loop: Promise<void> | null = null;
  private retryMs = FIRST_RETRY_MS;
  /** This process has seen Telegram with our address. */
  private wasOurs = false;
  private thefts = 0;

  constructor(options: WebhookKeeperOptions) {
    this.options = options;
  }

  start(): void {
    this.loop ??= this.run();
  }

  /** Leaves the place to another process. The webhook stays: what comes meanwhile waits at Telegram. */
  async stop(): Promise<void> {
    this.end();
    await this.loop;
    const { work, shop, holder, log } = this.options;
    await work
      .do((em) => leavePolling(em, shop.botId, holder))
      .catch((fault: unknown) => log.warn('webhook.leave-failed', { reason: safeReason(fault) }));
  }

  /** For the embedded database at boot, before `start`: there whoever held the lease is dead. */
  async clearLease(): Promise<void> {
    await this.options.work.do((em) => leavePolling(em, this.options.shop.botId, null));
  }

  private async run(): Promise<void> {
    while (!this.ending.signal.aborted) await this.bell.wait(await this.round());
  }

  /** Answers how long to wait before the next one. */
  private async round(): Promise<number> {
    const { work, shop, holder, checkMs } = this.options;
    try {
      const mine = { botId: shop.botId, holder, leaseMs: LEASE_MS };
      if (!(await work.do((em) => takePolling(em, mine)))) return HELD_BY_OTHER_MS;
      await this.look();
      this.retryMs = FIRST_RETRY_MS;
      return checkMs ?? CHECK_MS;
    } catch (fault) {
      return this.ending.signal.aborted ? 0 : this.afterFault(fault);
    }
  }

  private async look(): Promise<void> {
    const { api, work, shop, clock } = this.options;
    const known = await knownWebhook(work.read(), shop.botId);
    const asked = clock.now();
    const info = await api.getWebhookInfo(grammySignal(this.limit()));
    const seen = seenIn(info, known.health, asked);
    if (this.isOurs(info)) this.found();
    else if (this.isLost(info)) return this.giveUp(otherProgram(info));
    const refusal = this.isUpToDate(info, known, seen) ? null : await this.tell(known);
    await noteWebhookHealth(this.options, known.health, this.judged(info, seen, refusal));
  }

  /** Telegram repeats an address as it was told. */
  private isOurs({ url }: WebhookInfo): boolean {
    return url === this.options.webhook.url;
  }

  private found(): void {
    this.wasOurs = true;
    this.thefts = 0;
  }

  /** Somebody else with this token took our webhook away, again and again. */
  private isLost({ url }: WebhookInfo): boolean {
    if (!this.wasOurs) return false;
    this.thefts += 1;
    this.options.log.warn('webhook.taken-away', { by: url ? hostOf(url) : null, times: this.thefts });
    return this.thefts >= MOST_THEFTS;
  }

  /** Who refuses Telegram's secret knows another one: Telegram is told ours once more, once per trouble. */
  private isUpToDate(info: WebhookInfo, known: KnownWebhook, seen: Seen): boolean {
    const isFirstRefusal = known.health.trouble === null && /\b401\b/.test(seen.trouble ?? '');
    const isSame = known.set === fingerprintOf(this.options.webhook);
    return this.isOurs(info) && isSame && !isFirstRefusal;
  }

  /** Answers Telegram's words where it refuses our address. */
  private async tell(known: KnownWebhook): Promise<string | null> {
    const { api, work, shop, log, webhook } = this.options;
    const refusal = await tellWebhook(api, webhook, this.limit());
    if (refusal !== null) {
      if (known.health.trouble === null) log.error('webhook.refused', { reason: refusal });
      return refusal;
    }
    await work.do((em) => rememberWebhook(em, shop.botId, fingerprintOf(webhook)));
    this.wasOurs = true;
    log.info('webhook.set', { host: hostOf(webhook.url) });
    return null;
  }

  /** What Telegram said about another address says nothing about ours. */
  private judged(info: WebhookInfo, seen: Seen, refusal: string | null): Seen {
    if (refusal !== null) return { ...seen, trouble: refusal };
    return this.isOurs(info) ? seen : { ...seen, trouble: null };
  }

  private afterFault(fault: unknown): number {
    if (errorCode(fault) === 401) {
      this.giveUp(WRONG_TOKEN);
      return 0;
    }
    const wait = Math.max(this.retryMs, askedWait(fault));
    this.retryMs = Math.min(this.retryMs * 2, LAST_RETRY_MS);
    this.options.log.warn('webhook.look-failed', { reason: safeReason(fault), waitMs: wait });
    return wait;
  }

  private giveUp(message: string): void {
    this.end();
    this.options.onConflict(message);
  }

  private end(): void {
    this.ending.abort();
    this.bell.ring();
  }

  private limit(): AbortSignal {
    return AbortSignal.any([this.ending.signal, AbortSignal.timeout(CALL_MS)]);
  }
}

function otherProgram({ url }: WebhookInfo): string {
  const what = url ? `set its own webhook, at ${hostOf(url)}` : 'takes our webhook away, most likely to poll';
  return `another program with this bot token ${what}: stop it, or give this shop a bot of its own.`;
}
