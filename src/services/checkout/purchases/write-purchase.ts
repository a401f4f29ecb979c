import type { SqlEntityManager } from '@mikro-orm/sql';
import { Customer } from '../../../model/customer.ts';
import { Order, OrderItem, type OrderPurpose } from '../../../model/order.ts';
import { OrderPurchase, type PurchaseTerms } from '../../../model/order-purchase.ts';
import type { ServerClient } from '../../../model/server-client.ts';
import { later } from '../../../model/values/period.ts';
import type { Bytes } from '../../../model/values/traffic.ts';
import type { CheckoutNeeds } from '../needs.ts';

/** The plan, name and limits that the order shows; a line that was sold, or a plan. */
type Shown = Pick<OrderItem, 'plan' | 'planName' | 'durationDays' | 'dataLimitGb' | 'concurrentConnections'>;

/** `client` and `line` null = bought for the balance. `days` and `data` = what it gives; null = none of it. */
export type NewPurchase = {
  purpose: OrderPurpose;
  customerId: number;
  nonce: string;
  price: { minor: bigint; stars: number };
  client: ServerClient | null;
  line: Shown | null;
  /** What the line shows as traffic; left out = what `line` does. */
  dataLimitGb?: number;
  days: number | null;
  data: Bytes | null;
  terms: PurchaseTerms;
};

/** The order with its line and what it is for; no unit and no seat. */
export async function writePurchase(
  { ids, shop, clock }: CheckoutNeeds,
  em: SqlEntityManager,
  purchase: NewPurchase,
): Promise<Order> {
  const { purpose, customerId, nonce, price, client, line, days, data, terms } = purchase;
  const now = clock.now();
  const order = em.create(Order, {
    id: ids.id(),
    customer: em.getReference(Customer, customerId),
    botId: shop.botId,
    nonce,
    purpose,
    total: price.minor,
    totalStars: price.stars,
    currency: shop.currency,
    termsVersion: shop.termsVersion,
    reservedUntil: later(now, shop.reservation),
    createdAt: now,
  });
  if (line !== null) {
    const { plan, planName, durationDays, concurrentConnections } = line;
    const dataLimitGb = purchase.dataLimitGb ?? line.dataLimitGb;
    const shown = { plan, planName, durationDays, dataLimitGb, concurrentConnections };
    const cost = { unitPrice: price.minor, setupFee: 0n, unitStars: price.stars };
    em.create(OrderItem, { id: ids.id(), order, quantity: 1, ...shown, ...cost });
  }
  em.create(OrderPurchase, { order, client, days, data, terms });
  await em.flush();
  return order;
}
