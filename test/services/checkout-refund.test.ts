import { beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/open-database.ts';
import { AuditEntry } from '../../src/model/audit-entry.ts';
import { OrderServerClient } from '../../src/model/order-server-client.ts';
import { Tombstone } from '../../src/model/panel-lane.ts';
import { ServerClient } from '../../src/model/server-client.ts';
import { OrderCard } from '../../src/model/telegram.ts';
import { minutes } from '../../src/model/values/period.ts';
import type { Placed } from '../../src/services/checkout/place-order.ts';
import { counterDrift } from '../../src/services/seats/counter-drift.ts';
import { ANN, aClient, afterNoon, NOON } from '../support/builders.ts';
import { openTestDatabase } from '../support/database.ts';
import { OWNER, openShop, type Shop } from '../support/shop.ts';

let database: Database;
let shop: Shop;
beforeEach(async () => {
  database = await openTestDatabase();
  shop = await openShop(database, { inbounds: [{ capacity: 2 }] });
});

const refund = ({ orderId }: Placed) => shop.checkout.refundOrder({ orderId, actorId: OWNER });

describe('refunding an order that waits for its panel', () => {
  it('gives the money back at once, frees the seat and says so', async () => {
    const placed = await paidOrder();

    const answer = await refund(placed);
    await shop.checkout.runRefunds();

    expect(answer).toMatchObject({ ok: true, value: { stars: 150, credited: { minor: 0n } } });
    expect(shop.stars.asked).toEqual(['paid-with']);
    expect(await shop.orderRow(placed)).toMatchObject({ status: 'refunded' });
    expect(await shop.payment(placed)).toMatchObject({ status: 'refunded' });
    expect(await shop.charges()).toMatchObject([{ status: 'refunded' }]);
    expect(await shop.units()).toMatchObject([{ provisionStatus: 'cancelled', dueAt: null }]);
    expect(await shop.balances()).toEqual({ 'psp:stars': -150, refunds: 150 });
    expect(await counterDrift(database.em())).toEqual([]);
  });

  it('tells the customer when it begins and when it is done, and turns the card', async () => {
    const placed = await paidOrder();

    await refund(placed);
    await shop.checkout.runRefunds();

    const data = { orderId: placed.orderId, stars: 150 };
    expect(await shop.messages('refund-started')).toMatchObject([
      { chatId: ANN, data: { ...data, reason: 'admin' } },
    ]);
    expect(await shop.messages('refund-done')).toMatchObject([{ chatId: ANN, data }]);
    expect(await database.em().findAll(OrderCard)).toMatchObject([{ stage: 'refunded', wantedVersion: 2 }]);
  });

  it('leaves no tombstone when no panel was ever asked, though a name for it was chosen', async () => {
    const placed = await paidOrder();
    await place(placed, { provisionStatus: 'pending', provisionAttempts: 0 });

    await refund(placed);

    expect(await tombstones()).toEqual([]);
  });

  it('leaves a tombstone when a panel was asked: what appears there late is removed', async () => {
    const placed = await paidOrder();
    const client = await place(placed, { provisionStatus: 'provisioning', provisionAttempts: 1 });

    await refund(placed);

    expect(await tombstones()).toMatchObject([
      { email: client.email, dueAt: NOON, server: { id: shop.serverId } },
    ]);
    expect(await shop.units()).toMatchObject([{ provisionStatus: 'cancelled' }]);
    expect(await counterDrift(database.em())).toEqual([]);
    expect(shop.wakes.heard).toContain(`lane ${shop.serverId}`);
  });

  it('is written into the audit log', async () => {
    const placed = await paidOrder();

    await refund(placed);

    expect(await database.em().findAll(AuditEntry)).toMatchObject([
      {
        actorId: OWNER,
        action: 'order.refund',
        target: placed.orderId,
        before: { status: 'paid' },
        at: NOON,
      },
    ]);
  });

  it('is done once', async () => {
    const placed = await paidOrder();
    await refund(placed);

    const again = await refund(placed);
    await shop.checkout.runRefunds();
    await shop.checkout.runRefunds();

    expect(again).toEqual({ ok: false, refusal: { code: 'not-refundable', status: 'refunded' } });
    expect(shop.stars.asked).toEqual(['paid-with']);
    expect(await shop.balances()).toEqual({ 'psp:stars': -150, refunds: 150 });
  });

  it('is refused where nobody has paid, and for an order that does not exist', async () => {
    const placed = await shop.order();

    expect(await refund(placed)).toEqual({
      ok: false,
      refusal: { code: 'not-refundable', status: 'pending_payment' },
    });
    expect(await refund({ orderId: 'nothing', paymentId: '' })).toMatchObject({ ok: false });
    expect(await shop.units()).toMatchObject([{ provisionStatus: 'reserved' }]);
  });
});

describe('refunding an order that was delivered', () => {
  it('switches the access off first, and keeps the money no longer than ten minutes for that', async () => {
    const placed = await deliveredOrder();

    await refund(placed);

    expect(await clients()).toMatchObject([
      { status: 'suspended', statusReason: 'payment', wanted: 'disabled', pushDueAt: NOON },
    ]);
    expect(await shop.refunds()).toMatchObject([{ status: 'due', dueAt: afterNoon(minutes(10)) }]);
    expect(await shop.checkout.runRefunds()).toBe(0);
    expect(shop.stars.asked).toEqual([]);
    shop.clock.moveTo(minutes(10));
    expect(await shop.checkout.runRefunds()).toBe(1);
  });

  it('deletes the access after the money is back; the seat is free only when the panel has done so', async () => {
    const placed = await deliveredOrder();
    await refund(placed);
    shop.clock.moveTo(minutes(10));

    await shop.checkout.runRefunds();

    expect(await clients()).toMatchObject([
      { status: 'suspended', wanted: 'deleted', pushDueAt: afterNoon(minutes(10)) },
    ]);
    expect(await shop.units()).toMatchObject([{ provisionStatus: 'completed' }]);
    expect(await shop.plans()).toMatchObject([{ currentClients: 1 }]);
    expect(await counterDrift(database.em())).toEqual([]);
    expect(shop.wakes.heard).toContain(`lane ${shop.serverId}`);
  });

  it('leaves no tombstone for what was delivered, and one for what was still tried', async () => {
    const placed = await paidOrder(2);
    const [first, second] = await shop.units();
    const delivered = await place(placed, {
      id: first?.id,
      provisionStatus: 'completed',
      provisionAttempts: 1,
    });
    const tried = await place(placed, { id: second?.id, provisionStatus: 'pending', provisionAttempts: 2 });

    await refund(placed);

    expect(await tombstones()).toMatchObject([{ email: tried.email }]);
    expect((await shop.units()).map((unit) => unit.provisionStatus).toSorted()).toEqual([
      'cancelled',
      'completed',
    ]);
    expect((await clients()).find((each) => each.id === delivered.id)).toMatchObject({ wanted: 'disabled' });
    expect(await counterDrift(database.em())).toEqual([]);
  });
});

async function paidOrder(quantity = 1): Promise<Placed> {
  const placed = await shop.order({ quantity });
  await shop.pay(placed, { chargeId: 'paid-with', amount: BigInt(150 * quantity) });
  return placed;
}

async function deliveredOrder(): Promise<Placed> {
  const placed = await paidOrder();
  await place(placed, { provisionStatus: 'completed', provisionAttempts: 1 });
  await database.em().execute(`update orders set status = 'completed'`);
  return placed;
}

/** What the lane would have done with a unit, the only one unless told which. */
async function place({ orderId }: Placed, state: Partial<OrderServerClient>): Promise<ServerClient> {
  const em = database.em();
  const where = { orderItem: { order: orderId }, ...(state.id && { id: state.id }) };
  const unit = await em.findOneOrFail(OrderServerClient, where, {
    populate: ['orderItem.order.customer', 'inbound'],
  });
  const { orderItem, inbound } = unit;
  const client = aClient({
    order: orderItem.order,
    inbound,
    status: state.provisionStatus === 'completed' ? 'active' : 'provisioning',
  });
  Object.assign(unit, state, {
    serverClient: client,
    placementNo: 1,
    dueAt: state.provisionStatus === 'completed' ? null : NOON,
  });
  await em.persist(client).flush();
  return client;
}

const tombstones = () => database.em().findAll(Tombstone);
const clients = () => database.em().findAll(ServerClient, { orderBy: { id: 'asc' } });
