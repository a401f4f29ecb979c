import { setTimeout as wait } from 'node:timers/promises';
import { MongoClient } from 'mongodb';
import { afterEach, beforeEach, describe, expect, it, type TestContext, vi } from 'vitest';
import type { Database } from '../../src/db/open-database.ts';
import { AgendaClock } from '../../src/jobs/agenda-clock.ts';
import type { JobStore } from '../../src/jobs/job-store.ts';
import { mongoStore } from '../../src/jobs/mongo-store.ts';
import { postgresStore } from '../../src/jobs/postgres-store.ts';
import { openTestDatabase } from '../support/database.ts';
import { lineLogger } from '../support/shop-process.ts';

const mongoUri = process.env.TEST_MONGODB_URI;
const onServer = Boolean(process.env.TEST_DATABASE_URL);
const standIn = process.env.MONGO_STAND_IN;

/** One place to keep jobs in, and a hand that empties it behind everybody's back. */
type Place = { open(): Promise<JobStore>; empty(): Promise<void>; close(): Promise<void> };

async function inDatabase(): Promise<Place> {
  const database: Database = await openTestDatabase();
  return {
    open: () => postgresStore(database.pool, () => {}),
    empty: async () => void (await database.em().execute('delete from agenda_jobs')),
    close: async () => {},
  };
}

async function inMongo(context: TestContext): Promise<Place> {
  const missing = 'needs MongoDB: run it with npm run test:mongo';
  if (!mongoUri && process.env.CI === 'true' && process.env.MONGO_RUN_FOLLOWS !== 'true')
    throw new Error(missing);
  context.skip(!mongoUri, missing);
  const address = Object.assign(new URL(mongoUri ?? ''), { pathname: `/jobs_${process.pid}` }).href;
  const client = new MongoClient(address);
  await client.db().dropDatabase();
  return {
    open: async () => mongoStore(address),
    empty: async () => void (await client.db().collection('agendaJobs').deleteMany({})),
    close: async () => {
      await client.db().dropDatabase();
      await client.close();
    },
  };
}

const places = [
  [onServer ? 'PostgreSQL' : 'the embedded database', inDatabase],
  [standIn ? `a MongoDB stand-in (${standIn})` : 'MongoDB', inMongo],
] as const;

const LOOK_MS = 200;

