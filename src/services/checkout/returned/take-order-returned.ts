import type { SqlEntityManager } from '@mikro-orm/sql';
import { Order } from '../../../model/order.ts';
import { Charge, Payment } from '../../../model/payment.ts';
import { StarSubscription } from '../../../model/star-subscription.ts';
import { queueMessage } from '../../messages/queue-message.ts';
import { soldLine } from '../../seats/sold-line.ts';
import { creditedFor } from '../credit-wallet.ts';
import type { CheckoutNeeds } from '../needs.ts';
import { boughtBy } from '../purchases/bought.ts';
import { refundInOneStep } from '../refund-order.ts';
import { serversOf } from '../servers-of.ts';
import { startRefund } from '../start-refund.ts';
import { monthlyNonce } from '../subscriptions/write-monthly.ts';
import { type ReturnedStars, tellStaff, tellUnclear } from './tell-returned.ts';

/** `id` = the row of the charge, which paid this order. */
type OfOrder = ReturnedStars & { id: string; orderId: string };

/**
 * The order ends as after a refund by the staff, only that nobody asks Telegram for its Stars: access is switched off
 * and deleted, what was bought for one is taken back, a subscription that was charged ends. Where that cannot be, the
 * staff is told why. Answers whether it was news.
 */
export async function takeOrderReturned(needs: CheckoutNeeds, returned: OfOrder): Promise<boolean> {
  const isNews = await needs.work.do((em) => take(needs, em, returned));
  if (!isNews) return false;
  for (const serverId of await serversOf(needs, returned.orderId)) needs.wakes.lane(serverId);
  needs.wakes.sender();
  needs.wakes.refunds();
  needs.log.warn('order.returned', { orderId: returned.orderId, stars: Number(returned.amount) });
  return true;
}

async function take(needs: CheckoutNeeds, em: SqlEntityManager, returned: OfOrder): Promise<boolean> {
  const { orderId, id } = returned;
  const step = { orderId, actorId: null, reason: 'returned' } as const;
  const refunded = await refundInOneStep(needs, em, step);
  const order = await em.findOneOrFail(Order, orderId);
  const charge = await em.findOneOrFail(Charge, id, { populate: ['payment'] });
  if (refunded.ok) {
    await endSubscription(needs, em, { order, chargeId: returned.chargeId });
    await tellOverpaid(needs, em, returned);
    await tellStaff(needs, em, { ...returned, what: order.purpose === 'access' ? 'access' : 'purchase' });
    return true;
  }
  // Another hand was here first.
  if (charge.status !== 'settled') return false;
  if (order.status === 'refunded') return bookAlone(needs, em, { returned, charge });
  await tellUnclear(needs, em, { ...returned, why: 'kept', reason: refunded.refusal.code });
  return false;
}

type Booked = { returned: OfOrder; charge: Charge };

/** The order was given back to the balance before: the books follow the Stars, and the staff hears that both went. */
async function bookAlone(
  needs: CheckoutNeeds,
  em: SqlEntityManager,
  { returned, charge }: Booked,
): Promise<boolean> {
  const { orderId } = returned;
  charge.payment?.startRefund();
  const dueAt = needs.clock.now();
  await startRefund(needs, em, { charge, orderId, reason: 'returned', from: 'revenue', dueAt });
  await tellUnclear(needs, em, { ...returned, why: 'twice' });
  return true;
}

/** The balance has more of the order than it had paid for it: that part went back twice. */
async function tellOverpaid(needs: CheckoutNeeds, em: SqlEntityManager, returned: OfOrder): Promise<void> {
  const { orderId } = returned;
  const paid = await em.findOne(Payment, { order: orderId, provider: 'wallet' });
  if ((await creditedFor(em, orderId)) > (paid?.amount ?? 0n))
    await tellUnclear(needs, em, { ...returned, why: 'twice' });
}

type Charged = { order: Order; chargeId: string };

/** Who has the money of a subscription's charge back is not charged for it again. */
async function endSubscription(
  { shop, clock }: CheckoutNeeds,
  em: SqlEntityManager,
  { order, chargeId }: Charged,
): Promise<void> {
  if (order.purpose !== 'renewal') return;
  const { client } = await boughtBy(em, order);
  if (client === null) return;
  const open = await em.find(StarSubscription, { client: client.id, isBarred: false });
  const charged = open.find((each) => each.order.id === order.id || order.nonce === monthlyNonce(chargeId));
  if (!charged) return;
  charged.endForGood(clock.now());
  await em.flush();
  const { planName: plan } = await soldLine(em, client);
  const until = client.expiresAt?.toISOString() ?? null;
  const data = { clientId: client.id, plan, why: 'returned', until } as const;
  const key = `subscription-ended:${charged.id}:returned`;
  const message = { chatId: order.customer.id, kind: 'subscription-ended', data, key } as const;
  await queueMessage(em, { shop, now: clock.now() }, message);
}
