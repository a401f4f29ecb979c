import { sql } from '@mikro-orm/core';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/open-database.ts';
import { minutes, seconds } from '../../src/model/values/period.ts';
import { GAUGES } from '../../src/services/figures/gauges.ts';
import { ShopGauges } from '../../src/services/figures/shop-gauges.ts';
import type { UnitOfWork } from '../../src/services/ports/unit-of-work.ts';
import { NOON } from '../support/builders.ts';
import { openTestDatabase, workOn } from '../support/database.ts';
import { openShop } from '../support/shop.ts';

let database: Database;

beforeEach(async () => {
  database = await openTestDatabase();
});

const machine = (ms = 0) => ({ now: () => new Date(Date.now() + ms) });

type Shop = Awaited<ReturnType<typeof openShop>>;
type Change = Partial<ConstructorParameters<typeof ShopGauges>[0]>;

const gaugesOf = ({ needs }: Shop, change: Change = {}) =>
  new ShopGauges({ ...needs, machineClock: machine(), ...change });

/** `name` or `name label,label` -> value. */
async function figures(gauges: ShopGauges): Promise<Record<string, number>> {
  const readings = await gauges.read();
  return Object.fromEntries(
    readings.map(({ name, labels, value }) => [[name, ...Object.values(labels)].join(' '), value]),
  );
}

describe('what the database tells of the shop', () => {
  it('is every gauge, and all quiet in a shop that sold nothing', async () => {
    const shop = await openShop(database);

    const told = await gaugesOf(shop).read();

    const names = new Set(told.map(({ name }) => name));
    const later = ['shop_ledger_imbalance', 'shop_traffic_lag_seconds'];
    expect(
      Object.keys(GAUGES).filter((name) => !later.includes(name) && !names.has(name as 'shop_database_up')),
    ).toEqual([]);
    const quiet = ['shop_database_up', 'shop_server_up', 'shop_clock_offset_seconds'];
    expect(told.filter(({ name, value }) => value !== 0 && !quiet.includes(name))).toEqual([]);
    const off = told.find(({ name }) => name === 'shop_clock_offset_seconds')?.value ?? NaN;
    expect(Math.abs(off)).toBeLessThan(0.5);
  });

  it('names paid units without a key and how long the oldest has waited', async () => {
    const shop = await openShop(database);
    await shop.pay(await shop.order());
    shop.clock.moveTo(minutes(11));
    await shop.pay(await shop.order());
    await shop.order();

    const told = await figures(gaugesOf(shop));

    expect(told).toMatchObject({
      'shop_undelivered_units pending': 2,
      'shop_undelivered_units failed': 0,
      shop_undelivered_oldest_age_seconds: 660,
      'shop_queue_depth units': 2,
      'shop_queue_oldest_age_seconds units': 660,
      'shop_ledger_imbalance XTR': 0,
    });
  });

  it('counts a failed unit until its order is refunded, and no order that waits for approval', async () => {
    const shop = await openShop(database);
    const [one, held] = [await shop.order(), await shop.order()];
    for (const placed of [one, held]) await shop.pay(placed);
    const em = database.em();
    await em.execute(sql`update order_server_clients set provision_status = 'failed', due_at = null`);
    await em.execute(
      sql`update orders set status = 'processing', held_at = ${NOON} where id = ${held.orderId}`,
    );

    expect(await figures(gaugesOf(shop))).toMatchObject({
      'shop_undelivered_units failed': 1,
      shop_orders_held: 1,
    });

    await em.execute(sql`update orders set status = 'refunded' where id = ${one.orderId}`);
    expect(await figures(gaugesOf(shop))).toMatchObject({ 'shop_undelivered_units failed': 0 });
  });

  it('says of each server whether it sells and how long its panel must be left alone', async () => {
    const shop = await openShop(database, {
      server: { panelUrl: 'https://panel.example.com:2053/secret-path/' },
    });
    await database.em().execute(sql`
      insert into panel_lanes (server_id, holder, lease_until, quiet_until, breaker_state, breaker_until)
      values (${shop.serverId}, 'w', clock_timestamp() + interval '1 min', clock_timestamp() + interval '40 s',
              'open', ${NOON})`);
    await database.em().execute(sql`update servers set health_status = 'offline', probe_due_at = ${NOON}`);

    const told = await gaugesOf(shop).read();

    const of = (name: string) => told.find((reading) => reading.name === name);
    expect(of('shop_server_up')).toMatchObject({ value: 0, labels: { panel: 'panel.example.com:2053' } });
    expect(of('shop_lane_held')).toMatchObject({ value: 1 });
    expect(of('shop_panel_breaker_open')).toMatchObject({ value: 1 });
    expect(of('shop_lane_quiet_seconds')?.value).toBeGreaterThan(30);
    expect(JSON.stringify(told)).not.toContain('secret-path');
  });

  it('tells how long ago the traffic of a server was counted, once it was', async () => {
    const shop = await openShop(database);
    const before = await figures(gaugesOf(shop));
    await database.em().execute(sql`
      insert into traffic_turns (server_id, counted_at)
      values (${shop.serverId}, ${NOON}::timestamptz - interval '7 minutes')`);

    const after = await figures(gaugesOf(shop));

    expect(Object.keys(before).join()).not.toContain('shop_traffic_lag_seconds');
    expect(Object.entries(after).find(([name]) => name.startsWith('shop_traffic_lag_seconds'))?.[1]).toBe(
      420,
    );
  });

  it('tells the owner of a refund that was given up, and of a ledger that does not add up', async () => {
    const shop = await openShop(database);
    const placed = await shop.order();
    await shop.pay(placed);
    await shop.pay(placed);
    const em = database.em();
    await em.execute(sql`update refunds set status = 'failed'`);
    await em.execute(sql`update ledger_accounts set balance = balance + 7 where name = 'revenue'`);

    expect(await figures(gaugesOf(shop))).toMatchObject({
      shop_refunds_failed: 1,
      'shop_ledger_imbalance XTR': 7,
    });
  });

  it('sees that the machine’s clock is ahead of the database’s by more than leases bear', async () => {
    const shop = await openShop(database);

    const told = await figures(gaugesOf(shop, { machineClock: machine(seconds(10)) }));

    expect(told.shop_clock_offset_seconds).toBeLessThan(-8);
  });
});

describe('the database and those who watch it', () => {
  it('is asked once for all who ask within five seconds', async () => {
    const shop = await openShop(database);
    let asked = 0;
    const real = workOn(database);
    const work: UnitOfWork = {
      run: (step) => real.run(step),
      alone: (statement) => real.alone(statement),
      read: () => real.read(),
      do: (step) => {
        asked += 1;
        return real.do(step);
      },
    };
    const gauges = gaugesOf(shop, { work });

    await Promise.all([gauges.read(), gauges.read()]);
    await gauges.read();

    expect(asked).toBe(1);
  });

  it.each([
    ['refuses', () => Promise.reject(new Error('away'))],
    ['never answers', () => new Promise<never>(() => {})],
  ])('is called away when it %s, and nothing is said of the rest', async (_, answer) => {
    const shop = await openShop(database);
    const real = workOn(database);
    const work: UnitOfWork = {
      run: (step) => real.run(step),
      alone: (statement) => real.alone(statement),
      read: () => real.read(),
      do: answer,
    };

    expect(await gaugesOf(shop, { work, patienceMs: 50 }).read()).toEqual([
      { name: 'shop_database_up', labels: {}, value: 0 },
    ]);
  });
});
