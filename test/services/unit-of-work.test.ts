import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it, type TestContext } from 'vitest';
import { type Database, openServer } from '../../src/db/open-database.ts';
import { ok } from '../../src/model/result.ts';
import { CommitCutter } from '../support/commit-cutter.ts';
import { newDatabase, testServerUrl, workOn } from '../support/database.ts';

let cutter: CommitCutter | null;
let database: Database | null;
beforeEach(() => {
  cutter = null;
  database = null;
});
afterEach(async () => {
  await database?.close();
  cutter?.close();
});

/** A database with one table, by a way that can be cut. */
async function scene(context: TestContext) {
  const url = await newDatabase(testServerUrl(context));
  cutter = new CommitCutter(url);
  database = await openServer(await cutter.start());
  const work = workOn(database);
  await work.do((em) => em.execute('create table coins (id serial primary key, owner text unique)'));
  const owners = async () =>
    (await work.read().execute<{ owner: string }[]>('select owner from coins order by id')).map(
      (each) => each.owner,
    );
  return { cutter, database, work, owners };
}

describe('a step whose way to the database breaks', () => {
  it('is done once when the answer to its commit was lost', async (context) => {
    const { cutter: way, work, owners } = await scene(context);
    let runs = 0;
    way.cutNext('answer');

    const answer = await work.run(async (em) => {
      runs += 1;
      await em.execute(sql`insert into coins (owner) values (${`Ann, try ${runs}`})`);
      return ok(runs);
    });

    expect({ answer, owners: await owners(), cuts: way.cuts }).toEqual({
      answer: ok(1),
      owners: ['Ann, try 1'],
      cuts: 1,
    });
  });

  it('is run again when its commit never came to the database', async (context) => {
    const { cutter: way, work, owners } = await scene(context);
    let runs = 0;
    way.cutNext('question', 'question');

    await work.do(async (em) => {
      runs += 1;
      await em.execute(sql`insert into coins (owner) values (${`Ann, try ${runs}`})`);
    });

    expect({ owners: await owners(), cuts: way.cuts }).toEqual({ owners: ['Ann, try 3'], cuts: 2 });
  });

  it('is run again when the database sent it away in its middle', async (context) => {
    const { work, owners } = await scene(context);
    let runs = 0;

    await work.do(async (em) => {
      runs += 1;
      await em.execute(sql`insert into coins (owner) values ('Ann')`);
      if (runs === 1) await em.execute('select pg_terminate_backend(pg_backend_pid())');
    });

    expect({ owners: await owners(), runs }).toEqual({ owners: ['Ann'], runs: 2 });
  });

  it('is tried five times, and then its fault is told', async (context) => {
    const { work, owners } = await scene(context);
    let runs = 0;

    const trying = work.do(async (em) => {
      runs += 1;
      await em.execute('select pg_terminate_backend(pg_backend_pid())');
    });

    await expect(trying).rejects.toThrow();
    expect({ owners: await owners(), runs }).toEqual({ owners: [], runs: 5 });
  });
});

describe('the pool', () => {
  it('has all its places again after the server sent everybody away in the middle of their work', async (context) => {
    const { work, database: own, owners } = await scene(context);
    const steps = Array.from({ length: 25 }, (_, nth) => {
      let runs = 0;
      return work.do(async (em) => {
        runs += 1;
        await em.execute(sql`insert into coins (owner) values (${`person ${nth}`})`);
        if (runs === 1) await em.execute('select pg_terminate_backend(pg_backend_pid())');
      });
    });

    await Promise.all(steps);

    expect(new Set(await owners()).size).toBe(25);
    await own.close();
    database = null;
  });
});

describe('two steps that want each other’s rows', () => {
  it('are both done, however the database parts them', async (context) => {
    const { work } = await scene(context);
    await work.do((em) => em.execute(`insert into coins (owner) values ('Ann'), ('Boris')`));
    const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const renamed = (own: typeof first, other: typeof first, rows: readonly string[]) =>
      work.do(async (em) => {
        for (const row of rows) {
          await em.execute(sql`update coins set owner = owner || '!' where owner like ${`${row}%`}`);
          own.resolve();
          await other.promise;
        }
      });

    await Promise.all([renamed(first, second, ['Ann', 'Boris']), renamed(second, first, ['Boris', 'Ann'])]);

    const rows = await work.read().execute('select owner from coins order by id');
    expect(rows).toEqual([{ owner: 'Ann!!' }, { owner: 'Boris!!' }]);
  });
});
