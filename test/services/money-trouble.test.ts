import { beforeEach, describe, expect, it } from 'vitest';
import { ANN } from '../support/builders.ts';
import { openTestDatabase } from '../support/database.ts';
import { chargeFor, OWNER, openShop, type Shop } from '../support/shop.ts';
import { neverAgain } from '../support/stars-ledger.ts';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop(await openTestDatabase());
});

const audited = async (action: string) =>
  shop.needs.work
    .read()
    .execute<unknown[]>(
      'select actor_id::text as actor, target, before, after from audit_log where action = ?',
      [action],
    );

describe('a charge that belongs to no order', () => {
  const strayCharge = async () => {
    const charge = { ...chargeFor(await shop.order()), payload: 'nobody knows it' };
    await shop.checkout.confirmPayment(shop.stars.take(charge));
    const [trouble] = (await shop.checkout.moneyTrouble()).charges;
    if (!trouble) throw new Error('no trouble');
    return trouble;
  };

  it('is told with the row that can be given back', async () => {
    const trouble = await strayCharge();

    expect(await shop.messages('alert')).toMatchObject([
      { chatId: OWNER, data: { code: 'unmatched-charge', id: trouble.id, chargeId: trouble.chargeId } },
    ]);
  });

  it('goes back to its payer once, whoever presses', async () => {
    const { id } = await strayCharge();

    const answers = [
      await shop.checkout.refundCharge({ id, actorId: OWNER }),
      await shop.checkout.refundCharge({ id, actorId: OWNER }),
    ];
    await shop.checkout.runRefunds();

    expect(answers).toMatchObject([
      { ok: true, value: { stars: 150 } },
      { ok: false, refusal: { code: 'charge-not-open' } },
    ]);
    expect(await shop.charges()).toMatchObject([{ id, status: 'refunded' }]);
    expect(await shop.messages('refund-started')).toMatchObject([
      { chatId: ANN, data: { reason: 'no-order' } },
    ]);
    expect(await shop.balances()).toEqual({ 'psp:stars': -150, refunds: 150 });
    expect(await audited('charge.refund')).toHaveLength(1);
    expect((await shop.checkout.moneyTrouble()).charges).toEqual([]);
  });
});

describe('a refund that Telegram refused for good', () => {
  const failedRefund = async () => {
    const placed = await shop.order();
    await shop.pay(placed);
    await shop.checkout.refundOrder({ orderId: placed.orderId, actorId: OWNER });
    shop.stars.fail({ fault: neverAgain(), applied: false });
    await shop.checkout.runRefunds();
    const [trouble] = (await shop.checkout.moneyTrouble()).refunds;
    if (!trouble) throw new Error('no trouble');
    return { ...trouble, placed };
  };

  it('waits in the list of money, with its order', async () => {
    const { placed, ...trouble } = await failedRefund();

    expect(trouble).toMatchObject({ orderId: placed.orderId, payerId: ANN, stars: 150, status: 'failed' });
  });

  it('is asked for again when somebody says so, and goes through', async () => {
    const { refundId } = await failedRefund();

    const answer = await shop.checkout.retryRefund({ refundId, actorId: OWNER });
    const again = await shop.checkout.retryRefund({ refundId, actorId: OWNER });
    await shop.checkout.runRefunds();

    expect(answer.ok).toBe(true);
    expect(again).toMatchObject({ refusal: { code: 'refund-not-failed' } });
    expect(shop.wakes.heard).toContain('refunds');
    expect(await shop.refunds()).toMatchObject([{ status: 'done', error: null }]);
    expect(await audited('refund.retry')).toMatchObject([
      { before: { status: 'failed' }, after: { status: 'due' } },
    ]);
  });

  it('is told anew when it fails once more', async () => {
    const { refundId } = await failedRefund();
    await shop.checkout.retryRefund({ refundId, actorId: OWNER });
    shop.stars.fail({ fault: neverAgain(), applied: false });

    await shop.checkout.runRefunds();

    expect(await shop.messages('alert')).toHaveLength(2);
  });
});

describe('an unpaid order that the staff ends', () => {
  it('gives its seats back, is written down, and its customer is told', async () => {
    const { orderId } = await shop.order();

    const answer = await shop.checkout.cancelForCustomer({ orderId, actorId: OWNER });

    expect(answer).toEqual({ ok: true, value: { orderId } });
    expect((await shop.plans())[0]?.currentClients).toBe(0);
    expect(await shop.messages('order-cancelled')).toMatchObject([{ chatId: ANN, data: { orderId } }]);
    expect(await audited('order.cancel')).toMatchObject([
      { actor: String(OWNER), before: { status: 'pending_payment' }, after: { status: 'cancelled' } },
    ]);
  });

  it('is not ended while Telegram may be taking the money', async () => {
    const placed = await shop.order();
    await shop.admit(placed);

    const answer = await shop.checkout.cancelForCustomer({ orderId: placed.orderId, actorId: OWNER });

    expect(answer).toMatchObject({ refusal: { code: 'payment-under-way' } });
    expect(await shop.messages('order-cancelled')).toEqual([]);
  });
});

describe('the lists of orders', () => {
  it('tell unpaid, waiting and refunded ones apart, by pages', async () => {
    const unpaid = await shop.order();
    const waiting = await shop.order();
    await shop.pay(waiting);
    const refunded = await shop.order();
    await shop.pay(refunded);
    await shop.checkout.refundOrder({ orderId: refunded.orderId, actorId: OWNER });
    const list = async (filter: 'all' | 'unpaid' | 'waiting' | 'held' | 'failed' | 'refunded') =>
      (await shop.checkout.listOrders({ filter, customerId: null, page: 0 })).orders.map(
        ({ orderId }) => orderId,
      );

    expect(await list('unpaid')).toEqual([unpaid.orderId]);
    expect(await list('waiting')).toEqual([waiting.orderId]);
    expect(await list('refunded')).toEqual([refunded.orderId]);
    expect(await list('held')).toEqual([]);
    expect(await list('failed')).toEqual([]);
    expect(await list('all')).toHaveLength(3);
  });
});
