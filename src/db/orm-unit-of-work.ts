import { setTimeout as wait } from 'node:timers/promises';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { ok, type Result } from '../model/result.ts';
import type { UnitOfWork } from '../services/ports/unit-of-work.ts';
import { isLostConnection, sqlState } from './lost-connection.ts';

/**
 * SQLSTATEs after which the whole step is run again: serialization failure, deadlock, lock timeout, and a unique
 * key that another hand has just taken (the second run finds its row). RELIABILITY E5.
 */
const RUN_AGAIN = new Set(['40001', '40P01', '55P03', '23505']);
const MOST_RUNS = 5;
const LONGEST_WAIT_MS = 1_000;
/** A server that comes up again needs a moment: so often it is asked what became of a commit. */
const MOST_QUESTIONS = 12;

type Step<Answer> = (em: SqlEntityManager) => Promise<Answer>;
/** `outcomes`: the way to the database can break in the middle of a COMMIT, so each transaction is known by its number. */
type Options = { outcomes?: boolean };

/** The unit of work on MikroORM, for the embedded database and for a server alike. */
export class OrmUnitOfWork implements UnitOfWork {
  private readonly fork: () => SqlEntityManager;
  private readonly outcomes: boolean;

  constructor(fork: () => SqlEntityManager, { outcomes = false }: Options = {}) {
    this.fork = fork;
    this.outcomes = outcomes;
  }

  run<Answer extends Result<unknown, { code: string }>>(step: Step<Answer>): Promise<Answer> {
    return again(() => this.once(step));
  }

  async do<Value>(step: Step<Value>): Promise<Value> {
    return (await this.run(async (em) => ok(await step(em)))).value;
  }

  alone<Value>(statement: Step<Value>): Promise<Value> {
    return again(() => statement(this.fork()));
  }

  read(): SqlEntityManager {
    return this.fork();
  }

  private async once<Answer extends Result<unknown, { code: string }>>(step: Step<Answer>): Promise<Answer> {
    const em = this.fork();
    await em.begin();
    try {
      const answer = await step(em);
      await (answer.ok ? this.commit(em) : em.rollback());
      return answer;
    } catch (fault) {
      await em.rollback().catch(() => {}); // with the connection gone the server has done it by itself
      throw fault;
    }
  }

  /** A COMMIT whose answer was lost is neither done nor failed: the server is asked what became of it. */
  private async commit(em: SqlEntityManager): Promise<void> {
    await em.flush();
    const transaction = this.outcomes ? await numberOf(em) : null;
    try {
      await em.commit();
    } catch (fault) {
      if (transaction === null || !isLostConnection(fault)) throw fault;
      if (!(await this.isCommitted(transaction))) throw fault;
    }
  }

  /** @throws {Unknown} when the database does not come back in time. */
  private async isCommitted(transaction: string): Promise<boolean> {
    for (let question = 1; question <= MOST_QUESTIONS; question++) {
      const outcome = await outcomeOf(this.fork(), transaction).catch(() => null);
      if (outcome === 'committed' || outcome === 'aborted') return outcome === 'committed';
      await wait(LONGEST_WAIT_MS / 2);
    }
    throw new Unknown('the database did not tell what became of a transaction');
  }
}

/** Not run again: it may have been done. */
class Unknown extends Error {
  override readonly name = 'UnknownOutcome';
}

async function again<Value>(step: () => Promise<Value>): Promise<Value> {
  for (let run = 1; ; run++) {
    try {
      return await step();
    } catch (fault) {
      if (run >= MOST_RUNS || !mayRunAgain(fault)) throw fault;
      await pause(run);
    }
  }
}

const mayRunAgain = (fault: unknown): boolean =>
  !(fault instanceof Unknown) && (RUN_AGAIN.has(sqlState(fault)) || isLostConnection(fault));

/** 20 ms, doubled with each run, anywhere below that: two that met do not meet again. */
const pause = (run: number): Promise<void> => wait(Math.min(LONGEST_WAIT_MS, 20 * 2 ** run) * Math.random());

/** null = it has written nothing, so it may be run again whatever became of it. */
async function numberOf(em: SqlEntityManager): Promise<string | null> {
  const [row] = await em.execute<{ id: string | null }[]>(
    'select pg_current_xact_id_if_assigned()::text as id',
  );
  return row?.id ?? null;
}

async function outcomeOf(em: SqlEntityManager, transaction: string): Promise<string | null> {
  const [row] = await em.execute<{ status: string | null }[]>('select pg_xact_status(?::xid8) as status', [
    transaction,
  ]);
  return row?.status ?? null;
}
