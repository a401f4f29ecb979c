import type { SqlEntityManager } from '@mikro-orm/sql';
import { Customer } from '../../model/customer.ts';
import { Order, OrderItem } from '../../model/order.ts';
import { OrderServerClient } from '../../model/order-server-client.ts';
import { Payment } from '../../model/payment.ts';
import { ok, type Result, refuse } from '../../model/result.ts';
import { ServerInbound } from '../../model/server-inbound.ts';
import { ServerPlan } from '../../model/server-plan.ts';
import { later } from '../../model/values/period.ts';
import { type NoSeat, reserveSeats, type Seats } from '../seats/reserve-seats.ts';
import type { CheckoutNeeds } from './needs.ts';
import { mayBuy, type NotAllowed } from './purchases/may-buy.ts';
import { buyWith } from './purchases/pay-purchase.ts';
import type { NotTaken } from './wallet-part.ts';

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
export type NotPlaced = NoSeat | { code: 'plan-not-available'; planId: number } | NotAllowed | NotTaken;

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
  const { customerId, planId, pay, shown = null } = request;
  const allowed = await mayBuy(needs, em, customerId);
  if (!allowed.ok) return allowed;
  const plan = await em.findOne(ServerPlan, planId);
  if (!plan?.isActive || !plan.onSale) return refuse({ code: 'plan-not-available', planId });
  const seats = await reserveSeats(em, request);
  if (!seats.ok) return seats;
  const sale = { request, plan, seats: seats.value };
  const bought = await buyWith(needs, em, {
    payer: { customerId, ...(pay === 'balance' && { fromBalance: shown }) },
    total: totalOf(needs, sale).total,
    write: () => writeOrder(needs, em, sale),
  });
  if (!bought.ok) return bought;
  const { orderId, paymentId = '', isPaid } = bought.value;
  return ok({ orderId, paymentId, ...(isPaid && { isPaid }) });
}

async function paymentOf(em: SqlEntityManager, order: Order): Promise<Placed> {
  const payments = await em.find(Payment, { order: order.id });
  const payment = payments.find((each) => !each.isOfWallet()) ?? payments[0];
  return { orderId: order.id, paymentId: payment?.id ?? '' };
}

/** What is sold, to whom, and where its seats are. */
export type Sale = { request: OrderRequest; plan: ServerPlan; seats: Seats };

/** The order with its units, and no payment yet. */
async function writeOrder(needs: CheckoutNeeds, em: SqlEntityManager, sale: Sale): Promise<Order> {
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
  return order;
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
