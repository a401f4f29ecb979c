import { beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/open-database.ts';
import { AuditEntry, TELEGRAMS_LEDGER } from '../../src/model/audit-entry.ts';
import { OrderServerClient } from '../../src/model/order-server-client.ts';
import { ServerClient } from '../../src/model/server-client.ts';
import { minutes } from '../../src/model/values/period.ts';
import type { Placed } from '../../src/services/checkout/place-order.ts';
import { auditShop } from '../../src/services/upkeep/audit.ts';
import { ANN, aClient, aCustomer } from '../support/builders.ts';
import { openTestDatabase } from '../support/database.ts';
import { OWNER, openShop, type Shop } from '../support/shop.ts';
import { neverAgain } from '../support/stars-ledger.ts';

let database: Database;
let shop: Shop;
beforeEach(async () => {
  database = await openTestDatabase();
  shop = await openShop(database, { inbounds: [{ capacity: 2 }] });
  await database
    .em()
    .persist(aCustomer({ id: OWNER, name: 'Olga' }))
    .flush();
});

describe('Stars that went back past the shop', () => {
  it('end the order and the access that they paid for, whoever gave them back', async () => {
    const placed = await deliveredOrder();
    shop.stars.returnUnasked('paid-with');

    await shop.checkout.reconcileStars();

    expect(await shop.orderRow(placed)).toMatchObject({ status: 'refunded' });
    expect(await clients()).toMatchObject([
      { status: 'suspended', statusReason: 'payment', wanted: 'disabled' },
    ]);
    expect(shop.wakes.heard).toContain(`lane ${shop.serverId}`);
    shop.clock.moveTo(minutes(10));
    await shop.checkout.runRefunds();
    expect(await clients()).toMatchObject([{ wanted: 'deleted' }]);
    expect(await shop.charges()).toMatchObject([{ status: 'refunded' }]);
    expect(await shop.payment(placed)).toMatchObject({ status: 'refunded' });
    expect(await shop.balances()).toEqual({ 'psp:stars': -150, refunds: 150 });
  });

  it('are not asked for a second time', async () => {
    await deliveredOrder();
    shop.stars.returnUnasked('paid-with');

    await shop.checkout.reconcileStars();
    shop.clock.moveTo(minutes(10));
    await shop.checkout.runRefunds();

    expect(shop.stars.asked).toEqual([]);
  });

  it('free the seat of what was not delivered yet, once', async () => {
    const placed = await paidOrder();
    const returned = shop.stars.returnUnasked('paid-with');

    expect(await shop.checkout.noteReturned(returned)).toBe(true);
    await shop.checkout.reconcileStars();
    expect(await shop.checkout.noteReturned(returned)).toBe(false);
    await shop.checkout.runRefunds();
    await shop.checkout.reconcileStars();

    expect(await shop.orderRow(placed)).toMatchObject({ status: 'refunded' });
    expect(await shop.units()).toMatchObject([{ provisionStatus: 'cancelled' }]);
    expect(await shop.refunds()).toMatchObject([{ status: 'done', reason: 'returned' }]);
    expect(await shop.messages('refund-started')).toHaveLength(1);
    expect(await alerts()).toHaveLength(1);
    expect((await auditShop(shop.needs.work.read(), shop.clock.now())).details).toEqual([]);
  });

  it('are told to the customer once, and to the staff, and the log names nobody of them', async () => {
    const { orderId } = await paidOrder();
    shop.stars.returnUnasked('paid-with');

    await shop.checkout.reconcileStars();
    await shop.checkout.runRefunds();

    expect(await shop.messages('refund-started')).toMatchObject([
      { chatId: ANN, data: { orderId, stars: 150, reason: 'returned' } },
    ]);
    expect(await shop.messages('refund-done')).toEqual([]);
    expect(await alerts()).toMatchObject([
      { code: 'stars-returned', what: 'access', orderId, chargeId: 'paid-with', stars: 150, payerId: ANN },
    ]);
    expect(await database.em().findAll(AuditEntry)).toMatchObject([
      { actorId: TELEGRAMS_LEDGER, action: 'order.refund', target: orderId },
    ]);
  });

  it('are no news where the shop gave them back itself', async () => {
    const { orderId } = await paidOrder();
    await shop.checkout.refundOrder({ orderId, actorId: OWNER });
    await shop.checkout.runRefunds();

    await shop.checkout.reconcileStars();

    expect(await alerts()).toEqual([]);
    expect(await shop.refunds()).toMatchObject([{ status: 'done', reason: 'admin' }]);
  });

  it('settle a refund that the shop had given up', async () => {
    const { orderId } = await paidOrder();
    shop.stars.fail({ fault: neverAgain(), applied: false });
    await shop.checkout.refundOrder({ orderId, actorId: OWNER });
    await shop.checkout.runRefunds();
    shop.stars.returnUnasked('paid-with');

    await shop.checkout.reconcileStars();
    await shop.checkout.runRefunds();

    expect(await shop.refunds()).toMatchObject([{ status: 'done' }]);
    expect(await shop.balances()).toEqual({ 'psp:stars': -150, refunds: 150 });
  });

  it('close the books of a payment that belonged to no order', async () => {
    const placed = await shop.order();
    await shop.pay(placed, { chargeId: 'stray', payload: 'of another program' });
    shop.stars.returnUnasked('stray');

    await shop.checkout.reconcileStars();
    await shop.checkout.runRefunds();

    expect(await shop.charges()).toMatchObject([{ status: 'refunded' }]);
    expect((await alerts()).at(-1)).toMatchObject({ code: 'stars-returned', what: 'nothing', orderId: null });
    expect(await shop.orderRow(placed)).toMatchObject({ status: 'pending_payment' });
  });

  it('are an alert and nothing more where they are a part, or of a charge that nobody knows', async () => {
    const placed = await paidOrder();
    shop.stars.returnUnasked('paid-with', 50n);
    shop.stars.returnUnasked('unheard-of');

    await shop.checkout.reconcileStars();
    await shop.checkout.reconcileStars();

    expect(await shop.orderRow(placed)).toMatchObject({ status: 'paid' });
    expect(await alerts()).toMatchObject([
      { code: 'stars-returned-unclear', why: 'partial', orderId: placed.orderId, stars: 50 },
      { code: 'stars-returned-unclear', why: 'unknown', orderId: null },
    ]);
  });

  it('are not paid a second time to the balance, and both is told, where the order went there before', async () => {
    const placed = await paidOrder();
    const all = { orderId: placed.orderId, reason: 'customer', actorId: null, to: 'wallet' } as const;
    await shop.checkout.giveBack(all);
    shop.stars.returnUnasked('paid-with');

    await shop.checkout.reconcileStars();
    await shop.checkout.runRefunds();

    expect((await alerts()).at(-1)).toMatchObject({ code: 'stars-returned-unclear', why: 'twice' });
    expect(await shop.charges()).toMatchObject([{ status: 'refunded' }]);
    expect(await shop.checkout.balance(ANN)).toMatchObject({ minor: 300n });
    expect((await auditShop(shop.needs.work.read(), shop.clock.now())).details).toEqual([]);
  });

  it('leave no more on the balance than was paid from it, where a part of the order had gone there', async () => {
    const placed = await paidOrder({ quantity: 2, amount: 300n });
    const [unit] = await shop.units();
    const part = { orderId: placed.orderId, reason: 'customer', actorId: null, to: 'wallet' } as const;
    await shop.checkout.giveBack({ ...part, unitIds: [unit?.id ?? ''] });
    shop.stars.returnUnasked('paid-with');

    await shop.checkout.reconcileStars();
    await shop.checkout.runRefunds();

    expect(await shop.orderRow(placed)).toMatchObject({ status: 'refunded' });
    expect(await shop.checkout.balance(ANN)).toMatchObject({ minor: 300n });
    expect(await shop.charges()).toMatchObject([{ status: 'refunded' }]);
    expect((await alerts()).map(({ why }) => why)).toContain('twice');
  });
});

const clients = () => database.em().findAll(ServerClient);
const alerts = async () => (await shop.messages('alert')).map(({ data }) => data as Record<string, unknown>);

async function paidOrder({ quantity = 1, amount = 150n } = {}): Promise<Placed> {
  const placed = await shop.order({ quantity });
  await shop.pay(placed, { chargeId: 'paid-with', amount });
  return placed;
}

/** As the lane leaves it behind. */
async function deliveredOrder(): Promise<Placed> {
  const placed = await paidOrder();
  const em = database.em();
  const where = { orderItem: { order: placed.orderId } };
  const unit = await em.findOneOrFail(OrderServerClient, where, {
    populate: ['orderItem.order.customer', 'inbound'],
  });
  const { orderItem, inbound } = unit;
  const client = aClient({ order: orderItem.order, inbound, status: 'active' });
  Object.assign(unit, {
    provisionStatus: 'completed',
    provisionAttempts: 1,
    serverClient: client,
    placementNo: 1,
    dueAt: null,
  });
  await em.persist(client).flush();
  await em.execute(`update orders set status = 'completed'`);
  return placed;
}
