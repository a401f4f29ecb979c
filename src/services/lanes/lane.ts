import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Period } from '../../model/values/period.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { announceWrite, type Hold, holdLane, quietFor, recordAnswer, type Taken } from './lane-statements.ts';

/** The lane changed hands while this process worked: everything it still wants to write is void. */
export class LaneLost extends Error {
  override readonly name = 'LaneLost';
}

/** How long leases last and how often they are renewed; small in the sandbox. */
export type LaneTimes = {
  lease: Period;
  renew: Period;
  /** The panel's own write limit. */
  write: Period;
  /** That of panels up to 3.0, which may work on a write for longer; left out = as `write`. */
  legacyWrite?: Period;
  /** Added to the write limit for the quiet time. */
  quietExtra: Period;
};

/**
 * The right to write to one panel, while it lasts (DESIGN 4a). Every transaction of the holder begins with one of
 * its three fences; a network call runs inside `during`, which renews the lease meanwhile.
 */
export class Lane {
  readonly serverId: number;
  /** It was taken while a write without an answer may still be at work: read before each fresh write. */
  readonly disturbed: boolean;
  private readonly isLegacy: boolean;
  private readonly hold: Hold;
  private readonly times: LaneTimes;
  private readonly work: UnitOfWork;
  private answered = 0;
  private writing = false;
  private leaving = false;

  constructor(serverId: number, taken: Taken, needs: { work: UnitOfWork; times: LaneTimes }) {
    this.serverId = serverId;
    this.disturbed = taken.disturbed;
    this.isLegacy = taken.legacy ?? false;
    this.work = needs.work;
    this.times = needs.times;
    this.hold = { serverId, leaseNo: taken.leaseNo, lease: needs.times.lease };
  }

  /** A write was announced, and nothing definite was recorded of it. */
  get isWriting(): boolean {
    return this.writing;
  }

  /** The panel answered a call; it counts with what is recorded next. */
  heard(): void {
    this.answered += 1;
  }

  /** Calls that were answered since this was last asked. */
  takeHeard(): number {
    const { answered } = this;
    this.answered = 0;
    return answered;
  }

  /** This process ends: nothing is begun any more; what is under way goes on to its end, with all its writes. */
  leave(): void {
    this.leaving = true;
  }

  /** First statement of a transaction that writes what was read. @throws {LaneLost} */
  async fence(em: SqlEntityManager): Promise<void> {
    this.mustHold(!(this.leaving && !this.writing) && (await holdLane(em, this.hold)));
  }

  /** In the transaction before a write, as its fence or after it: quiet time begins. @throws {LaneLost} */
  async announceWrite(em: SqlEntityManager): Promise<void> {
    const { write, legacyWrite = write, quietExtra } = this.times;
    const quiet = ((this.isLegacy ? legacyWrite : write) + quietExtra) as Period;
    this.mustHold(!(this.leaving && !this.writing) && (await announceWrite(em, { ...this.hold, quiet })));
    this.writing = true;
  }

  /** First statement of the transaction that records a definite answer: quiet time ends. @throws {LaneLost} */
  async recordAnswer(em: SqlEntityManager): Promise<void> {
    this.mustHold(await recordAnswer(em, this.hold));
    this.writing = false;
  }

  /** null = writing is allowed now. */
  quietFor(): Promise<Period | null> {
    return quietFor(this.work.read(), this.serverId);
  }

  /** Runs a call of the network and keeps the lease alive while it lasts. @throws {LaneLost} when it did not stay. */
  async during<Value>(call: () => Promise<Value>): Promise<Value> {
    let lost = false;
    const renewal = setInterval(() => {
      holdLane(this.work.read(), this.hold).then(
        (held) => {
          lost ||= !held;
        },
        () => {}, // the database is away: the fence of the next transaction decides
      );
    }, this.times.renew);
    try {
      const value = await call();
      this.mustHold(!lost);
      return value;
    } finally {
      clearInterval(renewal);
    }
  }

  /** Runs a call that writes to the panel, with a quiet time of its own. @throws {LaneLost} as `during`. */
  async write<Value>(call: () => Promise<Value>): Promise<Value> {
    await this.work.do((em) => this.announceWrite(em));
    return this.during(call);
  }

  private mustHold(held: boolean): void {
    if (!held) throw new LaneLost(`lane of server ${this.serverId} changed hands, or its process ends`);
  }
}
