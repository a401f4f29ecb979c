import { LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Customer } from '../../model/customer.ts';
import { Order, OrderItem } from '../../model/order.ts';
import { starsForRest } from '../../model/order-money.ts';
import { OrderServerClient } from '../../model/order-server-client.ts';
import { Payment } from '../../model/payment.ts';
import { ok, type Result, refuse } from '../../model/result.ts';
import { ServerInbound } from '../../model/server-inbound.ts';
import { ServerPlan } from '../../model/server-plan.ts';
import { later } from '../../model/values/period.ts';
import { isClosedFor } from '../lanes/maintenance.ts';
import { queueMessage } from '../messages/queue-message.ts';
import { type NoSeat, reserveSeats, type Seats } from '../seats/reserve-seats.ts';
import type { CheckoutNeeds } from './needs.ts';
import { settleOrder } from './settle-order.ts';
import { type NotTaken, takeable, takePart } from './wallet-part.ts';

export type OrderRequest = {
  nonce: string;
  customerId: number;
  planId: number;
  quantity: number;
  /** `balance` = as much from the balance as there is, and Stars for the rest; left out = Stars. */
  pay?: 'stars' | 'balance';
  /** What the screen said the balance would pay, in minor units: it never pays another sum. */
  shown?: number;
};
/** `isPaid` = the balance paid all of it. */
export type Placed = { orderId: string; paymentId: string; isPaid?: boolean };
export type NotPlaced =
  | NoSeat
  | { code: 'plan-not-available'; planId: number }
  | { code: 'too-many-open'; open: number }
  | { code: 'customer-suspended' }
  | { code: 'maintenance' }
  | NotTaken;

/** Unpaid orders of one customer at a time: seats are not to be held for nothing (RELIABILITY D5). */
export const MOST_OPEN_ORDERS = 3;

/**
 * Writes an order down with its payment and its invoice message, and holds its seats until the reservation ends. The
 * price is the plan's at this moment. A second call with the same nonce answers the first one's order.
 */
export function placeOrder(needs: CheckoutNeeds, request: OrderRequest): Promise<Result<Placed, NotPlaced>> {
  return needs.work.run(async (em) => {
    const placed = await em.findOne(Order, { nonce: request.nonce, customer: request.customerId });
    return placed ? ok(await paymentOf(em, placed)) : placeNew(needs, em, request);
  });
}

async function placeNew(
  needs: CheckoutNeeds,
  em: SqlEntityManager,
  request: OrderRequest,
): Promise<Result<Placed, NotPlaced>> {
  if (await isClosedFor(em, request.customerId, needs.shop.ownerIds)) return refuse({ code: 'maintenance' });
  const plan = await planFor(em, request);
  if (!plan.ok) return plan;
  const seats = await reserveSeats(em, request);
  if (!seats.ok) return seats;
  const sale = { request, plan: plan.value, seats: seats.value };
  const part = await partOf(needs, em, sale);
  return part.ok ? ok(await writeOrder(needs, em, { ...sale, part: part.value })) : part;
}