describe.each(places)('the job port on %s', (_, openPlace) => {
  let place: Place;
  let lines: string[];
  const running: AgendaClock[] = [];

  beforeEach(async (context) => {
    lines = [];
    place = await openPlace(context);
  });
  afterEach(async () => {
    for (const each of running.splice(0)) await each.drain(3_000);
    await place?.close();
  });

  /** One process, as yet without work. */
  async function clock(name = 'one'): Promise<AgendaClock> {
    const made = new AgendaClock({
      store: await place.open(),
      log: lineLogger(lines),
      name,
      lookEveryMs: LOOK_MS,
    });
    running.push(made);
    return made;
  }

  it('runs what is woken, with what it was woken for', async () => {
    const one = await clock();
    const heard = Promise.withResolvers<unknown>();
    one.define('Order', async (data) => heard.resolve(data));
    await one.start();

    await one.now('Order', { orderId: 'abc' });

    expect(await heard.promise).toEqual({ orderId: 'abc' });
  });

  it('brings a wake to another process, where the one that sent it does no work', async () => {
    const [worker, bot] = [await clock('worker'), await clock('bot')];
    const heard = Promise.withResolvers<unknown>();
    worker.define('Order', async (data) => heard.resolve(data));
    await worker.start();

    await bot.now('Order', { orderId: 'abc' });

    expect(await heard.promise).toEqual({ orderId: 'abc' });
  });

  it('repeats a handler that failed, until it succeeds', async () => {
    const one = await clock();
    const done = Promise.withResolvers<number>();
    let tries = 0;
    one.define('Order', async () => {
      tries += 1;
      if (tries < 3) throw new Error('the database is away');
      done.resolve(tries);
    });
    await one.start();

    await one.now('Order', {});

    expect(await done.promise).toBe(3);
    expect(lines.filter((line) => line.startsWith('job.failed'))).toHaveLength(2);
  });

  it('does not repeat a handler that says that what is asked can never be done', async () => {
    const one = await clock();
    const done = Promise.withResolvers<void>();
    const tries = { good: 0, bad: 0 };
    one.define('Bad', async () => {
      tries.bad += 1;
      throw new RangeError('no such operation');
    });
    one.define('Good', async () => {
      tries.good += 1;
      if (tries.good < 4) throw new Error('the database is away');
      done.resolve();
    });
    await one.start();

    await one.now('Bad', {});
    await one.now('Good', {});
    await done.promise;

    expect(tries.bad).toBe(1);
    expect(lines.filter((line) => line.startsWith('job.failed') && line.includes('Bad'))).toHaveLength(1);
  });

  it('does what comes again once for all processes', async () => {
    const runs: string[] = [];
    for (const name of ['one', 'two', 'three']) {
      const each = await clock(name);
      each.define('Sweep', async () => runs.push(name));
      await each.start();
      await each.every('1 second', 'Sweep');
    }
    await vi.waitFor(() => expect(runs.length).toBeGreaterThan(0), { timeout: 5_000 });
    runs.length = 0;

    await wait(3_300);

    expect(runs.length).toBeGreaterThanOrEqual(2);
    expect(runs.length).toBeLessThanOrEqual(4);
  });

  it('goes on when its store was emptied, once it was told again what to do', async () => {
    const one = await clock();
    let runs = 0;
    one.define('Sweep', async () => {
      runs += 1;
    });
    await one.start();
    await one.every('1 second', 'Sweep');
    await vi.waitFor(() => expect(runs).toBeGreaterThan(0), { timeout: 5_000 });

    await place.empty();
    await one.start();
    await one.every('1 second', 'Sweep');
    const before = runs;

    await vi.waitFor(() => expect(runs).toBeGreaterThan(before + 1), { timeout: 8_000 });
  });

  it('hands the job of a hanging handler out again when its time is up, and its late end does no harm', async () => {
    const [one, two] = [await clock('one'), await clock('two')];
    const wakes: string[] = [];
    const back = Promise.withResolvers<void>();
    const asZombie = async () => {
      wakes.push('one');
      await back.promise;
    };
    one.define('Order', asZombie, { lockMs: 1_000 });
    await one.start();
    await one.now('Order', {});
    await vi.waitFor(() => expect(wakes).toEqual(['one']), { timeout: 5_000 });

    two.define('Order', async () => wakes.push('two'), { lockMs: 1_000 });
    await two.start();
    // Whichever process asks first has it, the one that hangs too: it is alive.
    await vi.waitFor(() => expect(wakes.length).toBeGreaterThan(1), { timeout: 8_000 });
    back.resolve();
    const heard = wakes.length;
    await two.now('Order', {});

    await vi.waitFor(() => expect(wakes.length).toBeGreaterThan(heard), { timeout: 5_000 });
  });

  it('finishes what runs before it ends, and leaves the rest to others at once', async () => {
    const [one, two] = [await clock('one'), await clock('two')];
    const began = Promise.withResolvers<void>();
    const ends: string[] = [];
    one.define('Order', async () => {
      began.resolve();
      await wait(600);
      ends.push('one');
    });
    one.define('Sweep', async () => ends.push('sweep of one'));
    await one.start();
    await one.now('Order', {});
    await began.promise;

    await one.drain(5_000);
    running.splice(running.indexOf(one), 1);
    const before = [...ends];
    two.define('Order', async () => ends.push('two'));
    await two.start();
    await two.now('Order', {});

    expect(before).toContain('one');
    await vi.waitFor(() => expect(ends).toContain('two'), { timeout: 5_000 });
  });

  it('throws away what was done, and keeps what comes again', async () => {
    const one = await clock();
    const done = Promise.withResolvers<void>();
    let sweeps = 0;
    one.define('Order', async () => done.resolve());
    one.define('Sweep', async () => {
      sweeps += 1;
    });
    await one.start();
    await one.every('1 second', 'Sweep');
    await one.now('Order', {});
    await done.promise;
    await vi.waitFor(() => expect(sweeps).toBeGreaterThan(0), { timeout: 5_000 });

    await one.prune(new Date(Date.now() + 60_000));
    const before = sweeps;

    await vi.waitFor(() => expect(sweeps).toBeGreaterThan(before), { timeout: 5_000 });
  });
});
