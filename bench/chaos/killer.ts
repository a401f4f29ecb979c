import { CRASH_POINTS } from '../../src/services/ports/crash-point.ts';
import { pick, seeded } from './seeded.ts';
import type { ShopProcesses } from './shop-processes.ts';

/** `every` in seconds; 0 = never. */
export type KillPlan = { every: number; seed: number };

/** The last moments of many crash plans come late or never: then the next kill is by chance again. */
const LATEST_TIME = 12;
const AT_A_MOMENT_OF = 3;

/** Ends processes without a word, now at any time, now in a named moment, until it is stopped. */
export class Killer {
  kills = 0;
  private readonly processes: ShopProcesses;
  private readonly chance;
  private readonly timer: NodeJS.Timeout | null;
  private last: Promise<void> = Promise.resolve();

  constructor(processes: ShopProcesses, { every, seed }: KillPlan) {
    this.processes = processes;
    this.chance = seeded(seed, 'kills');
    this.timer = every > 0 ? setInterval(() => this.strike(), every * 1000) : null;
  }

  /** Returns when the last one that was killed runs again. */
  async stop(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    await this.last;
  }

  private strike(): void {
    const names = this.processes.names();
    if (names.length === 0) return;
    this.kills += 1;
    const atMoment = this.chance.below(AT_A_MOMENT_OF) === 0;
    const moment = `${pick(this.chance, CRASH_POINTS)}:${1 + this.chance.below(LATEST_TIME)}`;
    const victim = pick(this.chance, names);
    this.last = this.last.then(() => this.processes.kill(victim, atMoment ? moment : undefined));
  }
}
