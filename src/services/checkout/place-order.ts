import type { SqlEntityManager } from '@mikro-orm/sql';
import { Customer } from '../../model/customer.ts';
import { Order, OrderItem } from '../../model/order.ts';
import { OrderServerClient } from '../../model/order-server-client.ts';
import { Payment } from '../../model/payment.ts';
import { ok, type Result, refuse } from '../../model/result.ts';
import { ServerInbound } from '../../model/server-inbound.ts';
import { ServerPlan } from '../../model/server-plan.ts';
import { MOST_STARS } from '../../model/values/money.ts';
import { later } from '../../model/values/period.ts';
import { type NoSeat, reserveSeats, type Seats } from '../seats/reserve-seats.ts';
import { askAgain } from './ask-again.ts';
import type { CheckoutNeeds } from './needs.ts';
import { mayBuy, type NotAllowed } from './purchases/may-buy.ts';
import { buyWith } from './purchases/pay-purchase.ts';
import type { NotTaken } from './wallet-part.ts';

const MOST_UNITS = 60;

export type OrderRequest = {
  nonce: string;
  customerId: number;
  planId: number;
  quantity: number;
  /** `balance` = as much from the balance as there is, and Stars for the rest; left out = Stars. */
  pay?: 'stars' | 'balance';
  /** What the screen said the balance would pay, in minor units: it never pays another sum. */
  shown?: number;
  /** All of the price in Stars, as the screen said it: nothing is sold at another. Left out = it said nothing. */
  shownStars?: number;
};
/** `isPaid` = the balance paid all of it. */
export type Placed = { orderId: string; paymentId: string; isPaid?: boolean };
export type NotPlaced =
  | NoSeat
  | { code: 'plan-not-available' | 'price-moved' | 'too-many-units'; planId: number }
  | NotAllowed
  | NotTaken;

/**
 * Writes an order down with its payment and its invoice message, and holds its seats until the reservation ends. The
 * price is the plan's at this moment. A second call with the same nonce answers the first one's order.
 */
export function placeOrder(needs: CheckoutNeeds, request: OrderRequest): Promise<Result<Placed, NotPlaced>> {
  return needs.work.run(
    async (em) => (await pressedAgain(needs, em, request)) ?? (await placeNew(needs, em, request)),
  );
}

/** The same plan is pressed once more: an invoice that was deleted, or is far above by now, is sent again. */
async function pressedAgain(
  needs: CheckoutNeeds,
  em: SqlEntityManager,
  request: OrderRequest,
): Promise<Result<Placed, never> | null> {
  const before = await placedBefore(em, request);
  if (!before?.ok) return before;
  const { planId: plan, quantity } = request;
  const line = await em.findOne(
    OrderItem,
    { order: before.value.orderId, plan, quantity },
    { populate: ['order'] },
  );
  if (line) await askAgain(needs, em, line.order);
  return before;
}

/** The order of an earlier press on the same screen; null = there is none. */
export async function placedBefore(
  em: SqlEntityManager,
  { nonce, customerId }: Pick<OrderRequest, 'nonce' | 'customerId'>,
): Promise<Result<Placed, never> | null> {
  const placed = await em.findOne(Order, { nonce, customer: customerId });
  return placed && ok(await paymentOf(em, placed));
}

/** Within a step of the shop; asks nobody whether this nonce has an order already. */
export async function placeNew(
  needs: CheckoutNeeds,
  em: SqlEntityManager,
  request: OrderRequest,
): Promise<Result<Placed, NotPlaced>> {
  const { customerId, planId, pay, shown = null } = request;
  const allowed = await mayBuy(needs, em, customerId);
  if (!allowed.ok) return allowed;
  const plan = await em.findOne(ServerPlan, planId);
  if (!plan?.isActive || !plan.onSale) return refuse({ code: 'plan-not-available', planId });
  const wrong = wrongWith(request, totalOf(needs, { plan, request }).totalStars);
  if (wrong !== null) return refuse({ code: wrong, planId });
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

/** Telegram asks for a hundred thousand Stars at most, and an order has sixty units at most. */
function wrongWith(
  { quantity, shownStars }: OrderRequest,
  stars: number,
): 'price-moved' | 'too-many-units' | null {
  if (shownStars !== undefined && shownStars !== stars) return 'price-moved';
  const isTooMuch = quantity > MOST_UNITS || (quantity > 1 && stars > MOST_STARS);
  return isTooMuch ? 'too-many-units' : null;
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

function totalOf(
  needs: CheckoutNeeds,
  { plan, request }: Pick<Sale, 'plan' | 'request'>,
): { total: bigint; totalStars: number } {
  const quantity = request.quantity;
  return {
    total: (plan.price + plan.setupFee) * BigInt(quantity),
    totalStars: plan.starsPerUnit(needs.shop.starRate) * quantity,
  };
}
