import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Order } from '../../model/order.ts';
import { openCard } from '../messages/queue-message.ts';
import { holdForApproval } from './hold-for-approval.ts';
import { markUnitsPaid } from './late-payment.ts';
import type { CheckoutNeeds } from './needs.ts';
import { applyPurchase } from './purchases/apply-purchase.ts';

/** `retakenInbound` = where the seats of a late payment are; null = they were held all the time. */
export type Settled = { order: Order; retakenInbound: number | null };

/**
 * The whole price is there: the order is paid, its units are due or wait for the staff, and its card begins. What it
 * buys for a running access is given at once; answers the server whose lane has to hear of that, null = of none.
 */
export async function settleOrder(
  needs: CheckoutNeeds,
  em: SqlEntityManager,
  { order, retakenInbound }: Settled,
): Promise<number | null> {
  const now = needs.clock.now();
  order.markPaid(now);
  await em.flush();
  if (order.purpose !== 'access') return applyPurchase(needs, em, order);
  const isHeld = await holdForApproval(needs, em, order);
  await markUnitsPaid(em, { orderId: order.id, retakenInbound, now });
  await openCard(
    em,
    { shop: needs.shop, now },
    { orderId: order.id, chatId: order.customer.id, stage: isHeld ? 'approval' : 'paid' },
  );
  return null;
}
