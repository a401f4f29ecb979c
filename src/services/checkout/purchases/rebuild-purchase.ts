import { LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { isGone } from '../../../model/client-billing.ts';
import { Customer } from '../../../model/customer.ts';
import { Order, OrderItem } from '../../../model/order.ts';
import { type InvoicedPurchase, OrderPurchase } from '../../../model/order-purchase.ts';
import { Charge, Payment } from '../../../model/payment.ts';
import { ok, type Result, refuse } from '../../../model/result.ts';
import { ServerClient } from '../../../model/server-client.ts';
import { bookJournal } from '../../ledger/book-journal.ts';
import type { CheckoutNeeds } from '../needs.ts';
import { settleOrder } from '../settle-order.ts';
import { lockAccess } from './bought.ts';
import { soldLine } from './sold-line.ts';

/** A purchase that its charge alone still tells of; `chargeRowId` = the row of that charge. */
export type LostPurchase = {
  paymentId: string;
  orderId: string;
  chargeRowId: string;
  payerId: number;
  purchase: InvoicedPurchase;
};

/** `access-lost`: its access is not there, or not this person's; somebody has to give the money back. */
export type NotRebuilt = { code: 'known-already' | 'access-lost' };

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
    if (clientId === null) return refuse({ code: 'access-lost' });
    await lockAccess(em, clientId);
    const charge = await em.findOneOrFail(Charge, lost.chargeRowId, { lockMode: LockMode.PESSIMISTIC_WRITE });
    const isKnown = charge.status !== 'unmatched' || (await em.findOne(Order, lost.orderId)) !== null;
    if (isKnown) return refuse({ code: 'known-already' });
    const own = { id: clientId, customer: lost.payerId };
    const client = await em.findOne(ServerClient, own, { populate: ['order', 'inbound.server'] });
    if (!client || isGone(client)) return refuse({ code: 'access-lost' });
    const order = await writeOrder(needs, em, { lost, charge, client });
    return ok({ serverId: await settleOrder(needs, em, { order, retakenInbound: null }) });
  });
}

type Found = { lost: LostPurchase; charge: Charge; client: ServerClient };

async function writeOrder(needs: CheckoutNeeds, em: SqlEntityManager, found: Found): Promise<Order> {
  const { ids, shop, clock } = needs;
  const { lost, charge, client } = found;
  const now = clock.now();
  const line = await soldLine(em, client);
  const price = client.renewalPrice ?? line.unitPrice;
  const order = em.create(Order, {
    id: lost.orderId,
    customer: em.getReference(Customer, lost.payerId),
    botId: charge.botId,
    nonce: `restored-${lost.orderId}`,
    purpose: lost.purchase.purpose,
    total: price,
    totalStars: Number(charge.amount),
    currency: shop.currency,
    termsVersion: shop.termsVersion,
    reservedUntil: now,
    createdAt: now,
  });
  const { plan, planName, durationDays, dataLimitGb, concurrentConnections } = line;
  const sold = { planName, durationDays, dataLimitGb, concurrentConnections };
  const cost = { unitPrice: price, setupFee: 0n, unitStars: order.totalStars };
  em.create(OrderItem, { id: ids.id(), order, plan, quantity: 1, ...sold, ...cost });
  const { days, data, rule } = lost.purchase;
  em.create(OrderPurchase, { order, client, days, data, terms: rule === null ? {} : { rule } });
  const { amount, currency } = charge;
  const asked = { id: lost.paymentId, order, provider: 'stars', amount, currency, createdAt: now };
  const payment = em.create(Payment, asked);
  await em.flush();
  payment.settle(now);
  charge.settleFor(payment);
  await em.flush();
  await book(needs, em, { charge, orderId: order.id });
  return order;
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
