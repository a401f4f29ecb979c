import { setTimeout as wait } from 'node:timers/promises';
import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Database } from '../../src/db/open-database.ts';
import { Jobs } from '../../src/jobs/jobs.ts';
import { openJobClock } from '../../src/jobs/open-job-clock.ts';
import type { LaneWork } from '../../src/services/lanes/lane-work.ts';
import { ClientLifecycleService } from '../../src/services/lifecycle/client-lifecycle-service.ts';
import { PlacementService } from '../../src/services/provisioning/placement-service.ts';
import type { Services } from '../../src/services/services.ts';
import { openTestDatabase, workOn } from '../support/database.ts';
import { PanelShop } from '../support/panel-shop.ts';
import { lineLogger, type ShopProcess } from '../support/shop-process.ts';
import { upkeepOf } from '../support/upkeep.ts';

let database: Database;
let shop: PanelShop;
let jobs: Jobs;
let woken: number;
let lines: string[];

beforeEach(async () => {
  database = await openTestDatabase();
  shop = await PanelShop.open({ database });
  woken = 0;
  lines = [];
  jobs = await worker('worker under test');
  await jobs.start();
});

afterEach(async () => {
  await jobs.stop();
  await shop.end();
});

/** `mongoUri` null = its jobs are kept in the database. */
async function worker(
  name: string,
  mongoUri: string | null = null,
  { provisioning }: Pick<ShopProcess, 'provisioning'> = shop.main,
): Promise<Jobs> {
  const log = lineLogger(lines);
  return new Jobs({
    jobClock: await openJobClock({ pool: database.pool, mongoUri, log, name }),
    work: workOn(database),
    holder: name,
    services: {
      checkout: shop.checkout,
      fleet: shop.fleet,
      provisioning,
      lifecycle: new ClientLifecycleService(shop.main.needs),
      placement: new PlacementService(shop.main.needs),
      upkeep: upkeepOf(shop),
    } as Services,
    log,
    sweepMs: 250,
    healthCheckSeconds: 300,
    wakeWithSweep: [{ wake: countWake }],
    prune: async () => 0,
  });
}

const countWake = () => {
  woken += 1;
};

const untilCompleted = async (orderId: string): Promise<void> => {
  const end = performance.now() + 15_000;
  while ((await shop.orderStatus(orderId)) !== 'completed') {
    if (performance.now() > end) throw new Error('the order was never completed');
    await wait(20);
  }
};

describe('ProcessXuiOrder on Agenda', () => {
  it('has a paid order delivered', async () => {
    const orderId = await shop.paidOrder();

    await jobs.wakeOrder(orderId);

    await untilCompleted(orderId);
    expect(await shop.panel.clients()).toHaveLength(1);
  });

  it('does nothing for an order that is unknown or unpaid, and is not repeated for it', async () => {
    const orderId = await shop.unpaidOrder();

    await jobs.wakeOrder('no-such-order');
    await jobs.wakeOrder(orderId);

    await untilCompleted(await paidAndWoken());
    expect(lines.filter((line) => line.startsWith('wake.dropped'))).toEqual([
      'wake.dropped {"orderId":"no-such-order","dropped":1}',
    ]);
    expect(await shop.orderStatus(orderId)).toBe('pending_payment');
    expect(await shop.panel.clients()).toHaveLength(1);
  });

  it('delivers once, however often it is started', async () => {
    const orderId = await shop.paidOrder();

    await Promise.all([1, 2, 3, 4, 5].map(() => jobs.wakeOrder(orderId)));

    await untilCompleted(orderId);
    expect(await shop.panel.writes()).toEqual(['clients/add']);
    expect(await shop.messages('key-text')).toHaveLength(1);
  });
});

describe('a worker that starts', () => {
  it('does each chore once, though its clock ticks at once as well', async () => {
    const runs = () =>
      database
        .em()
        .execute<{ operation: string; times: number }[]>(
          `select operation, count(*)::int as times from lifecycle_runs group by operation order by operation`,
        );

    await vi.waitFor(async () => expect(await runs()).toHaveLength(3), { timeout: 10_000 });
    await untilCompleted(await paidAndWoken());

    expect((await runs()).map(({ operation, times }) => `${operation} ${times}`)).toEqual([
      'expired 1',
      'expiring 1',
      'traffic 1',
    ]);
  });
});

describe('the sweep', () => {
  it('delivers an order whose wake was lost', async () => {
    const orderId = await shop.paidOrder();

    await untilCompleted(orderId);
  });

  it('goes on after the job store was emptied, because the rows are the truth', async () => {
    await database.em().execute('delete from agenda_jobs');
    const before = woken;
    const orderId = await shop.paidOrder();

    await untilCompleted(orderId);
    await vi.waitFor(() => expect(woken).toBeGreaterThan(before), { timeout: 5000 });
    await vi.waitFor(async () => expect(await scheduledChores()).toBe(17), { timeout: 5000 });
  });
});

describe('a worker with a lane that has work for hours', () => {
  it('goes on sweeping: money that is to go back and whoever waits to be woken do not wait for it', async () => {
    await jobs.stop();
    const { promise: gate, resolve: open } = Promise.withResolvers<void>();
    const slow: LaneWork = { due: () => sql`select null::timestamptz`, run: () => gate };
    const dues = async () => [shop.clock.now()];
    const busy = shop.newProcess({ kinds: [slow], dues });
    await shop.paidOrder();
    jobs = await worker('worker with a long lane', null, busy);
    await jobs.start();
    await vi.waitFor(() => expect(busy.lanes.busy).toBe(1));
    const before = woken;

    await vi.waitFor(() => expect(woken).toBeGreaterThan(before + 7), { timeout: 10_000 });

    expect(busy.lanes.busy).toBe(1);
    const stopped = busy.lanes.stop();
    open();
    await stopped;
  });
});

describe('a worker whose job store is away', () => {
  /** Nothing listens there. */
  const AWAY = 'mongodb://shop:pass-word-of-the-jobs@127.0.0.1:9/jobs';

  it('starts all the same, sweeps by itself, and delivers', { timeout: 60_000 }, async () => {
    await jobs.stop();
    jobs = await worker('worker without a store', AWAY);
    await jobs.start();
    const before = woken;

    const orderId = await shop.paidOrder();
    await expect(jobs.wakeOrder(orderId)).rejects.toThrow();

    await untilCompleted(orderId);
    await vi.waitFor(() => expect(woken).toBeGreaterThan(before + 2), { timeout: 10_000 });
    expect(lines.filter((line) => line.startsWith('jobs.schedule-lost'))).toHaveLength(1);
    expect(lines.filter((line) => line.includes('pass-word-of-the-jobs'))).toEqual([]);
  });
});

async function scheduledChores(): Promise<number> {
  const rows = await database.em().execute(`select name from agenda_jobs where name <> 'ProcessXuiOrder'`);
  return rows.length;
}

async function paidAndWoken(): Promise<string> {
  const orderId = await shop.paidOrder({ customerId: 2 });
  await jobs.wakeOrder(orderId);
  return orderId;
}
