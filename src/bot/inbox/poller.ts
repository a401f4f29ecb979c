import type { Api } from 'grammy';
import type { Update } from 'grammy/types';
import type { Clock } from '../../services/ports/clock.ts';
import { crashPoint } from '../../services/ports/crash-point.ts';
import type { Logger } from '../../services/ports/logger.ts';
import type { UnitOfWork } from '../../services/ports/unit-of-work.ts';
import { Bell } from './bell.ts';
import { askedWait, errorCode, hostOf, WRONG_TOKEN } from './bot-api-fault.ts';
import { type EmergencyDesk, isUnwritable } from './emergency-desk.ts';
import { grammySignal } from './grammy-signal.ts';
import { leavePolling, takePolling } from './inbox-statements.ts';
import { safeReason } from './safe-reason.ts';
import { storeUpdates } from './store-updates.ts';
import { UPDATE_KINDS } from './update-kinds.ts';
import { forgetWebhook } from './webhook-statements.ts';

/** The part of grammY's `Api` that reads updates; an Api without retries or rate budget. */
type ReadsUpdates = Pick<Api, 'getUpdates' | 'deleteWebhook' | 'getWebhookInfo'>;

export type PollerOptions = {
  readonly api: ReadsUpdates;
  readonly work: UnitOfWork;
  readonly clock: Clock;
  readonly log: Logger;
  readonly botId: number;
  /** Names this process among all that read for this bot. */
  readonly holder: string;
  /** New updates are in the inbox. */
  onStored(): void;
  /** Reading has ended for good; the message is for the operator. */
  onConflict(message: string): void;
  /** Answers people while nothing can be stored; without it they wait. */
  readonly emergency?: Pick<EmergencyDesk, 'answer'>;
  /** Real ms after which another process takes the place of one that died; 10 s unless told. */
  readonly leaseMs?: number;
  /** How long Telegram may hold a poll; 25 s unless told. */
  readonly pollSeconds?: number;
};

const POLL_SECONDS = 25;
/** A poll that Telegram does not end in time is given up. */
const POLL_RESERVE_MS = 3_000;
/** Shorter than a poll, and renewed while it lasts: who was killed is replaced soon. */
const LEASE_MS = 10_000;
/** Times that it is renewed while it lasts, and that others look meanwhile. */
const LOOKS_A_LEASE = 4;
const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 30_000;
/** Who has read in peace for so long was here first: of two readers the newcomer gives up. */
const PEACE_MS = 4_000;
const MOST_CONFLICTS = { newcomer: 3, settled: 9 };
const ASK_MS = 10_000;
const OTHER_PROGRAM =
  'another program reads updates with this bot token (409): stop it, or give this shop a bot of its own.';

/**
 * Reads updates by long polling, one process per bot. The offset moves only after the updates are stored: what Telegram
 * was told to forget is in our database (DESIGN 4a "Inbox").
 */
export class Poller {
  private readonly options: PollerOptions;
  private readonly bell = new Bell();
  private readonly ending = new AbortController();
  private loop: Promise<void> | null = null;
  private offset: number | undefined;
  private webhookGone = false;
  private retryMs = FIRST_RETRY_MS;
  private conflicts = 0;
  private settled = false;
  private peaceSince = performance.now();

  constructor(options: PollerOptions) {
    this.options = options;
  }

  start(): void {
    this.peaceSince = performance.now();
    this.loop ??= this.run();
  }

  /** Breaks off a running poll and leaves the place to another process. */
  async stop(): Promise<void> {
    this.end();
    await this.loop;
    const { work, botId, holder, log } = this.options;
    await work
      .alone((em) => leavePolling(em, botId, holder))
      .catch((fault: unknown) => log.warn('poller.leave-failed', { reason: safeReason(fault) }));
  }

  /** For the embedded database at boot, before `start`: there whoever held the lease is dead. */
  async clearLease(): Promise<void> {
    await this.options.work.do((em) => leavePolling(em, this.options.botId, null));
  }

  private async run(): Promise<void> {
    while (!this.ending.signal.aborted) await this.bell.wait(await this.round());
  }

  /** Answers how long to wait before the next one. */
  private async round(): Promise<number> {
    try {
      if (!(await this.take())) {
        this.webhookGone = false; // whoever reads now may do it by a webhook
        return this.leaseMs() / LOOKS_A_LEASE;
      }
      await this.readAndRenew();
      this.retryMs = FIRST_RETRY_MS;
      this.conflicts = 0;
      return 0;
    } catch (fault) {
      if (isUnwritable(fault)) await this.answerUnstored(fault);
      return this.ending.signal.aborted ? 0 : this.afterFault(fault);
    }
  }