/** The plan, if it is on sale and this customer may open one more order. */
async function planFor(
  em: SqlEntityManager,
  { planId, customerId }: OrderRequest,
): Promise<Result<ServerPlan, NotPlaced>> {
  const plan = await em.findOne(ServerPlan, planId);
  if (!plan?.isActive || !plan.onSale) return refuse({ code: 'plan-not-available', planId });
  const customer = await em.findOneOrFail(Customer, customerId, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (customer.isSuspended()) return refuse({ code: 'customer-suspended' });
  const open = await em.count(Order, { customer: customerId, status: 'pending_payment' });
  return open >= MOST_OPEN_ORDERS ? refuse({ code: 'too-many-open', open }) : ok(plan);
}

async function paymentOf(em: SqlEntityManager, order: Order): Promise<Placed> {
  const payments = await em.find(Payment, { order: order.id });
  const payment = payments.find((each) => !each.isOfWallet()) ?? payments[0];
  return { orderId: order.id, paymentId: payment?.id ?? '' };
}

/** What is sold, to whom, and where its seats are. */
export type Sale = { request: OrderRequest; plan: ServerPlan; seats: Seats };

/** What the balance pays of it, in minor units. */
async function partOf(
  needs: CheckoutNeeds,
  em: SqlEntityManager,
  sale: Sale,
): Promise<Result<bigint, NotTaken>> {
  const { pay, customerId, shown = null } = sale.request;
  if (pay !== 'balance') return ok(0n);
  return takeable(em, {
    customerId,
    currency: needs.shop.currency,
    shown,
    total: totalOf(needs, sale).total,
  });
}

async function writeOrder(
  needs: CheckoutNeeds,
  em: SqlEntityManager,
  sale: Sale & { part: bigint },
): Promise<Placed> {
  const { ids, shop } = needs;
  const now = needs.clock.now();
  const customer = em.getReference(Customer, sale.request.customerId);
  const order = em.create(Order, {
    id: ids.id(),
    customer,
    botId: shop.botId,
    nonce: sale.request.nonce,
    ...totalOf(needs, sale),
    currency: shop.currency,
    termsVersion: shop.termsVersion,
    reservedUntil: later(now, shop.reservation),
    createdAt: now,
  });
  writeUnits(needs, em, { ...sale, order });
  await em.flush();
  await acceptTerms(em, sale.request.customerId, { version: shop.termsVersion, now });
  const taken = sale.part > 0n ? await takePart(needs, em, { order, part: sale.part }) : null;
  if (taken?.isSettled()) {
    await settleOrder(needs, em, { order, retakenInbound: null });
    return { orderId: order.id, paymentId: taken.id, isPaid: true };
  }
  return { orderId: order.id, paymentId: await askStars(needs, em, { order, part: sale.part }) };
}

/** The payment in Stars, of all or of what the balance leaves open, and its invoice as a message. */
export async function askStars(
  { ids, shop, clock }: CheckoutNeeds,
  em: SqlEntityManager,
  { order, part }: { order: Order; part: bigint },
): Promise<string> {
  const now = clock.now();
  const payment = em.create(Payment, {
    id: ids.id(),
    order,
    provider: 'stars',
    amount: BigInt(part > 0n ? starsForRest(order, part) : order.totalStars),
    currency: 'XTR',
    createdAt: now,
  });
  await em.flush();
  await queueMessage(
    em,
    { shop, now },
    {
      chatId: order.customer.id,
      kind: 'invoice',
      data: { paymentId: payment.id },
      key: `invoice:${payment.id}`,
    },
  );
  return payment.id;
}

/** Once per version (SPEC 206): the first acceptance of a version keeps its moment. */
export async function acceptTerms(
  em: SqlEntityManager,
  customerId: number,
  { version, now }: { version: string; now: Date },
): Promise<void> {
  const notYet = { id: customerId, $or: [{ termsVersion: null }, { termsVersion: { $ne: version } }] };
  await em.nativeUpdate(Customer, notYet, { termsVersion: version, termsAcceptedAt: now });
}

/** The line of an order and its units, with the plan's price and limits of this moment; `trialDays` left out = sold. */
export function writeUnits(
  needs: CheckoutNeeds,
  em: SqlEntityManager,
  sale: Sale & { order: Order; trialDays?: number },
): void {
  const { plan, order, request } = sale;
  const orderItem = em.create(OrderItem, {
    id: needs.ids.id(),
    order,
    plan,
    quantity: request.quantity,
    planName: plan.name,
    durationDays: plan.durationDays,
    trialDays: sale.trialDays ?? null,
    dataLimitGb: plan.dataLimitGb,
    concurrentConnections: plan.concurrentConnections,
    unitPrice: plan.price,
    setupFee: plan.setupFee,
    unitStars: plan.starsPerUnit(needs.shop.starRate),
  });
  const inbound = em.getReference(ServerInbound, sale.seats.inboundId);
  for (let unitNo = 1; unitNo <= request.quantity; unitNo++) {
    em.create(OrderServerClient, {
      id: needs.ids.unitId(),
      orderItem,
      unitNo,
      inbound,
      provisionConfig: null,
    });
  }
}

function totalOf(needs: CheckoutNeeds, { plan, request }: Sale): { total: bigint; totalStars: number } {
  const quantity = request.quantity;
  return {
    total: (plan.price + plan.setupFee) * BigInt(quantity),
    totalStars: plan.starsPerUnit(needs.shop.starRate) * quantity,
  };
}
