import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/open-database.ts';
import { minutes } from '../../src/model/values/period.ts';
import { counterDrift } from '../../src/services/seats/counter-drift.ts';
import { aCustomer } from '../support/builders.ts';
import { openTestServer } from '../support/database.ts';
import { PanelShop } from '../support/panel-shop.ts';
import { chargeFor, givenUp, openShop } from '../support/shop.ts';
import { OWNER } from '../support/shop-process.ts';

// RELIABILITY C2 22, 31 and 33, C4 79 and 84: what only shows where transactions really run at the same time.

const times = <Value>(count: number, make: (place: number) => Value): Value[] =>
  Array.from({ length: count }, (_, place) => make(place));

let database: Database;
beforeEach(async (test) => {
  database = await openTestServer(test);
});

describe('one payment, told a hundred times at once', () => {
  it('is one charge, one journal and one paid order', async () => {
    const shop = await openShop(database);
    const placed = await shop.order({ quantity: 1 });
    const charge = chargeFor(placed);

    const told = await Promise.all(times(100, () => shop.checkout.confirmPayment(charge)));

    expect(told.filter(({ outcome }) => outcome === 'settled')).toHaveLength(1);
    expect(told.filter(({ outcome }) => outcome === 'seen')).toHaveLength(99);
    expect(await shop.charges()).toHaveLength(1);
    expect(await count('ledger_journals')).toBe(1);
    expect(await count('order_cards')).toBe(1);
    expect(await shop.balances()).toEqual({ 'psp:stars': -150, revenue: 150 });
  });

  it('and found in Telegram’s ledger meanwhile is still one', async () => {
    const shop = await openShop(database);
    const charge = shop.stars.take(chargeFor(await shop.order()));

    await Promise.all([
      ...times(20, () => shop.checkout.confirmPayment(charge)),
      ...times(5, () => shop.checkout.reconcileStars()),
    ]);

    expect(await shop.charges()).toHaveLength(1);
    expect(await shop.balances()).toEqual({ 'psp:stars': -150, revenue: 150 });
    expect(shop.stars.asked).toEqual([]);
  });
});

describe('money that comes late while others want the same last seat', () => {
  it('keeps it or goes back: the seat is never sold twice', async () => {
    const { shop, placed } = await givenUp(database, 'expire', { plans: [{ maxClients: 1 }] });
    const crowd = times(20, (place) => aCustomer({ id: 6_000_000_000 + place }));
    await database.em().persist(crowd).flush();

    const [confirmed, ...bought] = await Promise.all([
      shop.pay(placed),
      ...crowd.map(({ id }) => shop.buy({ customerId: id })),
    ]);
    await shop.checkout.runRefunds();

    const sold = bought.filter(({ ok }) => ok).length;
    expect([confirmed.outcome, sold]).toEqual(
      confirmed.outcome === 'settled' ? ['settled', 0] : ['late-refunded', 1],
    );
    expect(shop.stars.asked).toHaveLength(sold);
    expect(await shop.plans()).toMatchObject([{ currentClients: 1 }]);
    expect(await counterDrift(database.em())).toEqual([]);
  });
});

describe('with a panel', () => {
  let shop: PanelShop;
  beforeEach(async () => {
    shop = await PanelShop.open({ database });
  });
  afterEach(() => shop.end());

  it('a job that comes forty times, to two processes, asks the panel once', async () => {
    const orderId = await shop.paidOrder({ quantity: 2 });
    const processes = [shop.main, shop.newProcess()];

    await Promise.all(times(40, (place) => processes[place % 2]?.provisioning.processOrder(orderId)));
    await shop.recover(orderId);

    expect(await shop.panel.writes()).toEqual(['clients/bulkCreate']);
    expect(await shop.panel.clients()).toHaveLength(2);
    expect(await shop.messages('key-text')).toHaveLength(2);
  });

  it('a refund in the very moment of the delivery leaves neither access nor money behind', async () => {
    const orders = await Promise.all(times(12, (place) => shop.paidOrder({ customerId: place + 1 })));

    await Promise.all(
      orders.flatMap((orderId, place) => [
        shop.main.provisioning.processOrder(orderId),
        later(place * 4).then(() => shop.checkout.refundOrder({ orderId, actorId: OWNER })),
      ]),
    );
    for (let round = 0; round < 12 && (await shop.panel.clients()).length > 0; round++) {
      await shop.quietTime();
      shop.pass(minutes(2));
      await shop.main.provisioning.wakeDueLanes();
      await shop.checkout.runRefunds();
    }
    await shop.main.provisioning.wakeDueLanes();

    expect(await shop.panel.clients()).toEqual([]);
    expect(new Set(shop.returned).size).toBe(orders.length);
    expect(await count('refunds')).toBe(orders.length);
    expect(await heldSeats()).toBe(0);
    expect(await counterDrift(database.em())).toEqual([]);
  });
});

const later = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function count(table: 'ledger_journals' | 'order_cards' | 'refunds'): Promise<number> {
  const [row] = await database
    .em()
    .execute<{ count: number }[]>(`select count(*)::int as count from ${table}`);
  return row?.count ?? 0;
}

async function heldSeats(): Promise<number> {
  const [row] = await database
    .em()
    .execute<{ seats: number }[]>(sql`select sum(current_clients)::int as seats from server_plans`);
  return row?.seats ?? 0;
}
