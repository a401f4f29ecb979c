import { beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/open-database.ts';
import { counterDrift } from '../../src/services/seats/counter-drift.ts';
import { openTestServer } from '../support/database.ts';
import { chargeFor, givenUp, OWNER, openShop } from '../support/shop.ts';

let database: Database;

describe('one person who taps many times at once', () => {
  beforeEach(async (test) => {
    database = await openTestServer(test);
  });

  it('on one screen has one order', async () => {
    const shop = await openShop(database);

    const placed = await Promise.all(times(10, () => shop.order({ nonce: 'screen' })));

    expect(new Set(placed.map((each) => each.orderId)).size).toBe(1);
    expect(await shop.units()).toHaveLength(1);
    expect(await shop.plans()).toMatchObject([{ currentClients: 1 }]);
    expect(await shop.messages('invoice')).toHaveLength(1);
  });

  it('on ten screens has three open orders, and not a fourth', async () => {
    const shop = await openShop(database);

    const answers = await Promise.all(times(10, () => shop.buy()));

    expect(answers.filter((each) => each.ok)).toHaveLength(3);
    expect(await shop.plans()).toMatchObject([{ currentClients: 3 }]);
  });
});

describe('an admin who refunds many times at once', () => {
  beforeEach(async (test) => {
    database = await openTestServer(test);
  });

  it('gives the money back once and frees the seat once, however many hands ask Telegram', async () => {
    const shop = await openShop(database);
    await shop.pay(await shop.order());
    const placed = await shop.order();
    await shop.pay(placed, { chargeId: 'goes-back' });

    const answers = await Promise.all(
      times(10, () => shop.checkout.refundOrder({ orderId: placed.orderId, actorId: OWNER })),
    );
    await Promise.all(times(5, () => shop.checkout.runRefunds()));

    expect(answers.filter((each) => each.ok)).toHaveLength(1);
    expect(shop.stars.asked).toEqual(['goes-back']);
    expect(await shop.balances()).toEqual({ 'psp:stars': -300, revenue: 150, refunds: 150 });
    expect(await shop.plans()).toMatchObject([{ currentClients: 1 }]);
    expect(await counterDrift(database.em())).toEqual([]);
  });
});

describe('a payment told by twenty hands at once', () => {
  beforeEach(async (test) => {
    database = await openTestServer(test);
  });

  it('settles once', async () => {
    const shop = await openShop(database);
    const charge = chargeFor(await shop.order());

    const told = await Promise.all(times(20, () => shop.checkout.confirmPayment(charge)));

    expect(told.filter((each) => each.outcome === 'settled')).toHaveLength(1);
    expect(told.filter((each) => each.outcome === 'seen')).toHaveLength(19);
    expect(await shop.charges()).toHaveLength(1);
    expect(await shop.balances()).toEqual({ 'psp:stars': -150, revenue: 150 });
  });

  it('of twenty charges for one invoice keeps one and gives nineteen back', async () => {
    const shop = await openShop(database);
    const placed = await shop.order();

    await Promise.all(times(20, () => shop.pay(placed)));
    await shop.checkout.runRefunds();

    expect((await shop.charges()).filter((each) => each.status === 'settled')).toHaveLength(1);
    expect(new Set(shop.stars.asked).size).toBe(19);
    expect(await shop.balances()).toEqual({ 'psp:stars': -3000, revenue: 150, refunds: 2850 });
  });

  it('that is late takes the seat once', async () => {
    const { shop, placed } = await givenUp(database, 'cancel');
    const charge = chargeFor(placed);

    await Promise.all(times(20, () => shop.checkout.confirmPayment(charge)));

    expect(await shop.plans()).toMatchObject([{ currentClients: 1 }]);
    expect(await counterDrift(database.em())).toEqual([]);
  });

  it('and cancelled at the same moment ends paid with its seat, or comes late and takes it again', async () => {
    const shop = await openShop(database);
    const placed = await shop.order();

    await Promise.all([shop.pay(placed), shop.cancel(placed), shop.pay(placed), shop.cancel(placed)]);

    expect(await shop.orderRow(placed)).toMatchObject({ status: 'paid' });
    expect(await shop.units()).toMatchObject([{ provisionStatus: 'pending' }]);
    expect(await counterDrift(database.em())).toEqual([]);
  });
});

const times = <Value>(count: number, make: () => Value): Value[] => Array.from({ length: count }, make);
