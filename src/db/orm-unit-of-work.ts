import { setTimeout as wait } from 'node:timers/promises';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { ok, type Result } from '../model/result.ts';
import type { UnitOfWork } from '../services/ports/unit-of-work.ts';

/**
 * SQLSTATEs after which the whole step is run again: serialization failure, deadlock, lock timeout, and a unique
 * key that another hand has just taken (the second run finds its row). RELIABILITY E5.
 */
const RUN_AGAIN = new Set(['40001', '40P01', '55P03', '23505']);
const MOST_RUNS = 5;

/** The unit of work on MikroORM, for the embedded database and for a server alike. */
export class OrmUnitOfWork implements UnitOfWork {
  private readonly fork: () => SqlEntityManager;

  constructor(fork: () => SqlEntityManager) {
    this.fork = fork;
  }

  async run<Answer extends Result<unknown, { code: string }>>(
    step: (em: SqlEntityManager) => Promise<Answer>,
  ): Promise<Answer> {
    for (let run = 1; ; run++) {
      try {
        return await this.once(step);
      } catch (fault) {
        if (run >= MOST_RUNS || !RUN_AGAIN.has(sqlState(fault))) throw fault;
        await wait(20 * 2 ** run * Math.random());
      }
    }
  }

  async do<Value>(step: (em: SqlEntityManager) => Promise<Value>): Promise<Value> {
    return (await this.run(async (em) => ok(await step(em)))).value;
  }

  read(): SqlEntityManager {
    return this.fork();
  }

  private async once<Answer extends Result<unknown, { code: string }>>(
    step: (em: SqlEntityManager) => Promise<Answer>,
  ): Promise<Answer> {
    const em = this.fork();
    await em.begin();
    try {
      const answer = await step(em);
      await (answer.ok ? em.commit() : em.rollback());
      return answer;
    } catch (fault) {
      await em.rollback();
      throw fault;
    }
  }
}

function sqlState(fault: unknown): string {
  const code = fault instanceof Error && 'code' in fault ? fault.code : undefined;
  return typeof code === 'string' ? code : '';
}
