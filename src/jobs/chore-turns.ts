import { milliseconds, type Period } from '../model/values/period.ts';
import type { Logger } from '../services/ports/logger.ts';
import type { UnitOfWork } from '../services/ports/unit-of-work.ts';
import { endTurn, silenceOf, takeTurn } from './chore-statements.ts';
import type { Chore } from './chores.ts';
import { periodOf } from './interval.ts';

type Needs = { work: UnitOfWork; log: Logger; holder: string };

/**
 * Why a chore is begun: its time has come (who has done it a moment ago is not followed at once), this process has just
 * started, or the business clock was moved, after which nobody's earlier look counts.
 */
export type Cause = 'due' | 'start' | 'clock-moved';

const LONGEST_LEASE = milliseconds(60_000);

/**
 * Has each chore done by one process at a time and once in its interval, however many schedulers there are, and
 * whatever they keep their jobs in (RELIABILITY C4, 81). Who dies in the middle is followed when the lease ends.
 */
export class ChoreTurns {
  private readonly needs: Needs;

  constructor(needs: Needs) {
    this.needs = needs;
  }

  /** false = it was not this process's turn. A chore that fails is told and no more: it must not keep the others. */
  async attempt(chore: Chore, cause: Cause): Promise<boolean> {
    const { log } = this.needs;
    try {
      return await this.inTurn(chore, cause);
    } catch (error) {
      log.warn('chore.failed', { chore: chore.name, error });
      return true;
    }
  }

  /** How long nobody has begun it; null = nobody ever has. @throws what the database throws. */
  silence(name: string): Promise<Period | null> {
    return silenceOf(this.needs.work.read(), name);
  }

  private async inTurn({ name, every, run }: Chore, cause: Cause): Promise<boolean> {
    const { work, holder } = this.needs;
    const rest = milliseconds(cause === 'due' ? periodOf(every) / 2 : 0);
    const force = cause === 'clock-moved';
    const turn = await takeTurn(work.read(), { name, holder, rest, force, lease: leaseOf(every) });
    if (turn === null) return false;
    try {
      await run();
    } finally {
      await endTurn(work.read(), turn);
    }
    return true;
  }
}

/** Two intervals, a minute at most. It is not renewed: a sweep that waits for a slow panel keeps nobody from the next. */
export const leaseOf = (every: string): Period => milliseconds(Math.min(2 * periodOf(every), LONGEST_LEASE));
