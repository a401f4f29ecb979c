import type { SqlEntityManager } from '@mikro-orm/sql';
import { between, later, milliseconds, type Period } from '../../model/values/period.ts';
import type { Clock } from '../ports/clock.ts';
import { crashPoint } from '../ports/crash-point.ts';
import type { Logger } from '../ports/logger.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { Lane, LaneLost, type LaneTimes } from './lane.ts';
import { heldFor, letLaneGo, type Taken, takeLane } from './lane-statements.ts';

/** One kind of work that a lane does; app.ts registers them, in the order in which they are done. */
export type LaneWork = {
  /** When this server has work of this kind next, in business time; null = it has none. */
  nextDue(em: SqlEntityManager, serverId: number): Promise<Date | null>;
  /** Does what is due. Leaves nothing due that it cannot do now: such a row gets a later date. */
  run(lane: Lane): Promise<void>;
};

type Needs = {
  work: UnitOfWork;
  clock: Clock;
  log: Logger;
  /** Names this process in the lane's row. */
  holder: string;
  times: LaneTimes;
  kinds: readonly LaneWork[];
};

/** So long writes in flight may take when the process ends; the program waits 20 s in all (RELIABILITY C4, 80). */
const LONGEST_END_MS = 10_000;

/** A wake that is further away than this is left to the sweep. */
const LONGEST_TIMER = milliseconds(15_000);

/** The row that made a run fail is still due: without this its lane would never rest. */
const PAUSE_AFTER_FAULT = milliseconds(5_000);

/** Takes lanes, has their work done, and comes back when a row becomes due. One run per server in this process. */
export class LaneRunner {
  private readonly needs: Needs;
  private readonly running = new Map<number, Promise<void>>();
  private readonly again = new Set<number>();
  private readonly timers = new Map<number, NodeJS.Timeout>();
  private readonly held = new Map<Lane, Taken>();
  private stopped = false;

  constructor(needs: Needs) {
    this.needs = needs;
  }

  /** Has everything due on this server done; answers when it is, or when another process holds the lane. */
  wake(serverId: number): Promise<void> {
    if (this.stopped) return Promise.resolve();
    const present = this.running.get(serverId);
    if (present !== undefined) {
      this.again.add(serverId);
      return present;
    }
    const run = this.workOff(serverId);
    this.running.set(serverId, run);
    return run;
  }

  /** How many lanes this process works on now. */
  get busy(): number {
    return this.running.size;
  }

  /**
   * No new work. Lanes without a write in flight are let go at once, so that another process goes on; then what runs
   * has 10 s to end, and a write that is left is guarded by its quiet time.
   */
  async stop(): Promise<void> {
    this.stopped = true;
    for (const timer of this.timers.values()) clearTimeout(timer);
    for (const lane of this.held.keys()) lane.leave();
    const idle = [...this.held].filter(([lane]) => !lane.isWriting);
    await Promise.allSettled(idle.map(([lane, taken]) => this.letGo(lane, taken)));
    await this.runsEnded();
  }

  private async runsEnded(): Promise<void> {
    const { promise: over, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, LONGEST_END_MS);
    await Promise.race([Promise.allSettled(this.running.values()), over]);
    clearTimeout(timer);
  }

  private async workOff(serverId: number): Promise<void> {
    do {
      const failed = await this.workWhileDue(serverId);
      await this.comeBack(serverId, failed ? PAUSE_AFTER_FAULT : milliseconds(0)).catch(() => {});
    } while (!this.stopped && this.again.has(serverId));
    this.running.delete(serverId); // in the same breath as the last look at `again`: no wake falls between
  }

  /** true = it ended with a fault that nobody foresaw. */
  private async workWhileDue(serverId: number): Promise<boolean> {
    try {
      do {
        this.again.delete(serverId);
        await this.holdAndWork(serverId);
      } while (!this.stopped && (this.again.has(serverId) || (await this.isDue(serverId))));
      return false;
    } catch (fault) {
      this.needs.log.error('lane.failed', { serverId, error: fault });
      return true;
    }
  }

  private async holdAndWork(serverId: number): Promise<void> {
    const { work, holder, times, kinds, log } = this.needs;
    const taken = await takeLane(work.read(), { serverId, holder, lease: times.lease });
    if (!taken) return;
    crashPoint('lane.taken');
    const lane = new Lane(serverId, taken, { work, times });
    this.held.set(lane, taken);
    try {
      for (const kind of kinds) await kind.run(lane);
    } catch (fault) {
      if (!(fault instanceof LaneLost)) throw fault;
      log.warn('lane.lost', { serverId, leaseNo: taken.leaseNo });
    } finally {
      await this.letGo(lane, taken);
    }
  }

  private async letGo(lane: Lane, { leaseNo }: Taken): Promise<void> {
    if (!this.held.delete(lane)) return;
    const { work, times } = this.needs;
    await letLaneGo(work.read(), { serverId: lane.serverId, leaseNo, lease: times.lease });
  }

  /** Looked at after letting go: a wake that met a held lane is not lost. A lane held elsewhere is not ours to do. */
  private async isDue(serverId: number): Promise<boolean> {
    const due = await this.nextDue(serverId);
    if (due === null || due > this.needs.clock.now()) return false;
    return (await heldFor(this.needs.work.read(), serverId)) === null;
  }

  private async comeBack(serverId: number, pause: Period): Promise<void> {
    if (this.stopped) return;
    const wait = await this.waitFor(serverId);
    if (wait === null || wait > LONGEST_TIMER) return;
    clearTimeout(this.timers.get(serverId));
    const timer = setTimeout(() => void this.wake(serverId), Math.max(wait, pause, 5));
    timer.unref();
    this.timers.set(serverId, timer);
  }

  private async waitFor(serverId: number): Promise<Period | null> {
    const due = await this.nextDue(serverId);
    if (due === null) return null;
    const held = await heldFor(this.needs.work.read(), serverId);
    return milliseconds(Math.max(held ?? 0, between(this.needs.clock.now(), due)));
  }

  private async nextDue(serverId: number): Promise<Date | null> {
    const em = this.needs.work.read();
    let next: Date | null = null;
    for (const kind of this.needs.kinds) {
      const due = await kind.nextDue(em, serverId);
      if (due && (!next || due < next)) next = due;
    }
    return next;
  }
}

/** When to try again: twice as long each time, anywhere below that ("full jitter"), so that many do not come at once. */
export function backOff(
  now: Date,
  tries: number,
  limits: { first: Period; longest: Period; chance: number },
): Date {
  const longest = Math.min(limits.longest, limits.first * 2 ** Math.min(tries, 20));
  return later(now, milliseconds(Math.ceil(longest * limits.chance)));
}
