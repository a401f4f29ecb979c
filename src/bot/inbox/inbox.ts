import { Bell } from './bell.ts';
import { type Handling, handleClaimed } from './handle-claimed.ts';
import {
  type ClaimedUpdate,
  claimHeads,
  clearUpdateLeases,
  countDueUpdates,
  deleteDoneUpdates,
} from './inbox-statements.ts';
import { safeReason } from './safe-reason.ts';

export type InboxOptions = Handling & {
  /** How many updates are handled at once. Payments have slots of their own. */
  readonly slots: { readonly payments: number; readonly others: number };
  /** Real ms that one try may take. */
  readonly leases: { readonly payment: number; readonly other: number };
  /** Real ms after which it looks without being woken; 1,000 unless told. */
  readonly idleMs?: number;
};

const IDLE_MS = 1_000;
const DRAIN_MS = 10_000;
const KEEP_MS = 7 * 24 * 60 * 60 * 1_000;
/** The database waits a little longer than we do, so that our own word about a late handler comes first. */
const LEASE_RESERVE_MS = 1_000;

type Kind = 'payments' | 'others';

/**
 * Hands stored updates to the bot: within a lane one after the other, lanes side by side, in any number of processes
 * on one database (DESIGN 4a "Inbox", contracts/telegram.md B3).
 */
export class Inbox {
  private readonly options: InboxOptions;
  private readonly bell = new Bell();
  private readonly running: Record<Kind, Set<Promise<void>>> = { payments: new Set(), others: new Set() };
  private loop: Promise<void> | null = null;
  private stopped = false;

  constructor(options: InboxOptions) {
    this.options = options;
  }

  start(): void {
    this.loop ??= this.run();
  }

  /** Started and not told to stop: work is taken up. */
  get isRunning(): boolean {
    return this.loop !== null && !this.stopped;
  }

  /** There may be something to do: updates were stored, or the clock was moved. */
  wake(): void {
    this.bell.ring();
  }

  /** Takes nothing up any more and waits for what runs, 10 s at most. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.bell.ring();
    await this.loop;
    const { promise: over, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, DRAIN_MS);
    await Promise.race([Promise.all([...this.running.payments, ...this.running.others]), over]);
    clearTimeout(timer);
  }

  /** For the embedded database at boot, before `start`: there whoever held a lease is dead. */
  async clearLeases(): Promise<void> {
    await this.options.work.do((em) => clearUpdateLeases(em, this.options.botId));
  }

  /** Open updates due now, those being handled included; 0 = nothing to do. */
  async idle(): Promise<number> {
    const { work, botId, clock } = this.options;
    return countDueUpdates(work.read(), botId, clock.now());
  }

  /** Deletes updates that were done 7 days before `now`. Answers how many. */
  async prune(now: Date): Promise<number> {
    const before = new Date(now.getTime() - KEEP_MS);
    return this.options.work.do((em) => deleteDoneUpdates(em, this.options.botId, before));
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      await this.takeUp('payments');
      await this.takeUp('others');
      await this.bell.wait(this.options.idleMs ?? IDLE_MS);
    }
  }

  private async takeUp(kind: Kind): Promise<void> {
    const most = this.options.slots[kind] - this.running[kind].size;
    if (most <= 0 || this.stopped) return;
    try {
      for (const claimed of await this.claim(kind, most)) this.begin(kind, claimed);
    } catch (error) {
      this.options.log.warn('inbox.claim-failed', { reason: safeReason(error) });
    }
  }

  private claim(kind: Kind, most: number): Promise<ClaimedUpdate[]> {
    const { work, botId, clock } = this.options;
    const leaseMs = this.leaseOf(kind) + LEASE_RESERVE_MS;
    const now = clock.now();
    return work.alone((em) => claimHeads(em, { botId, now, payments: kind === 'payments', most, leaseMs }));
  }

  private begin(kind: Kind, claimed: ClaimedUpdate): void {
    const handling = this.toItsEnd(kind, claimed).finally(() => {
      this.running[kind].delete(handling);
      this.bell.ring();
    });
    this.running[kind].add(handling);
  }

  /** Where the database fails at the end, the lease runs out and the update is taken up again. */
  private async toItsEnd(kind: Kind, claimed: ClaimedUpdate): Promise<void> {
    try {
      const again = await handleClaimed(this.options, claimed, this.leaseOf(kind));
      if (again !== null) this.bell.ringIn(again);
    } catch (error) {
      this.options.log.warn('inbox.record-failed', { updateId: claimed.id, reason: safeReason(error) });
    }
  }

  private leaseOf(kind: Kind): number {
    return kind === 'payments' ? this.options.leases.payment : this.options.leases.other;
  }
}
