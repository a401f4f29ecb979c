import { beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/open-database.ts';
import { Customer } from '../../src/model/customer.ts';
import { OrderItem } from '../../src/model/order.ts';
import { minutes } from '../../src/model/values/period.ts';
import { ANN, afterNoon, BOB, BOT, NOON } from '../support/builders.ts';
import { openTestDatabase } from '../support/database.ts';
import { openShop } from '../support/shop.ts';

let database: Database;
beforeEach(async () => {
  database = await openTestDatabase();
});

describe('placing an order', () => {
  it('holds a seat of the plan and one of the inbound for each unit, for a quarter of an hour', async () => {
    const shop = await openShop(database);

    await shop.order({ quantity: 3 });

    const units = await shop.units();
    expect(units.map((each) => [each.unitNo, each.provisionStatus])).toEqual([
      [1, 'reserved'],
      [2, 'reserved'],
      [3, 'reserved'],
    ]);
    expect(units[0]?.orderItem.order.reservedUntil).toEqual(afterNoon(minutes(15)));
    expect(await shop.plans()).toMatchObject([{ currentClients: 3 }]);
    expect(await shop.inbounds()).toMatchObject([{ currentClients: 3 }]);
  });

  it('asks for the price of the plan and its set-up fee, for every unit', async () => {
    const shop = await openShop(database, { plans: [{ price: 299n, setupFee: 100n }] });

    const placed = await shop.order({ quantity: 2 });

    expect(await shop.orderRow(placed)).toMatchObject({ total: 798n, currency: 'USD', totalStars: 400 });
    expect(await shop.payment(placed)).toMatchObject({ amount: 400n, currency: 'XTR', status: 'created' });
  });

  it('freezes the plan as it was sold, whatever becomes of the plan', async () => {
    const shop = await openShop(database, { plans: [{ dataLimitGb: 50, concurrentConnections: 2 }] });
    const placed = await shop.order();
    await database
      .em()
      .execute(`update server_plans set price_minor = 900, name = 'dear', duration_days = 7`);

    expect(await shop.orderRow(placed)).toMatchObject({ total: 300n, totalStars: 150 });
    expect(await database.em().findOneOrFail(OrderItem, { order: placed.orderId })).toMatchObject({
      planName: '1 month',
      durationDays: 30,
      dataLimitGb: 50,
      concurrentConnections: 2,
      unitPrice: 300n,
    });
    expect(await shop.pay(placed)).toMatchObject({ outcome: 'settled' });
  });

  it('queues the invoice for its customer in the same step, and wakes the sender', async () => {
    const shop = await openShop(database);

    const { paymentId } = await shop.order();

    expect(await shop.messages('invoice')).toMatchObject([
      { chatId: ANN, botId: BOT, data: { paymentId }, state: 'pending', dueAt: NOON },
    ]);
    expect(shop.wakes.heard).toEqual(['sender']);
  });

  it('remembers the terms that were named under the plan', async () => {
    const shop = await openShop(database);

    const placed = await shop.order();

    expect(await shop.orderRow(placed)).toMatchObject({ termsVersion: '2026-11', botId: BOT });
    expect(await database.em().findOneOrFail(Customer, ANN)).toMatchObject({
      termsVersion: '2026-11',
      termsAcceptedAt: NOON,
    });
  });

  it('is done once, however often the same screen is tapped', async () => {
    const shop = await openShop(database);

    const [first, again] = [await shop.order({ nonce: 'screen' }), await shop.order({ nonce: 'screen' })];

    expect(again).toEqual(first);
    expect(await shop.units()).toHaveLength(1);
    expect(await shop.messages('invoice')).toHaveLength(1);
    expect(await shop.plans()).toMatchObject([{ currentClients: 1 }]);
  });

  it('is done anew on a new screen, and for another person on a screen of the same name', async () => {
    const shop = await openShop(database);

    const orders = [
      await shop.order({ nonce: 'screen' }),
      await shop.order({ nonce: 'another' }),
      await shop.order({ nonce: 'screen', customerId: BOB }),
    ];

    expect(new Set(orders.map((each) => each.orderId)).size).toBe(3);
  });

  it('closes an inbound with its last seat', async () => {
    const shop = await openShop(database, { inbounds: [{ capacity: 2, currentClients: 1 }] });

    await shop.order();

    expect(await shop.inbounds()).toMatchObject([{ currentClients: 2, status: 'full' }]);
  });

  it.each([
    { why: 'was hidden', plan: { onSale: false } },
    { why: 'is switched off', plan: { isActive: false } },
  ])('is refused where the plan $why', async ({ plan }) => {
    const shop = await openShop(database, { plans: [plan] });

    const answer = await shop.buy();

    const refusal = { code: 'plan-not-available', planId: shop.planIds[0] };
    expect(answer).toEqual({ ok: false, refusal });
    expect(await shop.units()).toEqual([]);
  });

  it.each([
    { why: 'the plan is sold out', stock: { plans: [{ maxClients: 5, currentClients: 4 }] } },
    { why: 'the inbounds have too few seats', stock: { inbounds: [{ capacity: 2, currentClients: 1 }] } },
    {
      why: 'its server does not answer',
      stock: { server: { healthStatus: 'offline' as const, probeDueAt: NOON } },
      code: 'server-away',
    },
  ])(
    'is refused before anybody pays when $why, and leaves nothing behind',
    async ({ stock, code = 'no-seat' }) => {
      const shop = await openShop(database, stock);
      const before = (await shop.plans())[0]?.currentClients;

      const answer = await shop.buy({ quantity: 2 });

      expect(answer).toEqual({ ok: false, refusal: { code, planId: shop.planIds[0] } });
      expect((await shop.plans())[0]?.currentClients).toBe(before);
      expect(await shop.messages('invoice')).toEqual([]);
      expect(await shop.units()).toEqual([]);
      expect(shop.wakes.heard).toEqual([]);
    },
  );

  it('refuses a fourth open order of one person, and takes it when one of them is over', async () => {
    const shop = await openShop(database);
    const first = await shop.order();
    await shop.order();
    await shop.order();

    expect(await shop.buy()).toEqual({ ok: false, refusal: { code: 'too-many-open', open: 3 } });
    await shop.order({ customerId: BOB });
    await shop.cancel(first);
    expect(await shop.buy()).toMatchObject({ ok: true });
  });
});

describe('cancelling an order', () => {
  it('gives its seats back and leaves those of others alone', async () => {
    const shop = await openShop(database, { inbounds: [{ capacity: 3 }] });
    await shop.order();
    const placed = await shop.order({ quantity: 2 });

    const answer = await shop.cancel(placed);

    expect(answer).toEqual({ ok: true, value: { orderId: placed.orderId } });
    const left = (await shop.units()).filter((each) => each.holdsSeat());
    expect(left.map((each) => each.orderItem.order.id)).not.toContain(placed.orderId);
    expect(await shop.orderRow(placed)).toMatchObject({ status: 'cancelled', reservedUntil: null });
    expect(await shop.payment(placed)).toMatchObject({ status: 'expired' });
    expect(await shop.plans()).toMatchObject([{ currentClients: 1 }]);
    expect(await shop.inbounds()).toMatchObject([{ currentClients: 1, status: 'active' }]);
  });

  it('is refused to anyone but its customer, in the same words as an order that is over', async () => {
    const shop = await openShop(database);
    const placed = await shop.order();

    const answer = await shop.cancel(placed, BOB);

    expect(answer).toEqual({ ok: false, refusal: { code: 'order-not-open', orderId: placed.orderId } });
    expect(await shop.units()).toMatchObject([{ provisionStatus: 'reserved' }]);
  });

  it('is refused the second time, and no seat is given back for it', async () => {
    const shop = await openShop(database);
    await shop.order();
    const placed = await shop.order();
    await shop.cancel(placed);

    const again = await shop.cancel(placed);

    expect(again).toMatchObject({ ok: false, refusal: { code: 'order-not-open' } });
    expect(await shop.inbounds()).toMatchObject([{ currentClients: 1 }]);
  });

  it('is refused for an order that is paid', async () => {
    const shop = await openShop(database);
    const placed = await shop.order();
    await shop.pay(placed);

    expect(await shop.cancel(placed)).toMatchObject({ ok: false, refusal: { code: 'order-not-open' } });
    expect(await shop.units()).toMatchObject([{ provisionStatus: 'pending' }]);
  });

  it('is refused while Telegram may be taking the money', async () => {
    const shop = await openShop(database);
    const placed = await shop.order();
    await shop.admit(placed);
    shop.clock.moveTo(minutes(14));

    expect(await shop.cancel(placed)).toMatchObject({ ok: false, refusal: { code: 'payment-under-way' } });
    expect(await shop.units()).toMatchObject([{ provisionStatus: 'reserved' }]);
  });

  it('is refused when Telegram may have taken the money, until its ledger shows that it has not', async () => {
    const shop = await openShop(database);
    const placed = await shop.order();
    await shop.admit(placed);
    shop.clock.moveTo(minutes(15));

    expect(await shop.cancel(placed)).toMatchObject({ ok: false, refusal: { code: 'payment-under-way' } });
    await shop.checkout.reconcileStars();
    expect(await shop.cancel(placed)).toMatchObject({ ok: true });
  });
});
