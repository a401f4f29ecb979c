import { between, later, milliseconds, type Period } from '../../model/values/period.ts';
import type { Clock } from '../ports/clock.ts';
import { crashPoint } from '../ports/crash-point.ts';
import type { Logger } from '../ports/logger.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { Lane, LaneLost, type LaneTimes } from './lane.ts';
import { duesOf, type LaneDues } from './lane-dues.ts';
import { heldFor, letLaneGo, type Taken, takeLane } from './lane-statements.ts';
import type { LaneWork } from './lane-work.ts';

type Needs = {
  work: UnitOfWork;
  clock: Clock;
  log: Logger;
  /** Names this process in the lane's row. */
  holder: string;
  times: LaneTimes;
  kinds: readonly LaneWork[];
  /** Answers for `kinds`, in their order; asks the database unless told. */
  dues?: LaneDues;
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
  private readonly dues: LaneDues;
  private readonly running = new Map<number, Promise<void>>();
  private readonly again = new Set<number>();
  private readonly timers = new Map<number, NodeJS.Timeout>();
  private readonly held = new Map<Lane, Taken>();
  private stopped = false;

  constructor(needs: Needs) {
    this.needs = needs;
    this.dues = needs.dues ?? duesOf(needs.kinds);
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

  /** Answers when what this process works on now is done. */
  async settled(): Promise<void> {
    await Promise.all(this.running.values());
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
      const wait = await this.workWhileDue(serverId);
      this.comeBack(serverId, wait);
    } while (!this.stopped && this.again.has(serverId));
    this.running.delete(serverId); // in the same breath as the last look at `again`: no wake falls between
  }

  /** Answers how long the lane may rest; null = until somebody wakes it. */
  private async workWhileDue(serverId: number): Promise<Period | null> {
    try {
      for (;;) {
        this.again.delete(serverId);
        const dues = await this.dues(this.needs.work.read(), serverId);
        const didSome = await this.holdAndWork(serverId, this.dueKinds(dues));
        if (this.stopped) return null;
        if (!didSome && !this.again.has(serverId)) return await this.restOf(serverId, dues);
      }
    } catch (fault) {
      this.needs.log.error('lane.failed', { serverId, error: fault });
      return PAUSE_AFTER_FAULT;
    }
  }

  private dueKinds(dues: readonly (Date | null)[]): LaneWork[] {
    const now = this.needs.clock.now();
    const isDue = (due: Date | null | undefined) => due != null && due <= now;
    return this.needs.kinds.filter((_, kind) => isDue(dues[kind]));
  }

  /** false = there was nothing to do, or another process holds the lane. */
  private async holdAndWork(serverId: number, kinds: readonly LaneWork[]): Promise<boolean> {
    const { work, holder, times, log } = this.needs;
    if (kinds.length === 0 || this.stopped) return false;
    const taken = await takeLane(work.read(), { serverId, holder, lease: times.lease });
    if (!taken) return false;
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
    return true;
  }

  private async letGo(lane: Lane, { leaseNo }: Taken): Promise<void> {
    if (!this.held.delete(lane)) return;
    const { work, times } = this.needs;
    await letLaneGo(work.read(), { serverId: lane.serverId, leaseNo, lease: times.lease });
  }

  /** Looked at after letting go: a wake that met a held lane is not lost. A lane held elsewhere is not ours to do. */
  private async restOf(serverId: number, dues: readonly (Date | null)[]): Promise<Period | null> {
    const next = dues.reduce((one, other) => (one && other && one < other ? one : (other ?? one)), null);
    if (next === null) return null;
    const rest = between(this.needs.clock.now(), next);
    if (rest > LONGEST_TIMER) return rest;
    const held = await heldFor(this.needs.work.read(), serverId);
    return milliseconds(Math.max(held ?? 0, rest));
  }

  private comeBack(serverId: number, wait: Period | null): void {
    if (this.stopped || wait === null || wait > LONGEST_TIMER) return;
    clearTimeout(this.timers.get(serverId));
    const timer = setTimeout(() => void this.wake(serverId), Math.max(wait, 5));
    timer.unref();
    this.timers.set(serverId, timer);
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
