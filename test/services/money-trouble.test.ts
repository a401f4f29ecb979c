import { beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/open-database.ts';
import { ServerClient } from '../../src/model/server-client.ts';
import { minutes } from '../../src/model/values/period.ts';
import type { OrderRequest, Placed } from '../../src/services/checkout/place-order.ts';
import { ANN } from '../support/builders.ts';
import { openTestDatabase } from '../support/database.ts';
import { placeUnit } from '../support/delivered.ts';
import { chargeFor, OWNER, openShop, type Shop } from '../support/shop.ts';
import { neverAgain } from '../support/stars-ledger.ts';
import { fillWallet, ledgerBalances } from '../support/wallet.ts';

let database: Database;
let shop: Shop;
beforeEach(async () => {
  database = await openTestDatabase();
  shop = await openShop(database);
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
  const failedRefund = async (before?: (placed: Placed) => Promise<void>, wish?: Partial<OrderRequest>) => {
    const placed = await shop.order(wish);
    await shop.pay(placed, { amount: (await shop.payment(placed)).amount });
    await before?.(placed);
    await shop.checkout.refundOrder({ orderId: placed.orderId, actorId: OWNER });
    shop.stars.fail({ fault: neverAgain(), applied: false });
    shop.clock.moveTo(minutes(10));
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

    const answer = await shop.checkout.refunds.retry({ refundId, actorId: OWNER });
    const again = await shop.checkout.refunds.retry({ refundId, actorId: OWNER });
    await shop.checkout.runRefunds();

    expect(answer.ok).toBe(true);
    expect(again).toMatchObject({ refusal: { code: 'refund-not-failed' } });
    expect(shop.wakes.heard).toContain('refunds');
    expect(await shop.refunds()).toMatchObject([{ status: 'done', error: null }]);
    expect(await audited('refund.retry')).toMatchObject([
      { before: { status: 'failed' }, after: { status: 'due' } },
    ]);
  });

  it('goes to the balance when somebody says so, once, and is never asked for again', async () => {
    const { refundId, placed } = await failedRefund();
    expect(await shop.checkout.refunds.find(refundId)).toMatchObject({
      worth: { minor: 300n, currency: 'USD' },
    });

    const answer = await shop.checkout.refunds.credit({ refundId, actorId: OWNER });
    const again = await shop.checkout.refunds.credit({ refundId, actorId: OWNER });
    const retried = await shop.checkout.refunds.retry({ refundId, actorId: OWNER });
    const asked = shop.stars.asked.length;
    await shop.checkout.runRefunds();

    expect(answer).toEqual({ ok: true, value: { minor: 300n, currency: 'USD' } });
    expect([again, retried]).toMatchObject(Array(2).fill({ refusal: { code: 'refund-not-failed' } }));
    expect(shop.stars.asked).toHaveLength(asked);
    expect(await ledgerBalances(database)).toEqual({
      'XTR psp:stars': -150,
      'XTR revenue': 150,
      'USD revenue': -300,
      [`USD customer:${ANN}`]: 300,
    });
    expect(await shop.refunds()).toMatchObject([{ status: 'credited', charge: { status: 'credited' } }]);
    expect(await shop.payment(placed)).toMatchObject({ status: 'credited' });
    expect((await shop.checkout.moneyTrouble()).refunds).toEqual([]);
    expect(await shop.messages('credited')).toMatchObject([
      { chatId: ANN, data: { orderId: placed.orderId, minor: '300', reason: 'stars-refused' } },
    ]);
    expect(await audited('refund.credit')).toMatchObject([
      { actor: String(OWNER), before: { stars: 150 }, after: { creditedMinor: '300' } },
    ]);
  });

  it('has its access deleted when it goes to the balance', async () => {
    const { refundId, placed } = await failedRefund(async ({ orderId }) => {
      const [unit] = await shop.units();
      await placeUnit(database, unit?.id ?? '', { provisionStatus: 'completed' });
      await database.em().execute(`update orders set status = 'completed' where id = '${orderId}'`);
    });
    const wanted = async () =>
      (await database.em().findOneOrFail(ServerClient, { order: placed.orderId })).wanted;
    expect(await wanted()).toBe('disabled');

    await shop.checkout.refunds.credit({ refundId, actorId: OWNER });

    expect(await wanted()).toBe('deleted');
    expect(shop.wakes.heard).toContain(`lane ${shop.serverId}`);
  });

  it('goes to the balance without what came from there and is there again', async () => {
    await fillWallet(database, 100n);
    const { refundId } = await failedRefund(undefined, { pay: 'balance', shown: 100 });

    await shop.checkout.refunds.credit({ refundId, actorId: OWNER });

    expect((await shop.balances())[`customer:${ANN}`]).toBe(300);
  });

  it('of a second payment leaves the order alone', async () => {
    const placed = await shop.order();
    await shop.pay(placed);
    await shop.pay(placed);
    shop.stars.fail({ fault: neverAgain(), applied: false });
    await shop.checkout.runRefunds();
    const [trouble] = (await shop.checkout.moneyTrouble()).refunds;

    await shop.checkout.refunds.credit({ refundId: trouble?.refundId ?? '', actorId: OWNER });

    expect(await shop.orderRow(placed)).toMatchObject({ status: 'paid' });
    expect(await shop.payment(placed)).toMatchObject({ status: 'settled' });
    expect(await ledgerBalances(database)).toEqual({
      'XTR psp:stars': -300,
      'XTR revenue': 300,
      'USD revenue': -300,
      [`USD customer:${ANN}`]: 300,
    });
  });

  it('of no order goes to the balance of its payer, by the rate', async () => {
    const charge = { ...chargeFor(await shop.order()), payload: 'nobody knows it' };
    await shop.checkout.confirmPayment(shop.stars.take(charge));
    const [stray] = (await shop.checkout.moneyTrouble()).charges;
    await shop.checkout.refundCharge({ id: stray?.id ?? '', actorId: OWNER });
    shop.stars.fail({ fault: neverAgain(), applied: false });
    await shop.checkout.runRefunds();
    const [trouble] = (await shop.checkout.moneyTrouble()).refunds;

    await shop.checkout.refunds.credit({ refundId: trouble?.refundId ?? '', actorId: OWNER });

    expect((await shop.balances())[`customer:${ANN}`]).toBe(300);
    expect((await shop.balances()).unallocated).toBeUndefined();
  });

  it('is told anew when it fails once more', async () => {
    const { refundId } = await failedRefund();
    await shop.checkout.refunds.retry({ refundId, actorId: OWNER });
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
