import { beforeEach, describe, expect, it } from 'vitest';
import { minutes } from '../../src/model/values/period.ts';
import type { Placed } from '../../src/services/checkout/place-order.ts';
import { afterNoon } from '../support/builders.ts';
import { openTestDatabase } from '../support/database.ts';
import { OWNER, openShop, type Shop } from '../support/shop.ts';
import { neverAgain, noAnswer, refused } from '../support/stars-ledger.ts';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop(await openTestDatabase());
});

describe('money that goes back', () => {
  it('is asked for again when Telegram does not take it: after 1 minute, then 2, then 4', async () => {
    await refundedOrder();
    shop.stars.fail(...Array.from({ length: 3 }, () => ({ fault: refused(), applied: false })));

    const dueAt: (Date | undefined)[] = [];
    for (const at of [0, 1, 3]) {
      shop.clock.moveTo(minutes(at));
      await shop.checkout.runRefunds();
      dueAt.push((await shop.refunds())[0]?.dueAt);
    }
    shop.clock.moveTo(minutes(7) - 1);
    expect(await shop.checkout.runRefunds()).toBe(0);
    shop.clock.moveTo(minutes(7));
    expect(await shop.checkout.runRefunds()).toBe(1);

    expect(dueAt).toEqual([afterNoon(minutes(1)), afterNoon(minutes(3)), afterNoon(minutes(7))]);
    expect(await shop.refunds()).toMatchObject([{ status: 'done', attempts: 4, error: null }]);
  });

  it('is given up after eight tries, and the owner is told once', async () => {
    const placed = await refundedOrder();
    shop.stars.fail(...Array.from({ length: 9 }, () => ({ fault: refused(), applied: false })));

    for (let day = 0; day < 12; day++) {
      shop.clock.moveTo(minutes(day * 24 * 60));
      await shop.checkout.runRefunds();
    }

    expect(shop.stars.asked).toHaveLength(8);
    expect(await shop.refunds()).toMatchObject([{ status: 'failed', attempts: 8 }]);
    expect(await shop.messages('alert')).toMatchObject([
      { chatId: OWNER, data: { code: 'refund-failed', orderId: placed.orderId } },
    ]);
    expect(await shop.balances()).toEqual({ 'psp:stars': -150, revenue: 150 });
  });

  it('is given up at once when Telegram will never do it', async () => {
    await refundedOrder();
    shop.stars.fail({ fault: neverAgain(), applied: false });

    await shop.checkout.runRefunds();

    expect(await shop.refunds()).toMatchObject([{ status: 'failed', attempts: 1 }]);
    expect(await shop.messages('alert')).toHaveLength(1);
  });

  it('is asked for with the same charge when the answer was lost, and is booked once', async () => {
    await refundedOrder();
    shop.stars.fail({ fault: noAnswer(), applied: true });

    await shop.checkout.runRefunds();
    expect(await shop.balances()).toEqual({ 'psp:stars': -150, revenue: 150 });
    shop.clock.moveTo(minutes(1));
    await shop.checkout.runRefunds();

    expect(shop.stars.asked).toEqual(['paid-with', 'paid-with']);
    expect(await shop.balances()).toEqual({ 'psp:stars': -150, refunds: 150 });
    expect(await shop.messages('refund-done')).toHaveLength(1);
  });

  it('does not hold up the money of others that can go', async () => {
    await refundedOrder();
    await refundedOrder('of-another');
    shop.stars.fail({ fault: refused(), applied: false });

    expect(await shop.checkout.runRefunds()).toBe(1);
    expect(shop.stars.asked).toHaveLength(2);
  });
});

/** Paid, and given back by an admin before any panel was asked: its money is due at once. */
async function refundedOrder(chargeId = 'paid-with'): Promise<Placed> {
  const placed = await shop.order();
  await shop.pay(placed, { chargeId });
  await shop.checkout.refundOrder({ orderId: placed.orderId, actorId: OWNER });
  return placed;
}
