import { LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Order } from '../../../model/order.ts';
import { OrderPurchase } from '../../../model/order-purchase.ts';
import { audit } from '../../messages/audit.ts';
import type { CheckoutNeeds } from '../needs.ts';
import { returnWhole } from '../return-whole.ts';
import type { GivenBack } from '../views.ts';
import { takeBackPurchase } from './apply-purchase.ts';
import { isCreditThere, takeCreditBack } from './plan-credit.ts';

type Undone = { order: Order; actorId: number };

/** The money of a purchase goes back whole, at once, and what it gave is taken back. Needs `lockBought` and the order. */
export async function refundPurchase(
  needs: CheckoutNeeds,
  em: SqlEntityManager,
  { order, actorId }: Undone,
): Promise<GivenBack> {
  await takeBackPurchase(needs, em, order);
  const dueAt = needs.clock.now();
  return returnWhole(needs, em, { order, units: 1, reason: 'admin', actorId, dueAt });
}

type Ended = { accessOrderId: string; actorId: number; dueAt: Date };

/**
 * An access is refunded as a whole: what was paid ahead for it, for a time that has not begun, goes back with it. A
 * period that has begun stays paid, unless somebody refunds its own order. What changes to cheaper plans brought to the
 * balance is taken from there, as long as it is there.
 */
export async function refundPaidAhead(
  needs: CheckoutNeeds,
  em: SqlEntityManager,
  { accessOrderId, actorId, dueAt }: Ended,
): Promise<void> {
  const now = needs.clock.now();
  const bought = await em.find(
    OrderPurchase,
    { client: { order: accessOrderId } },
    { orderBy: { order: { id: 'asc' } } },
  );
  for (const purchase of bought.filter((each) => each.isPaidAhead(now) || each.broughtCredit())) {
    const order = await em.findOneOrFail(Order, purchase.order.id, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (order.status !== 'completed') continue;
    if (!(await isCreditThere({ needs, em, now }, purchase))) continue;
    await takeCreditBack({ needs, em, now }, purchase);
    order.markRefunded();
    purchase.markTakenBack(now);
    await em.flush();
    const { stars } = await returnWhole(needs, em, { order, units: 1, reason: 'admin', actorId, dueAt });
    const [before, after] = [{ status: 'completed' }, { status: order.status, stars }];
    audit(em, { actorId, action: 'order.refund', target: order.id, before, after }, now);
  }
  await em.flush();
}
