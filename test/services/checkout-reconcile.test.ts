import { beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/open-database.ts';
import { BotState } from '../../src/model/telegram.ts';
import { minutes } from '../../src/model/values/period.ts';
import { PaymentFault } from '../../src/services/ports/payment-provider.ts';
import { afterNoon, BOB, BOT, NOON } from '../support/builders.ts';
import { openTestDatabase } from '../support/database.ts';
import { chargeFor, openShop, type Shop } from '../support/shop.ts';
import { refused } from '../support/stars-ledger.ts';

let database: Database;
let shop: Shop;
beforeEach(async () => {
  database = await openTestDatabase();
  shop = await openShop(database);
});

describe('reading Telegram’s ledger of Stars', () => {
  it('settles a payment that no update told of', async () => {
    const placed = await shop.order();
    shop.stars.take(chargeFor(placed));

    expect(await shop.checkout.reconcileStars()).toBe(1);

    expect(await shop.orderRow(placed)).toMatchObject({ status: 'paid' });
    expect(shop.wakes.heard).toContain(`paid ${placed.orderId}`);
  });

  it('settles nothing twice, whichever came first', async () => {
    const [told, unheard] = [await shop.order(), await shop.order({ customerId: BOB })];
    await shop.pay(told);
    const charge = shop.stars.take(chargeFor(unheard, { payerId: BOB }));

    expect(await shop.checkout.reconcileStars()).toBe(1);
    expect(await shop.checkout.confirmPayment(charge)).toMatchObject({ outcome: 'seen' });
    expect(await shop.checkout.reconcileStars()).toBe(0);

    expect(await shop.charges()).toHaveLength(2);
    expect(await shop.balances()).toEqual({ 'psp:stars': -300, revenue: 300 });
  });

  it('goes on page by page to the end, past the business of others', async () => {
    shop.stars.takeOther(230);
    const placed = await shop.order();
    shop.stars.take(chargeFor(placed));

    expect(await shop.checkout.reconcileStars()).toBe(1);

    expect(shop.stars.readings).toEqual([0, 100, 200]);
    expect(await botState()).toMatchObject({ transactionsOffset: 200, transactionsReadAt: NOON });
  });

  it('begins next time with the last page, which has grown', async () => {
    shop.stars.takeOther(130);
    await shop.checkout.reconcileStars();
    const placed = await shop.order();
    shop.stars.take(chargeFor(placed));

    expect(await shop.checkout.reconcileStars()).toBe(1);

    expect(shop.stars.readings).toEqual([0, 100, 100]);
  });

  it('remembers no place that it has not booked: a page that cannot be read is read again', async () => {
    shop.stars.takeOther(250);
    const placed = await shop.order();
    shop.stars.take(chargeFor(placed));
    shop.stars.beforePage = async () => {
      if (shop.stars.readings.length === 2) throw refused();
    };

    await expect(shop.checkout.reconcileStars()).rejects.toThrow(PaymentFault);
    expect(await botState()).toMatchObject({ transactionsOffset: 100, transactionsReadAt: null });
    expect(await shop.checkout.reconcileStars()).toBe(1);

    expect(shop.stars.readings).toEqual([0, 100, 100, 200]);
  });

  it('counts as read from the moment it began: money may have come while it went on', async () => {
    shop.stars.beforePage = async () => shop.clock.moveTo(minutes(3));

    await shop.checkout.reconcileStars();
    expect(await botState()).toMatchObject({ transactionsReadAt: NOON });
    await shop.checkout.reconcileStars();
    expect(await botState()).toMatchObject({ transactionsReadAt: afterNoon(minutes(3)) });
  });

  it('gives a second payment back that it finds there', async () => {
    const placed = await shop.order();
    await shop.pay(placed);
    shop.stars.take(chargeFor(placed, { chargeId: 'again' }));

    await shop.checkout.reconcileStars();
    await shop.checkout.runRefunds();

    expect(shop.stars.hasReturned('again')).toBe(true);
    expect(await shop.orderRow(placed)).toMatchObject({ status: 'paid' });
  });
});

const botState = () => database.em().findOneOrFail(BotState, { botId: BOT });
