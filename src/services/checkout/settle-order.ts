import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Order } from '../../model/order.ts';
import { openCard } from '../messages/queue-message.ts';
import { holdForApproval } from './hold-for-approval.ts';
import { markUnitsPaid } from './late-payment.ts';
import type { CheckoutNeeds } from './needs.ts';

/** `retakenInbound` = where the seats of a late payment are; null = they were held all the time. */
export type Settled = { order: Order; retakenInbound: number | null };

/** The whole price is there: the order is paid, its units are due or wait for the staff, and its card begins. */
export async function settleOrder(
  needs: CheckoutNeeds,
  em: SqlEntityManager,
  { order, retakenInbound }: Settled,
): Promise<void> {
  const now = needs.clock.now();
  order.markPaid(now);
  await em.flush();
  const isHeld = await holdForApproval(needs, em, order);
  await markUnitsPaid(em, { orderId: order.id, retakenInbound, now });
  await openCard(
    em,
    { shop: needs.shop, now },
    { orderId: order.id, chatId: order.customer.id, stage: isHeld ? 'approval' : 'paid' },
  );
}
