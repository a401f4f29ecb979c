import type { SqlEntityManager } from '@mikro-orm/sql';
import { Customer } from '../../model/customer.ts';
import { Order } from '../../model/order.ts';
import { later } from '../../model/values/period.ts';
import { openCard } from '../messages/queue-message.ts';
import { markUnitsPaid } from './late-payment.ts';
import type { CheckoutNeeds } from './needs.ts';
import { type OrderRequest, type Sale, writeUnits } from './place-order.ts';

/** `trialDays` = it runs so many days only; left out = as long as its plan says. */
export type FreeSale = Sale & { origin: 'grant' | 'trial'; trialDays?: number };

/** An order for nothing with its units, and the step that a payment makes: from here on it is delivered like a sale. */
export async function writeFreeOrder(
  needs: CheckoutNeeds,
  em: SqlEntityManager,
  sale: FreeSale,
): Promise<Order> {
  const now = needs.clock.now();
  const { customerId } = sale.request;
  const order = newOrder(needs, em, sale);
  writeUnits(needs, em, { ...sale, order });
  await em.flush();
  order.markPaid(now);
  await em.flush();
  await markUnitsPaid(em, { orderId: order.id, retakenInbound: null, now });
  await openCard(em, { shop: needs.shop, now }, { orderId: order.id, chatId: customerId, stage: 'paid' });
  return order;
}

/** It costs nothing and has no payment: there is nothing to be paid, and nothing to give back. */
function newOrder(
  { ids, shop, clock }: CheckoutNeeds,
  em: SqlEntityManager,
  { request: { nonce, customerId }, origin }: { request: OrderRequest; origin: FreeSale['origin'] },
): Order {
  const now = clock.now();
  return em.create(Order, {
    id: ids.id(),
    customer: em.getReference(Customer, customerId),
    botId: shop.botId,
    nonce,
    origin,
    total: 0n,
    totalStars: 0,
    currency: shop.currency,
    termsVersion: shop.termsVersion,
    reservedUntil: later(now, shop.reservation),
    createdAt: now,
  });
}
