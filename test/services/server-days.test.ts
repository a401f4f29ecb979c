import { beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/open-database.ts';
import { OrderServerClient, type ProvisionStatus } from '../../src/model/order-server-client.ts';
import { days, hours } from '../../src/model/values/period.ts';
import { serverDays } from '../../src/services/fleet/server-days.ts';
import { aClient } from '../support/builders.ts';
import { openTestDatabase } from '../support/database.ts';
import { openShop } from '../support/shop.ts';

let database: Database;
type Shop = Awaited<ReturnType<typeof openShop>>;

beforeEach(async () => {
  database = await openTestDatabase();
});

/** A unit that was paid for at this moment after noon of 22 November, and what became of it. */
async function sold(
  shop: Shop,
  at: number,
  { status, seconds }: { status: ProvisionStatus; seconds?: number },
): Promise<void> {
  shop.clock.moveTo(at);
  const placed = await shop.order();
  await shop.pay(placed);
  const em = database.em();
  const unit = await em.findOneOrFail(
    OrderServerClient,
    { orderItem: { order: placed.orderId } },
    { populate: ['orderItem.order', 'inbound'] },
  );
  if (status === 'completed')
    unit.serverClient = aClient({ order: unit.orderItem.order, inbound: unit.inbound, email: unit.id });
  if (status !== 'pending') unit.dueAt = null;
  Object.assign(unit, { provisionStatus: status, provisionDurationSeconds: seconds ?? null });
  await em.flush();
}

describe('the last week of a server', () => {
  it('has for each day with sales the rate of success, the median and the 95th of a hundred', async () => {
    const shop = await openShop(database);
    for (const seconds of [1, 2, 3, 4]) await sold(shop, 0, { status: 'completed', seconds });
    await sold(shop, 0, { status: 'failed' });
    await sold(shop, days(1), { status: 'pending' });
    shop.clock.moveTo(days(2));

    const answer = await serverDays(database.em(), { serverId: shop.serverId, now: shop.clock.now() });

    expect(answer).toEqual([
      { day: '2026-11-23', ready: 0, failed: 0, open: 1, percent: null, median: null, p95: null },
      {
        day: '2026-11-22',
        ready: 4,
        failed: 1,
        open: 0,
        percent: 80,
        median: 2.5,
        p95: expect.closeTo(3.85),
      },
    ]);
  });

  it('begins a new day at midnight in UTC, and ends a week ago', async () => {
    const shop = await openShop(database);
    await sold(shop, hours(11.9), { status: 'failed' });
    await sold(shop, hours(12.1), { status: 'failed' });
    shop.clock.moveTo(days(7) + hours(12));

    const answer = await serverDays(database.em(), { serverId: shop.serverId, now: shop.clock.now() });

    expect(answer.map(({ day, percent }) => [day, percent])).toEqual([['2026-11-23', 0]]);
  });

  it('holds nothing of another server, of orders that nobody paid, and of gifts', async () => {
    const shop = await openShop(database);
    await shop.order();
    await sold(shop, 0, { status: 'failed' });
    await database.em().execute(`update orders set origin = 'grant' where paid_at is not null`);
    const now = shop.clock.now();

    expect(await serverDays(database.em(), { serverId: shop.serverId, now })).toEqual([]);
    await database.em().execute(`update orders set origin = 'sale'`);
    expect(await serverDays(database.em(), { serverId: shop.serverId + 1, now })).toEqual([]);
    expect(await serverDays(database.em(), { serverId: shop.serverId, now })).toHaveLength(1);
  });
});
