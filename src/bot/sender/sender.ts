import { Bell } from '../inbox/bell.ts';
import { safeReason } from '../inbox/safe-reason.ts';
import { sendChat } from './send-chat.ts';
import { claimChats, clearChatLeases, countDue, type HeldChat } from './sender-statements.ts';
import type { Sending } from './sending.ts';

export type SenderOptions = Omit<Sending, 'unmade' | 'reached'> & {
  /** Real ms for which a chat is ours; begun anew with each message. 30,000 in the shop. */
  readonly leaseMs: number;
  /** How many chats are served at once; 8 unless told. */
  readonly slots?: number;
  /** Real ms after which it looks without being woken; 1,000 unless told. */
  readonly idleMs?: number;
};

const SLOTS = 8;
const IDLE_MS = 1_000;
const DRAIN_MS = 10_000;

/**
 * Brings out what must not be lost: rows of `outgoing_messages` and the order cards, each chat by one sender at a time,
 * in any number of processes on one database (DESIGN 4a "Screens", contracts/telegram.md B4).
 */
export class Sender {
  private readonly options: SenderOptions & Sending;
  private readonly bell = new Bell();
  private readonly running = new Set<Promise<void>>();
  private loop: Promise<void> | null = null;
  private stopped = false;

  constructor(options: SenderOptions) {
    this.options = { ...options, unmade: new Map(), reached: { at: null } };
  }

  start(): void {
    this.loop ??= this.run();
  }

  /** Started and not told to stop: work is taken up. */
  get isRunning(): boolean {
    return this.loop !== null && !this.stopped;
  }

  /** There may be something to send: rows were committed, or the clock was moved. */
  wake(): void {
    this.bell.ring();
  }

  /** Begins nothing any more and waits for the messages under way, 10 s at most. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.bell.ring();
    await this.loop;
    const { promise: over, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, DRAIN_MS);
    await Promise.race([Promise.all(this.running), over]);
    clearTimeout(timer);
  }

  /** For the embedded database at boot, before `start`: there whoever held a lease is dead. */
  async clearLeases(): Promise<void> {
    await this.options.work.do((em) => clearChatLeases(em, this.options.botId));
  }

  /** Chats with a message due now, and cards due now, those being sent included; 0 and 0 = nothing to do. */
  async idle(): Promise<{ messages: number; cards: number }> {
    const { work, botId, clock } = this.options;
    return countDue(work.read(), botId, clock.now());
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      await this.takeUp();
      await this.bell.wait(this.options.idleMs ?? IDLE_MS);
    }
  }

  private async takeUp(): Promise<void> {
    const { work, clock, botId, leaseMs, slots = SLOTS, log } = this.options;
    const most = slots - this.running.size;
    if (most <= 0) return;
    try {
      const now = clock.now();
      const chats = await work.alone((em) => claimChats(em, { botId, now, most, leaseMs }));
      for (const held of chats) this.begin(held);
    } catch (error) {
      log.warn('sender.claim-failed', { reason: safeReason(error) });
    }
  }

  /** Rung at the end, because a wake may have met a chat that was held. */
  private begin(held: HeldChat): void {
    const sending = this.toItsEnd(held).finally(() => {
      this.running.delete(sending);
      this.bell.ring();
    });
    this.running.add(sending);
  }

  /** Where the database fails in between, the lease runs out and the chat is taken up again. */
  private async toItsEnd(held: HeldChat): Promise<void> {
    try {
      const again = await sendChat(this.options, held, () => !this.stopped);
      if (again !== null) this.bell.ringIn(again);
    } catch (error) {
      this.options.log.warn('sender.chat-failed', { chatId: held.chatId, reason: safeReason(error) });
    }
  }
}
