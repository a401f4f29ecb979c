import type { SqlEntityManager } from '@mikro-orm/sql';
import { Customer } from '../../../model/customer.ts';
import { Order, OrderItem } from '../../../model/order.ts';
import { OrderPurchase, type PurchaseTerms } from '../../../model/order-purchase.ts';
import { later } from '../../../model/values/period.ts';
import type { CheckoutNeeds } from '../needs.ts';
import type { Renewable } from './renewal-offer.ts';

/** `automatic` = charged by the shop, as its customer had wished; `subscribes` = by Telegram, every thirty days. */
type NewRenewal = Renewable & {
  customerId: number;
  nonce: string;
  automatic: boolean;
  subscribes?: boolean;
};

/** The order with its line and what it is for; no unit and no seat. */
export async function writeRenewal(
  { ids, shop, clock }: CheckoutNeeds,
  em: SqlEntityManager,
  renewal: NewRenewal,
): Promise<Order> {
  const { client, line, price, terms, nonce } = renewal;
  const now = clock.now();
  const order = em.create(Order, {
    id: ids.id(),
    customer: em.getReference(Customer, renewal.customerId),
    botId: shop.botId,
    nonce,
    purpose: 'renewal',
    total: price.minor,
    totalStars: price.stars,
    currency: shop.currency,
    termsVersion: shop.termsVersion,
    reservedUntil: later(now, shop.reservation),
    createdAt: now,
  });
  const { plan, planName, durationDays, dataLimitGb, concurrentConnections } = line;
  const sold = { planName, durationDays, dataLimitGb, concurrentConnections };
  const cost = { unitPrice: price.minor, setupFee: 0n, unitStars: price.stars };
  em.create(OrderItem, { id: ids.id(), order, plan, quantity: 1, ...sold, ...cost });
  const { days, data } = terms;
  em.create(OrderPurchase, { order, client, days, data, terms: agreed(renewal) });
  await em.flush();
  return order;
}

function agreed({ client, terms: { rule }, automatic, subscribes }: NewRenewal): PurchaseTerms {
  const shownEnd = client.expiresAt?.toISOString();
  return {
    rule,
    ...(automatic && { isAutomatic: true }),
    ...(subscribes && { subscribes: true }),
    ...(rule === 'drop' && !automatic && shownEnd !== undefined && { shownEnd }),
  };
}
