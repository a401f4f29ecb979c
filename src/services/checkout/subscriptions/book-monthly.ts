import { isGone } from '../../../model/client-billing.ts';
import { Customer } from '../../../model/customer.ts';
import { hasLostPlace } from '../../../model/lost-place.ts';
import { Payment } from '../../../model/payment.ts';
import type { RefundReason } from '../../../model/refund-reason.ts';
import { monthAfter, StarSubscription } from '../../../model/star-subscription.ts';
import { type Booking, book, returnCharge, writeCharge } from '../book-charge.ts';
import { type Bought, boughtBy } from '../purchases/bought.ts';
import { isStoppedByShop } from '../purchases/renewal-news.ts';
import { settleOrder } from '../settle-order.ts';
import { refuseSubscription } from './begin-subscription.ts';
import { writeMonthly } from './write-monthly.ts';

/** What became of a further charge; `serverId` = whose lane has to hear of it. */
type Monthly = { outcome: 'settled' | 'surplus'; orderId: string; serverId?: number };

type Charged = {
  /** The payment that began it: every further charge names that one. */
  first: Payment;
  /** The charge is what was agreed. */
  fits: boolean;
};
type Again = Charged & { subscription: StarSubscription; bought: Bought };

/**
 * A further charge of a subscription is a renewal of its own: an order, a payment, a period; once per charge, as its
 * caller knows. What cannot be given goes back. null = it is no such charge. Needs `lockBought` and the first order.
 */
export async function bookMonthly(booking: Booking, charged: Charged): Promise<Monthly | null> {
  const { em } = booking;
  const { first } = charged;
  if (!first.isSettled() || first.order.purpose !== 'renewal') return null;
  const found = await em.find(StarSubscription, { order: first.order.id }, { orderBy: { isBarred: 'asc' } });
  const [subscription] = found;
  if (!subscription) return null;
  const again = { ...charged, subscription, bought: await boughtBy(em, first.order) };
  const why = isOfAnother(booking, subscription) ? 'second-payment' : await whyNot(booking, again);
  return why === null ? renew(booking, again) : giveBack(booking, again, why);
}

/** The same link was paid twice at one time: a second subscription, which nobody wants. */
const isOfAnother = ({ charge }: Booking, subscription: StarSubscription): boolean =>
  charge.recurring === undefined && charge.at !== undefined
    ? subscription.isTooEarly(charge.at)
    : charge.recurring === 'first';

type NotRenewed = Extract<
  RefundReason,
  'wrong-amount' | 'second-payment' | 'subscription-over' | 'access-stopped' | 'access-no-place'
>;

/** null = it renews. Nobody pays for what the shop keeps switched off, or whose key is dead. */
async function whyNot(
  { em }: Booking,
  { fits, subscription, bought: { client } }: Again,
): Promise<NotRenewed | null> {
  if (!fits) return 'wrong-amount';
  if (subscription.isBarred || client === null || isGone(client)) return 'subscription-over';
  const customer = await em.findOneOrFail(Customer, subscription.customer.id);
  if (isStoppedByShop(client) || customer.isSuspended()) return 'access-stopped';
  return hasLostPlace(client) ? 'access-no-place' : null;
}

async function renew(booking: Booking, { first, subscription, bought }: Again): Promise<Monthly> {
  const { needs, em, now, charge: came } = booking;
  const order = await writeMonthly({ needs, em, now }, bought, came.chargeId);
  const { amount, currency } = first;
  const payment = em.create(Payment, {
    id: needs.ids.id(),
    order,
    provider: 'stars',
    amount,
    currency,
    createdAt: now,
  });
  const charge = writeCharge(booking, payment, 'settled');
  payment.settle(now);
  subscription.renew(untilOf(booking));
  await em.flush();
  const serverId = await settleOrder(needs, em, { order, retakenInbound: null });
  await book(booking, { key: `settle:${charge.id}`, reason: 'order paid', orderId: order.id, to: 'revenue' });
  return { outcome: 'settled', orderId: order.id, ...(serverId !== null && { serverId }) };
}

const untilOf = ({ charge: { paidUntil, at }, now }: Booking): Date => paidUntil ?? monthAfter(at ?? now);

/** What is over is ended in Telegram too; what may work again goes on with the next charge. */
async function giveBack(booking: Booking, { first, subscription }: Again, why: NotRenewed): Promise<Monthly> {
  await returnCharge(booking, first, why);
  if (why === 'second-payment') await refuseSubscription(booking, first.order);
  if (why === 'subscription-over') subscription.endForGood(booking.now);
  if (why === 'access-stopped' || why === 'access-no-place') subscription.renew(untilOf(booking));
  await booking.em.flush();
  return { outcome: 'surplus', orderId: first.order.id };
}
