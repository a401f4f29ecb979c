import type { SqlEntityManager } from '@mikro-orm/sql';
import { Order, OrderItem } from '../../../model/order.ts';
import { OrderPurchase } from '../../../model/order-purchase.ts';
import type { CheckoutNeeds } from '../needs.ts';
import type { Bought } from '../purchases/bought.ts';

/**
 * The order of a further charge, with the price and the terms of the one that began the subscription; charged ahead, so
 * days that are left are kept. `chargeId` = Telegram's.
 */
export async function writeMonthly(
  { needs, em, now }: { needs: CheckoutNeeds; em: SqlEntityManager; now: Date },
  { purchase, client }: Bought,
  chargeId: string,
): Promise<Order> {
  const { customer, botId, total, totalStars, currency, termsVersion, id: firstId } = purchase.order;
  const price = { total, totalStars, currency };
  const order = em.create(Order, {
    id: needs.ids.id(),
    customer,
    botId,
    nonce: `star-${chargeId}`,
    purpose: 'renewal',
    ...price,
    termsVersion,
    reservedUntil: now,
    createdAt: now,
  });
  const line = await em.findOneOrFail(OrderItem, { order: firstId }, { populate: ['plan'] });
  const { plan, planName, durationDays, dataLimitGb, concurrentConnections, unitPrice, unitStars } = line;
  const sold = { planName, durationDays, dataLimitGb, concurrentConnections, unitPrice, unitStars };
  em.create(OrderItem, { id: needs.ids.id(), order, plan, quantity: 1, setupFee: 0n, ...sold });
  const { days, data, terms } = purchase;
  const rule = terms.rule ?? 'keep';
  em.create(OrderPurchase, { order, client, days, data, terms: { rule, isAutomatic: true } });
  await em.flush();
  return order;
}
