import type { SqlEntityManager } from '@mikro-orm/sql';
import { switchAutoRenew } from '../../../model/client-billing.ts';
import { Order } from '../../../model/order.ts';
import { OrderPurchase } from '../../../model/order-purchase.ts';
import type { ServerClient } from '../../../model/server-client.ts';
import { monthAfter, StarSubscription } from '../../../model/star-subscription.ts';
import { audit } from '../../messages/audit.ts';
import type { Booking } from '../book-charge.ts';
import type { CheckoutNeeds } from '../needs.ts';

type Paying = { needs: CheckoutNeeds; em: SqlEntityManager; now: Date };

/** The charge that paid for it first, by Telegram's id. */
type FirstCharge = { chargeId: string; at?: Date; paidUntil?: Date };

/**
 * The order was paid by a subscription: it is written down, and the balance is not charged any more. Does nothing for
 * any other order. Needs `lockBought` and the order.
 */
export async function beginSubscription(
  { needs, em, now }: Paying,
  order: Order,
  first: FirstCharge,
): Promise<void> {
  const purchase = await subscribingPurchase(em, order);
  if (!purchase) return;
  write({ needs, em, now }, purchase, first);
  if (purchase.client?.autoRenew) stopAutoRenewal(em, purchase.client, now);
  await em.flush();
}

/** Its first charge goes back: Telegram, where it has begun, is told to end it. Does nothing for any other order. */
export async function refuseSubscription({ needs, em, now, charge }: Booking, order: Order): Promise<void> {
  const purchase = await subscribingPurchase(em, order);
  if (!purchase) return;
  write({ needs, em, now }, purchase, charge).endForGood(now);
  await em.flush();
}

/** null = no subscription paid for this order. */
async function subscribingPurchase(em: SqlEntityManager, order: Order): Promise<OrderPurchase | null> {
  if (order.purpose !== 'renewal') return null;
  const purchase = await em.findOneOrFail(
    OrderPurchase,
    { order: order.id },
    { populate: ['client', 'order'] },
  );
  return purchase.terms.subscribes ? purchase : null;
}

function write(
  { needs, em, now }: Paying,
  { order, client }: OrderPurchase,
  { chargeId, at: startedAt = now, paidUntil }: FirstCharge,
): StarSubscription {
  const { customer, botId, totalStars: stars } = order;
  const of = { customer, client, order: em.getReference(Order, order.id), botId, chargeId, stars };
  const endsAt = paidUntil ?? monthAfter(startedAt);
  return em.create(StarSubscription, { id: needs.ids.id(), ...of, startedAt, endsAt });
}

/** One of them pays, never both. */
function stopAutoRenewal(em: SqlEntityManager, client: ServerClient, now: Date): void {
  switchAutoRenew(client, false);
  const act = { actorId: client.customer.id, action: 'client.auto-renew', target: `client:${client.id}` };
  audit(em, { ...act, before: { autoRenew: true }, after: { autoRenew: false } }, now);
}
