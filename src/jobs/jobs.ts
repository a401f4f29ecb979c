import type { Logger } from '../services/ports/logger.ts';
import type { UnitOfWork } from '../services/ports/unit-of-work.ts';
import { type Cause, ChoreTurns, leaseOf } from './chore-turns.ts';
import { type Chore, type ChoresNeeds, choresOf } from './chores.ts';
import { defineClientLifecycleJob } from './client-lifecycle-job.ts';
import type { JobClock } from './job-clock.ts';
import { defineProcessXuiOrder, PROCESS_XUI_ORDER } from './process-xui-order.ts';

type Needs = ChoresNeeds & {
  jobClock: JobClock;
  work: UnitOfWork;
  log: Logger;
  /** This process among all that work on one database. */
  holder: string;
};

const SWEEP = 'Sweep';
/** So many sweeps that nobody in any process began, and the schedule counts as lost (DESIGN 4a, "The clock's guard"). */
const SWEEPS_MISSED = 3;
const DRAIN_MS = 10_000;

/** Everything that time starts: Agenda ticks, the chores run. A lost job costs at most one sweep. */
export class Jobs {
  private readonly needs: Needs;
  private readonly chores: readonly Chore[];
  private readonly turns: ChoreTurns;
  private guard: NodeJS.Timeout | undefined;
  private guarding: Promise<void> | null = null;
  private startedAt = performance.now();
  /** The clock does not tick: until it does this process looks at the time by itself. */
  private isLost = false;
  private running = 0;
  /** What this process has done since it started, at the tick of its clock or of its own accord. */
  private readonly begun = new Set<string>();

  constructor(needs: Needs) {
    this.needs = needs;
    this.turns = new ChoreTurns(needs);
    this.chores = choresOf(needs);
  }

  /** Returns with the schedule set, or, where the job store is away, with the guard on watch. */
  async start(): Promise<void> {
    const { jobClock, services, sweepMs, log } = this.needs;
    defineClientLifecycleJob({ jobClock, lifecycle: services.lifecycle });
    defineProcessXuiOrder({ jobClock, provisioning: services.provisioning, log });
    for (const chore of this.chores) {
      jobClock.define(chore.name, () => this.ticked(chore), { lockMs: leaseOf(chore.every) });
    }
    this.startedAt = performance.now();
    await this.wind();
    await this.runAll('start');
    this.guard = setInterval(() => this.look(), sweepMs / 2);
    this.guard.unref();
  }

  /** A payment was settled: tells the worker that is nearest. Losing this costs at most one sweep. */
  async wakeOrder(orderId: string): Promise<void> {
    await this.needs.jobClock.now(PROCESS_XUI_ORDER, { orderId });
  }

  /** Runs every chore now, in an order in which one makes the next one's work due; for a clock that was moved. */
  runDue(): Promise<void> {
    return this.runAll('clock-moved');
  }

  /** Chores that run in this process now. */
  get busy(): number {
    return this.running;
  }

  /** Takes up nothing any more; waits for what runs, 10 s at most. */
  async stop(): Promise<void> {
    clearInterval(this.guard);
    await Promise.all([this.needs.jobClock.drain(DRAIN_MS), this.guarding]);
  }

  /** Sets the clock going, with all that it has to start. The store may be away: then the guard tries again. */
  private async wind(): Promise<void> {
    const { jobClock, log } = this.needs;
    try {
      await jobClock.start();
      await Promise.all(this.chores.map((chore) => jobClock.every(chore.every, chore.name)));
    } catch (error) {
      log.warn('jobs.schedule-failed', { error });
    }
  }

  private async ticked(chore: Chore): Promise<void> {
    if (chore.name === SWEEP) this.isLost = false;
    await this.attempt(chore, 'due');
  }

  private async runAll(cause: Cause): Promise<void> {
    for (const chore of this.chores) await this.attempt(chore, cause);
  }

  /** A new schedule ticks at once: what it has begun is not begun again because the process has just started. */
  private async attempt(chore: Chore, cause: Cause): Promise<void> {
    if (cause === 'start' && this.begun.has(chore.name)) return;
    this.running += 1;
    try {
      if (await this.turns.attempt(chore, cause)) this.begun.add(chore.name);
    } finally {
      this.running -= 1;
    }
  }

  private look(): void {
    this.guarding ??= this.guardClock()
      .catch((error: unknown) => this.needs.log.warn('jobs.guard-failed', { error }))
      .finally(() => {
        this.guarding = null;
      });
  }

  /** Needs the rows alone: with the job store away the chores go on, each in its interval, until the clock is back. */
  private async guardClock(): Promise<void> {
    const { log, sweepMs } = this.needs;
    const silentMs = (await this.turns.silence(SWEEP)) ?? performance.now() - this.startedAt;
    if (silentMs < sweepMs * (this.isLost ? 1 : SWEEPS_MISSED)) return;
    if (!this.isLost) log.error('jobs.schedule-lost', { silentMs: Math.round(silentMs) });
    this.isLost = true;
    await Promise.all([this.wind(), this.runAll('due')]);
  }
}
