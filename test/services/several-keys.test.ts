import { beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/open-database.ts';
import { CatalogService } from '../../src/services/catalog/catalog-service.ts';
import { counterDrift } from '../../src/services/seats/counter-drift.ts';
import { ANN, aCustomer, BOB } from '../support/builders.ts';
import { openTestDatabase, openTestServer } from '../support/database.ts';
import { openShop, type Shop } from '../support/shop.ts';

let database: Database;

/** For how many keys Ann is offered the first plan. */
const offered = ({ needs, planIds: [planId = 0] }: Shop, customerId = ANN) =>
  new CatalogService(needs).unitsOf({ planId, customerId });

type Press = { orderId: string; units: number; stars?: number; customerId?: number };

/** Ann presses another number under the invoice of an order. */
const changes = (shop: Shop, { orderId, units, stars = units * 150, customerId = ANN }: Press) =>
  shop.checkout.changeUnits({ orderId, customerId, units, shownStars: stars });

describe('how many keys can be bought at once', () => {
  beforeEach(async () => {
    database = await openTestDatabase();
  });

  it('is one, two, three or five where nothing limits it', async () => {
    expect(await offered(await openShop(database))).toEqual([1, 2, 3, 5]);
  });

  it('is no more than the seats that are left on the plan', async () => {
    const shop = await openShop(database, { plans: [{ maxClients: 4 }] });
    expect(await offered(shop)).toEqual([1, 2, 3]);
    await shop.order({ quantity: 2, customerId: BOB });
    expect(await offered(shop)).toEqual([1, 2]);
  });

  it('is no more than the seats of one inbound, which all keys of an order share', async () => {
    const shop = await openShop(database, { inbounds: [{ capacity: 2 }, { capacity: 3 }] });
    expect(await offered(shop)).toEqual([1, 2, 3]);
  });

  it('is no more than the rules let one person have', async () => {
    const shop = await openShop(database, { inbounds: [{ provisioningRules: { maxPerCustomer: 3 } }] });
    await shop.order();
    expect(await offered(shop)).toEqual([1, 2]);
    expect(await offered(shop, BOB)).toEqual([1, 2, 3]);
  });

  it('is none where the plan is sold out', async () => {
    const shop = await openShop(database, { plans: [{ maxClients: 1 }] });
    await shop.order();
    expect(await offered(shop, BOB)).toEqual([]);
  });

  it('refuses two where one seat is left, and takes none', async () => {
    const shop = await openShop(database, { plans: [{ maxClients: 1 }] });
    expect(await shop.buy({ quantity: 2 })).toMatchObject({ ok: false, refusal: { code: 'no-seat' } });
    expect(await shop.plans()).toMatchObject([{ currentClients: 0 }]);
  });

  it('refuses a price that was not shown', async () => {
    const shop = await openShop(database);
    const answer = await shop.buy({ quantity: 3, shownStars: 300 });
    expect(answer).toMatchObject({ ok: false, refusal: { code: 'price-moved' } });
    expect(await shop.buy({ quantity: 3, shownStars: 450 })).toMatchObject({ ok: true });
  });

  it('refuses more Stars than Telegram asks for', async () => {
    const shop = await openShop(database, { plans: [{ priceStars: 50_000 }] });
    expect(await shop.buy({ quantity: 3 })).toMatchObject({ ok: false, refusal: { code: 'too-many-units' } });
    expect(await shop.buy({ quantity: 2 })).toMatchObject({ ok: true });
  });
});

describe('another number of keys for an unpaid order', () => {
  beforeEach(async () => {
    database = await openTestDatabase();
  });

  it('ends the first order and asks once for the new price', async () => {
    const shop = await openShop(database);
    const first = await shop.order();

    const answer = await changes(shop, { ...first, units: 3 });

    expect(await shop.orderRow(first)).toMatchObject({ status: 'cancelled' });
    if (!answer.ok) throw new Error(answer.refusal.code);
    expect(await shop.orderRow(answer.value)).toMatchObject({ status: 'pending_payment', totalStars: 450 });
    expect(await shop.messages('invoice')).toHaveLength(2);
    expect(await shop.plans()).toMatchObject([{ currentClients: 3 }]);
    expect(await counterDrift(database.em())).toEqual([]);
  });

  it('counts the seats that the order gives back', async () => {
    const shop = await openShop(database, { plans: [{ maxClients: 3 }] });
    const first = await shop.order({ quantity: 2 });

    expect(await changes(shop, { ...first, units: 3 })).toMatchObject({ ok: true });
    expect(await shop.plans()).toMatchObject([{ currentClients: 3 }]);
  });

  it('leaves the order as it was where so many seats are not left', async () => {
    const shop = await openShop(database, { plans: [{ maxClients: 2 }] });
    const first = await shop.order();

    expect(await changes(shop, { ...first, units: 3 })).toMatchObject({ refusal: { code: 'no-seat' } });

    expect(await shop.orderRow(first)).toMatchObject({ status: 'pending_payment' });
    expect(await shop.plans()).toMatchObject([{ currentClients: 1 }]);
    expect(await shop.admit(first)).toMatchObject({ ok: true });
  });

  it('leaves the order as it was where the price is another by now', async () => {
    const shop = await openShop(database);
    const first = await shop.order();
    await database.em().execute('update server_plans set price_minor = 400');

    expect(await changes(shop, { ...first, units: 2 })).toMatchObject({ refusal: { code: 'price-moved' } });
    expect(await shop.orderRow(first)).toMatchObject({ status: 'pending_payment' });
  });

  it('is refused while Telegram takes the money', async () => {
    const shop = await openShop(database);
    const first = await shop.order();
    await shop.admit(first);

    expect(await changes(shop, { ...first, units: 2 })).toMatchObject({
      refusal: { code: 'payment-under-way' },
    });
  });

  it('is refused for a paid order, and for that of somebody else', async () => {
    const shop = await openShop(database);
    const [paid, open] = [await shop.order(), await shop.order()];
    await shop.pay(paid);

    for (const [placed, customerId] of [
      [paid, ANN],
      [open, BOB],
    ] as const)
      expect(await changes(shop, { ...placed, units: 2, customerId })).toMatchObject({
        refusal: { code: 'order-not-open' },
      });
    expect(await shop.orderRow(open)).toMatchObject({ status: 'pending_payment' });
  });
});

describe('many who want several keys at once', () => {
  beforeEach(async (test) => {
    database = await openTestServer(test);
  });

  it('share the last five seats: two of twenty get two keys each', async () => {
    const shop = await openShop(database, { plans: [{ maxClients: 5 }] });
    const crowd = Array.from({ length: 20 }, (_, place) => aCustomer({ id: 6_000_000_000 + place }));
    await database.em().persist(crowd).flush();

    const answers = await Promise.all(
      crowd.map(({ id }) => shop.buy({ quantity: 2, customerId: id, shownStars: 300 })),
    );

    expect(answers.filter(({ ok }) => ok)).toHaveLength(2);
    expect(await shop.plans()).toMatchObject([{ currentClients: 4 }]);
    expect(await counterDrift(database.em())).toEqual([]);
  });

  it('have one order of twenty presses on one number', async () => {
    const shop = await openShop(database);
    const first = await shop.order();

    const answers = await Promise.all(
      Array.from({ length: 20 }, () => changes(shop, { ...first, units: 3 })),
    );

    expect(new Set(answers.map((each) => (each.ok ? each.value.orderId : each.refusal.code))).size).toBe(1);
    expect(await shop.plans()).toMatchObject([{ currentClients: 3 }]);
    expect(await counterDrift(database.em())).toEqual([]);
  });
});
