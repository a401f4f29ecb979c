import type { SqlEntityManager } from '@mikro-orm/sql';
import { Order, OrderItem } from '../../../model/order.ts';
import { OrderPurchase } from '../../../model/order-purchase.ts';
import type { CheckoutNeeds } from '../needs.ts';
import type { Bought } from '../purchases/bought.ts';

/** Names the order of a further charge by Telegram's id of that charge. */
export const monthlyNonce = (chargeId: string): string => `star-${chargeId}`;

/**
 * The order of a further charge, with the price, days and traffic of the one that began the subscription, by its plan's
 * rule: a first one after a trial drops what is left. Charged ahead, so days that are left are kept. `chargeId` = Telegram's.
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
    nonce: monthlyNonce(chargeId),
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
  const { days, data } = purchase;
  const terms = { rule: plan.renewalRule, isAutomatic: true };
  em.create(OrderPurchase, { order, client, days, data, terms });
  await em.flush();
  return order;
}
