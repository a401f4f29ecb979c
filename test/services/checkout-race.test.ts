import { beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/open-database.ts';
import { counterDrift } from '../../src/services/seats/seat-statements.ts';
import { openTestServer } from '../support/database.ts';
import { chargeFor, givenUp, openShop } from '../support/shop.ts';

let database: Database;

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
