import { beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/open-database.ts';
import { ChoreTurns } from '../../src/jobs/chore-turns.ts';
import { openTestDatabase, workOn } from '../support/database.ts';
import { lineLogger } from '../support/shop-process.ts';

let database: Database;
let lines: string[];
let done: string[];
beforeEach(async () => {
  database = await openTestDatabase();
  lines = [];
  done = [];
});

/** One process and its chore, which ends as `end` does. */
function scheduler(holder: string, end: () => Promise<unknown> = async () => {}) {
  const turns = new ChoreTurns({ work: workOn(database), log: lineLogger(lines), holder });
  const run = async () => {
    done.push(holder);
    await end();
  };
  return { turns, chore: { name: 'Drift', every: '10 minutes', run } };
}

const attempt = (
  holder: string,
  cause: 'due' | 'start' | 'clock-moved' = 'due',
  end?: () => Promise<unknown>,
) => {
  const { turns, chore } = scheduler(holder, end);
  return turns.attempt(chore, cause);
};

/** As if it had been begun so long ago. */
const pass = (minutes: number) =>
  database.em().execute(`update chore_runs set started_at = started_at - ${minutes} * interval '1 minute',
    lease_until = lease_until - ${minutes} * interval '1 minute'`);

describe('a chore', () => {
  it('is done by one of many processes that want to do it at once', async () => {
    const took = await Promise.all(['one', 'two', 'three', 'four'].map((name) => attempt(name)));

    expect(took.filter(Boolean)).toHaveLength(1);
    expect(done).toHaveLength(1);
  });

  it('is done once in its interval, also when a second scheduler ticks between', async () => {
    await attempt('one');
    await pass(4);
    await attempt('two');
    await pass(6);
    await attempt('two');

    expect(done).toEqual(['one', 'two']);
  });

  it('is done by a process that starts, unless another is at it', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    await attempt('one');
    const second = attempt('two', 'start', () => promise);
    while (done.length < 2) await new Promise(setImmediate);

    await attempt('three', 'start');
    resolve();
    await second;

    expect(done).toEqual(['one', 'two']);
  });

  it('is taken over a minute after its process died in the middle of it', async () => {
    const { turns, chore } = scheduler('dead', () => new Promise(() => {}));
    void turns.attempt(chore, 'due');
    while (done.length < 1) await new Promise(setImmediate);
    await pass(6);

    await attempt('two');

    expect(done).toEqual(['dead', 'two']);
  });

  it('is done again at once where the business clock was moved, whoever looked before', async () => {
    await attempt('one');
    await attempt('one', 'clock-moved');
    await attempt('two', 'clock-moved');

    expect(done).toEqual(['one', 'one', 'two']);
  });

  it('does not keep the others from being done when it fails', async () => {
    const { turns, chore } = scheduler('one', () => Promise.reject(new Error('no panel')));

    await expect(turns.attempt(chore, 'due')).resolves.toBe(true);

    expect(lines).toEqual(['chore.failed {"chore":"Drift","error":"Error: no panel"}']);
  });
});
