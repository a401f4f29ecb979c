import type { Agenda } from 'agenda';
import type { Clock } from '../services/ports/clock.ts';
import type { Logger } from '../services/ports/logger.ts';
import { type Chore, type ChoresNeeds, choresOf } from './chores.ts';
import { defineProcessXuiOrder, PROCESS_XUI_ORDER } from './process-xui-order.ts';

type Needs = ChoresNeeds & {
  agenda: Agenda;
  clock: Clock;
  log: Logger;
};

/** A worker that saw no sweep for so long takes the schedule for lost (DESIGN 4a, "The clock's guard"). */
const SWEEPS_MISSED = 4;
const DRAIN_MS = 15_000;

/** Everything that time starts: Agenda ticks, the chores run. A lost job costs at most one sweep. */
export class Jobs {
  private readonly needs: Needs;
  private readonly chores: readonly Chore[];
  private guard: NodeJS.Timeout | undefined;
  private lastSweep = performance.now();

  constructor(needs: Needs) {
    this.needs = needs;
    this.chores = choresOf(needs, () => {
      this.lastSweep = performance.now();
    });
  }

  async start(): Promise<void> {
    const { agenda, services, sweepMs } = this.needs;
    defineProcessXuiOrder(agenda, services.provisioning);
    // biome-ignore lint/nursery/noMisusedPromises: Agenda awaits what a handler answers
    for (const chore of this.chores) agenda.define(chore.name, () => this.attempt(chore));
    await agenda.start();
    await this.schedule();
    await this.runDue();
    this.guard = setInterval(() => void this.watchSchedule(), sweepMs);
    this.guard.unref();
  }

  /** A payment was settled: tells the worker that is nearest. Losing this costs at most one sweep. */
  async wakeOrder(orderId: string): Promise<void> {
    await this.needs.agenda.now(PROCESS_XUI_ORDER, { orderId });
  }

  /** Runs every chore now, in an order in which one makes the next one's work due; for a clock that was moved. */
  async runDue(): Promise<void> {
    for (const chore of this.chores) await this.attempt(chore);
  }

  async stop(): Promise<void> {
    clearInterval(this.guard);
    await this.needs.agenda.drain(DRAIN_MS);
  }

  private async schedule(): Promise<void> {
    for (const chore of this.chores) await this.needs.agenda.every(chore.every, chore.name);
  }

  private async watchSchedule(): Promise<void> {
    const { log, sweepMs } = this.needs;
    const silentMs = performance.now() - this.lastSweep;
    if (silentMs < sweepMs * SWEEPS_MISSED) return;
    log.error('jobs.schedule-lost', { silentMs: Math.round(silentMs) });
    try {
      await this.schedule();
      await this.runDue();
    } catch (error) {
      log.warn('jobs.schedule-failed', { error });
    }
  }

  /** One chore that fails must not keep the others from being done. */
  private async attempt({ name, run }: Chore): Promise<void> {
    try {
      await run();
    } catch (error) {
      this.needs.log.warn('chore.failed', { chore: name, error });
    }
  }
}