  /** Looks at what waits without taking it: the offset stays, so Telegram keeps all of it. Who never read keeps away. */
  private async answerUnstored(fault: unknown): Promise<void> {
    const { emergency, api, log } = this.options;
    if (!emergency || !this.webhookGone) return;
    const signal = grammySignal(AbortSignal.any([this.ending.signal, AbortSignal.timeout(ASK_MS)]));
    const wanted = { offset: this.offset, timeout: 0, limit: 100, allowed_updates: UPDATE_KINDS };
    await api
      .getUpdates(wanted, signal)
      .then((updates) => emergency.answer(updates, fault))
      .catch((error: unknown) => log.warn('poller.emergency-failed', { reason: safeReason(error) }));
  }

  private leaseMs(): number {
    return this.options.leaseMs ?? LEASE_MS;
  }

  /** false = another process has the place. */
  private take(): Promise<boolean> {
    const { work, botId, holder } = this.options;
    return work.alone((em) => takePolling(em, { botId, holder, leaseMs: this.leaseMs() }));
  }

  private async readAndRenew(): Promise<void> {
    let renewal: Promise<void> = Promise.resolve();
    const timer = setInterval(() => {
      renewal = renewal.then(() => this.renew());
    }, this.leaseMs() / LOOKS_A_LEASE);
    try {
      await this.read();
    } finally {
      clearInterval(timer);
      await renewal; // else it might take again what `stop` leaves
    }
  }

  /** Who comes too late is told so by Telegram, which ends the poll of one of two readers. */
  private async renew(): Promise<void> {
    const { log } = this.options;
    await this.take().catch((fault: unknown) =>
      log.warn('poller.renew-failed', { reason: safeReason(fault) }),
    );
  }

  private async read(): Promise<void> {
    const timeout = this.options.pollSeconds ?? POLL_SECONDS;
    const limit = AbortSignal.timeout(timeout * 1_000 + POLL_RESERVE_MS);
    const signal = grammySignal(AbortSignal.any([this.ending.signal, limit]));
    if (!this.webhookGone) {
      await this.options.api.deleteWebhook({ drop_pending_updates: false }, signal);
      const { work, botId } = this.options;
      await work.do((em) => forgetWebhook(em, botId));
      this.webhookGone = true;
    }
    const wanted = { offset: this.offset, timeout, limit: 100, allowed_updates: UPDATE_KINDS };
    await this.store(await this.options.api.getUpdates(wanted, signal));
  }

  private async store(updates: Update[]): Promise<void> {
    const newest = updates.at(-1);
    if (!newest) return;
    const { work, clock, botId, onStored } = this.options;
    const now = clock.now();
    await work.alone((em) => storeUpdates(em, { botId, now }, updates));
    crashPoint('update.stored');
    this.offset = newest.update_id + 1;
    onStored();
  }

  private async afterFault(fault: unknown): Promise<number> {
    const code = errorCode(fault);
    if (code === 401) return this.giveUp(WRONG_TOKEN);
    // The older of two readers is refused: after a stall of ours that may be our own successor, which has the lease.
    if (code === 409 && this.isTooMany())
      return this.giveUp(isAboutWebhook(fault) ? await this.otherWebhook() : OTHER_PROGRAM);
    const wait = code === 409 ? FIRST_RETRY_MS : Math.max(this.retryMs, askedWait(fault));
    this.retryMs = Math.min(this.retryMs * 2, LAST_RETRY_MS);
    this.options.log.warn('poller.read-failed', { reason: safeReason(fault), waitMs: wait });
    return wait;
  }

  private isTooMany(): boolean {
    const now = performance.now();
    this.settled ||= now - this.peaceSince >= PEACE_MS;
    this.peaceSince = now;
    this.conflicts += 1;
    return this.conflicts >= MOST_CONFLICTS[this.settled ? 'settled' : 'newcomer'];
  }

  private async otherWebhook(): Promise<string> {
    const signal = grammySignal(AbortSignal.any([this.ending.signal, AbortSignal.timeout(ASK_MS)]));
    const { url = '' } = await this.options.api.getWebhookInfo(signal).catch(() => ({ url: '' }));
    const where = url ? `, at ${hostOf(url)}` : '';
    return `another program has set a webhook for this bot${where} (409): stop it, or give this shop a bot of its own. The next start of this shop takes that webhook away.`;
  }

  private giveUp(message: string): number {
    this.end();
    this.options.onConflict(message);
    return 0;
  }

  private end(): void {
    this.ending.abort();
    this.bell.ring();
  }
}

/** As Telegram refuses a poll beside a webhook, and one that a new webhook breaks off. */
const isAboutWebhook = (fault: unknown): boolean =>
  fault instanceof Error && 'description' in fault && /webhook/i.test(String(fault.description));
