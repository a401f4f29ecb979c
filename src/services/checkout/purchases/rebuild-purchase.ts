import { LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { isGone } from '../../../model/client-billing.ts';
import { Customer } from '../../../model/customer.ts';
import { Order, OrderItem, type OrderPurpose } from '../../../model/order.ts';
import { type InvoicedPurchase, OrderPurchase } from '../../../model/order-purchase.ts';
import { Charge, Payment } from '../../../model/payment.ts';
import { ok, type Result, refuse } from '../../../model/result.ts';
import { ServerClient } from '../../../model/server-client.ts';
import { monthAfter, StarSubscription } from '../../../model/star-subscription.ts';
import { bookJournal } from '../../ledger/book-journal.ts';
import { soldLine } from '../../seats/sold-line.ts';
import type { CheckoutNeeds } from '../needs.ts';
import { settleOrder } from '../settle-order.ts';
import { beginSubscription } from '../subscriptions/begin-subscription.ts';
import { writeMonthly } from '../subscriptions/write-monthly.ts';
import { boughtBy, lockAccess } from './bought.ts';

/** A purchase that its charge alone still tells of; `chargeRowId` = the row of that charge. */
export type LostPurchase = {
  paymentId: string;
  orderId: string;
  chargeRowId: string;
  payerId: number;
  purchase: InvoicedPurchase;
};

/**
 * `access-lost`: its access is not there, or not this person's; `terms-lost`: the invoice does not tell all that was
 * agreed. Somebody has to give the money back: the charge belongs to no order until then, and is listed as such.
 */
export type NotRebuilt = { code: 'known-already' | 'access-lost' | 'terms-lost' };

/** What depends on how far the access was used up when it was ordered, which no invoice has room for. */
const UNTOLD: readonly OrderPurpose[] = ['plan'];

/**
 * Writes a purchase down again that Telegram was paid for and the database has lost, and gives what it bought. Once per
 * charge. Answers the server whose lane has to hear of it.
 */
export function rebuildPurchase(
  needs: CheckoutNeeds,
  lost: LostPurchase,
): Promise<Result<{ serverId: number | null }, NotRebuilt>> {
  return needs.work.run(async (em) => {
    const { clientId } = lost.purchase;
    if (clientId !== null) await lockAccess(em, clientId);
    const charge = await em.findOneOrFail(Charge, lost.chargeRowId, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (charge.status !== 'unmatched') return refuse({ code: 'known-already' });
    const known = await em.findOne(Order, lost.orderId);
    return known
      ? rebuildMonthly(needs, em, { lost, charge, first: known })
      : rebuildFirst(needs, em, { lost, charge });
  });
}

async function rebuildFirst(
  needs: CheckoutNeeds,
  em: SqlEntityManager,
  { lost, charge }: { lost: LostPurchase; charge: Charge },
): Promise<Result<{ serverId: number | null }, NotRebuilt>> {
  const client = await accessOf(em, lost);
  const obstacle = obstacleOf(lost.purchase, client);
  if (obstacle) return refuse({ code: obstacle });
  const order = await writeOrder(needs, em, { lost, charge, client });
  const serverId = await settleOrder(needs, em, { order, retakenInbound: null });
  const { chargeId, receivedAt: at } = charge;
  await beginSubscription({ needs, em, now: needs.clock.now() }, order, { chargeId, at });
  return ok({ serverId });
}

function obstacleOf(
  { purpose }: InvoicedPurchase,
  client: ServerClient | null,
): 'access-lost' | 'terms-lost' | null {
  if (client === null && purpose !== 'topup') return 'access-lost';
  return UNTOLD.includes(purpose) ? 'terms-lost' : null;
}

/** A further charge of a subscription bears the invoice of the first one, which is there already. */
async function rebuildMonthly(
  needs: CheckoutNeeds,
  em: SqlEntityManager,
  { lost, charge, first }: { lost: LostPurchase; charge: Charge; first: Order },
): Promise<Result<{ serverId: number | null }, NotRebuilt>> {
  const subscription = await em.findOne(StarSubscription, { order: first.id, isBarred: false });
  if (!subscription) return refuse({ code: 'known-already' });
  const bought = await boughtBy(em, first);
  if (bought.client === null || isGone(bought.client)) return refuse({ code: 'access-lost' });
  const order = await writeMonthly({ needs, em, now: needs.clock.now() }, bought, charge.chargeId);
  await settle(needs, em, { lost: { ...lost, paymentId: needs.ids.id() }, charge, order });
  subscription.renew(monthAfter(charge.receivedAt));
  return ok({ serverId: await settleOrder(needs, em, { order, retakenInbound: null }) });
}

/** null = it is not there any more, or is not this person's, or a purchase of this kind has none. */
async function accessOf(
  em: SqlEntityManager,
  { purchase: { clientId }, payerId }: LostPurchase,
): Promise<ServerClient | null> {
  if (clientId === null) return null;
  const own = { id: clientId, customer: payerId };
  const client = await em.findOne(ServerClient, own, { populate: ['order', 'inbound.server'] });
  return client && !isGone(client) ? client : null;
}

type Found = { lost: LostPurchase; charge: Charge; client: ServerClient | null };

async function writeOrder(needs: CheckoutNeeds, em: SqlEntityManager, found: Found): Promise<Order> {
  const { lost, charge, client } = found;
  const { shop, clock } = needs;
  const now = clock.now();
  const line = client && (await soldLine(em, client));
  const order = em.create(Order, {
    id: lost.orderId,
    customer: em.getReference(Customer, lost.payerId),
    botId: charge.botId,
    nonce: `restored-${lost.orderId}`,
    purpose: lost.purchase.purpose,
    total: lost.purchase.minor ?? client?.renewalPrice ?? line?.unitPrice ?? 0n,
    totalStars: Number(charge.amount),
    currency: shop.currency,
    termsVersion: shop.termsVersion,
    reservedUntil: now,
    createdAt: now,
  });
  if (line) writeLine(needs, em, { order, line });
  const { days, data, rule, subscribes } = lost.purchase;
  const terms = { ...(rule !== null && { rule }), ...(subscribes && { subscribes }) };
  em.create(OrderPurchase, { order, client, days, data, terms });
  await settle(needs, em, { lost, charge, order });
  return order;
}

/** What was sold with the access, at the price of this purchase. */
function writeLine(
  { ids }: CheckoutNeeds,
  em: SqlEntityManager,
  { order, line }: { order: Order; line: OrderItem },
): void {
  const { plan, planName, durationDays, dataLimitGb, concurrentConnections } = line;
  const sold = { planName, durationDays, dataLimitGb, concurrentConnections };
  const cost = { unitPrice: order.total, setupFee: 0n, unitStars: order.totalStars };
  em.create(OrderItem, { id: ids.id(), order, plan, quantity: 1, ...sold, ...cost });
}

async function settle(
  needs: CheckoutNeeds,
  em: SqlEntityManager,
  { lost, charge, order }: { lost: LostPurchase; charge: Charge; order: Order },
): Promise<void> {
  const now = needs.clock.now();
  const { amount, currency } = charge;
  const asked = { id: lost.paymentId, order, provider: 'stars', amount, currency, createdAt: now };
  const payment = em.create(Payment, asked);
  await em.flush();
  payment.settle(now);
  charge.settleFor(payment);
  await em.flush();
  await book(needs, em, { charge, orderId: order.id });
}

/** It was booked as nobody's when it was found: from there it goes to where it belongs. */
async function book(
  { ids, clock }: CheckoutNeeds,
  em: SqlEntityManager,
  { charge, orderId }: { charge: Charge; orderId: string },
): Promise<void> {
  await bookJournal(em, {
    id: ids.id(),
    key: `settle:${charge.id}`,
    reason: 'order found again',
    orderId,
    actorId: null,
    currency: charge.currency,
    at: clock.now(),
    lines: [
      { account: 'unallocated', amount: -charge.amount },
      { account: 'revenue', amount: charge.amount },
    ],
  });
}
