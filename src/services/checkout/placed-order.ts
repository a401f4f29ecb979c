import type { SqlEntityManager } from '@mikro-orm/sql';
import { OrderItem } from '../../model/order.ts';
import { Payment } from '../../model/payment.ts';
import { askedStars, paidFromBalance } from './order-money-views.ts';
import type { OrderView } from './views.ts';

/** What the tap that placed an order asks of it. */
export type PlacedOrder = Pick<OrderView, 'status' | 'planId' | 'quantity' | 'askedStars' | 'fromBalance'>;

/** null = there is no such order. */
export async function placedOrder(em: SqlEntityManager, orderId: string): Promise<PlacedOrder | null> {
  const item = await em.findOne(OrderItem, { order: orderId }, { populate: ['order'] });
  if (!item) return null;
  const payments = await em.find(Payment, { order: orderId });
  return {
    status: item.order.status,
    planId: item.plan.id,
    quantity: item.quantity,
    askedStars: askedStars(payments),
    fromBalance: paidFromBalance(payments),
  };
}
