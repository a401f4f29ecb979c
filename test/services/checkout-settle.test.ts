import { beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/open-database.ts';
import { OrderCard } from '../../src/model/telegram.ts';
import { minutes } from '../../src/model/values/period.ts';
import { counterDrift } from '../../src/services/seats/counter-drift.ts';
import { ANN, afterNoon, BOB, NOON } from '../support/builders.ts';
import { openTestDatabase } from '../support/database.ts';
import { chargeFor, givenUp, OWNER, openShop } from '../support/shop.ts';

let database: Database;

describe('a payment', () => {
  beforeEach(async () => {
    database = await openTestDatabase();
  });

  it('pays its order: the units are due now, the money is booked, the card is opened', async () => {
    const shop = await openShop(database);
    const placed = await shop.order();
    shop.clock.moveTo(minutes(3));

    const confirmed = await shop.pay(placed);

    expect(confirmed).toEqual({ outcome: 'settled', orderId: placed.orderId });
    expect(await shop.orderRow(placed)).toMatchObject({
      status: 'paid',
      paidAt: afterNoon(minutes(3)),
      reservedUntil: null,
    });
    expect(await shop.payment(placed)).toMatchObject({ status: 'settled' });
    expect(await shop.units()).toMatchObject([{ provisionStatus: 'pending', dueAt: afterNoon(minutes(3)) }]);
    expect(await shop.balances()).toEqual({ 'psp:stars': -150, revenue: 150 });
    expect(await database.em().findAll(OrderCard)).toMatchObject([
      { chatId: ANN, stage: 'paid', sentVersion: 0 },
    ]);
    expect(shop.wakes.heard).toContain(`paid ${placed.orderId}`);
  });

  it('counts once, however often Telegram tells of it', async () => {
    const shop = await openShop(database);
    const charge = chargeFor(await shop.order());

    const first = await shop.checkout.confirmPayment(charge);
    const again = await shop.checkout.confirmPayment(charge);

    expect([first.outcome, again.outcome]).toEqual(['settled', 'seen']);
    expect(await shop.charges()).toHaveLength(1);
    expect(await shop.balances()).toEqual({ 'psp:stars': -150, revenue: 150 });
  });

  it('that comes a second time for one order goes back and leaves the order alone', async () => {
    const shop = await openShop(database);
    const placed = await shop.order();
    await shop.pay(placed, { chargeId: 'first' });

    const second = await shop.pay(placed, { chargeId: 'second' });
    await shop.checkout.runRefunds();

    expect(second).toEqual({ outcome: 'surplus', orderId: placed.orderId });
    expect(shop.stars.asked).toEqual(['second']);
    expect(await shop.refunds()).toMatchObject([{ reason: 'second-payment', amount: 150n, status: 'done' }]);
    expect(await shop.orderRow(placed)).toMatchObject({ status: 'paid' });
    expect(await shop.payment(placed)).toMatchObject({ status: 'settled' });
    expect(await shop.balances()).toEqual({ 'psp:stars': -300, revenue: 150, refunds: 150 });
    expect(await shop.messages('refund-started')).toMatchObject([
      { chatId: ANN, data: { orderId: placed.orderId, stars: 150, reason: 'second-payment' } },
    ]);
  });

  it('goes back to the one who paid it', async () => {
    const shop = await openShop(database);
    const placed = await shop.order();
    await shop.pay(placed);

    await shop.pay(placed, { payerId: BOB });

    expect(await shop.messages('refund-started')).toMatchObject([{ chatId: BOB }]);
  });

  it.each([
    { what: 'less than was asked', change: { amount: 149n } },
    { what: 'more than was asked', change: { amount: 151n } },
    { what: 'other money', change: { currency: 'USD' } },
  ])('of $what settles nothing and goes back', async ({ change }) => {
    const shop = await openShop(database);
    const placed = await shop.order();

    const confirmed = await shop.pay(placed, change);

    expect(confirmed).toEqual({ outcome: 'surplus', orderId: placed.orderId });
    expect(await shop.orderRow(placed)).toMatchObject({ status: 'pending_payment' });
    expect(await shop.units()).toMatchObject([{ provisionStatus: 'reserved' }]);
    expect(await shop.refunds()).toMatchObject([{ reason: 'wrong-amount', status: 'due', dueAt: NOON }]);
  });

  it('that belongs to nothing is kept aside, and the owner is told', async () => {
    const shop = await openShop(database);
    const charge = {
      ...chargeFor({ orderId: '', paymentId: '' }),
      payload: 'another shop',
      chargeId: 'stray',
    };

    const confirmed = await shop.checkout.confirmPayment(charge);

    expect(confirmed).toEqual({ outcome: 'unmatched', orderId: null });
    expect(await shop.charges()).toMatchObject([{ chargeId: 'stray', status: 'unmatched', payment: null }]);
    expect(await shop.balances()).toEqual({ 'psp:stars': -150, unallocated: 150 });
    expect(await shop.messages('alert')).toMatchObject([
      { chatId: OWNER, data: { code: 'unmatched-charge', chargeId: 'stray', stars: 150, payerId: ANN } },
    ]);
  });

  it('settles though the plan was hidden meanwhile', async () => {
    const shop = await openShop(database);
    const placed = await shop.order();
    await database.em().execute('update server_plans set on_sale = false, is_active = false');

    expect(await shop.pay(placed)).toMatchObject({ outcome: 'settled' });
  });

  it('settles in time though the last seat is gone: it was this order’s', async () => {
    const shop = await openShop(database, { inbounds: [{ capacity: 1 }] });
    const placed = await shop.order();

    expect(await shop.pay(placed)).toMatchObject({ outcome: 'settled' });
    expect(await shop.inbounds()).toMatchObject([{ currentClients: 1, status: 'full' }]);
  });
});

describe('a payment that comes after its order was given up', () => {
  beforeEach(async () => {
    database = await openTestDatabase();
  });

  it.each([
    { end: 'expired', act: 'expire' as const },
    { end: 'cancelled', act: 'cancel' as const },
  ])('takes the seats again where the order was $end and some are left', async ({ act }) => {
    const { shop, placed } = await givenUp(database, act);

    const confirmed = await shop.pay(placed);

    expect(confirmed).toEqual({ outcome: 'settled', orderId: placed.orderId });
    expect(await shop.orderRow(placed)).toMatchObject({ status: 'paid' });
    expect(await shop.payment(placed)).toMatchObject({ status: 'settled' });
    expect(await shop.units()).toMatchObject([{ provisionStatus: 'pending' }]);
    expect(await shop.plans()).toMatchObject([{ currentClients: 1 }]);
    expect(await shop.inbounds()).toMatchObject([{ currentClients: 1 }]);
    expect(shop.wakes.heard).toContain(`paid ${placed.orderId}`);
  });

  it('takes them on another inbound when the first one is full', async () => {
    const shop = await openShop(database, { inbounds: [{ capacity: 1 }, { capacity: 1 }] });
    const placed = await shop.order();
    const [first, second] = shop.inboundIds;
    await shop.cancel(placed);
    await shop.order({ customerId: BOB });

    expect(await shop.pay(placed)).toMatchObject({ outcome: 'settled' });

    const unit = (await shop.units()).find((each) => each.orderItem.order.id === placed.orderId);
    expect(unit?.inbound.id).toBe(second);
    expect(await shop.inbounds()).toMatchObject([
      { id: first, currentClients: 1 },
      { id: second, currentClients: 1 },
    ]);
  });

  it('settles though the plan is no longer shown', async () => {
    const { shop, placed } = await givenUp(database, 'expire');
    await database.em().execute('update server_plans set on_sale = false');

    expect(await shop.pay(placed)).toMatchObject({ outcome: 'settled' });
  });

  it('goes back when everything is sold out, and takes no seat', async () => {
    const { shop, placed } = await givenUp(database, 'expire', { inbounds: [{ capacity: 1 }] });
    await shop.order({ customerId: BOB });

    const confirmed = await shop.pay(placed);
    await shop.checkout.runRefunds();

    expect(confirmed).toEqual({ outcome: 'late-refunded', orderId: placed.orderId });
    expect(await shop.orderRow(placed)).toMatchObject({ status: 'expired' });
    expect(await shop.refunds()).toMatchObject([{ reason: 'late-and-sold-out', status: 'done' }]);
    expect(await shop.balances()).toEqual({ 'psp:stars': -150, refunds: 150 });
    expect(await counterDrift(database.em())).toEqual([]);
  });

  it('goes back when it is not what was asked, and takes no seat', async () => {
    const { shop, placed } = await givenUp(database, 'expire');

    const confirmed = await shop.pay(placed, { amount: 149n });

    expect(confirmed).toEqual({ outcome: 'surplus', orderId: placed.orderId });
    expect(await shop.refunds()).toMatchObject([{ reason: 'wrong-amount' }]);
    expect(await counterDrift(database.em())).toEqual([]);
  });

  it('and a second one after it: the first settles, the second goes back', async () => {
    const { shop, placed } = await givenUp(database, 'cancel');

    const outcomes = [(await shop.pay(placed)).outcome, (await shop.pay(placed)).outcome];

    expect(outcomes).toEqual(['settled', 'surplus']);
    expect(await counterDrift(database.em())).toEqual([]);
  });
});
