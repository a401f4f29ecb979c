import { LockMode } from '@mikro-orm/core';
import { Order, type OrderStatus } from '../../model/order.ts';
import { Charge, Payment } from '../../model/payment.ts';
import { alertStaff } from '../messages/queue-message.ts';
import { crashPoint } from '../ports/crash-point.ts';
import { count } from '../ports/meter.ts';
import type { IncomingCharge } from '../ports/payment-provider.ts';
import { type Booking, book, returnCharge, writeCharge } from './book-charge.ts';
import { closePayments } from './end-order.ts';
import { parseInvoicePayload } from './invoice-payload.ts';
import { retakeSeats } from './late-payment.ts';
import type { CheckoutNeeds } from './needs.ts';
import { type KnownPayment, peekPayment } from './peek-payment.ts';
import { obstacleOf } from './purchases/apply-purchase.ts';
import { lockBought } from './purchases/bought.ts';
import type { NotGiven } from './purchases/purchase-step.ts';
import { renewAfterTopUp } from './purchases/renew-after-top-up.ts';
import { settleOrder } from './settle-order.ts';
import { beginSubscription, refuseSubscription } from './subscriptions/begin-subscription.ts';
import { bookMonthly } from './subscriptions/book-monthly.ts';
import { isCovered, type Returned, retakePart, returnedPart, settleHeld } from './wallet-part.ts';

export type Confirmed = {
  /** `settled` also for a late payment whose seat could be retaken; `seen` = this charge was booked before. */
  outcome: 'settled' | 'seen' | 'surplus' | 'late-refunded' | 'unmatched';
  orderId: string | null;
  /** What was bought changes an access: whose lane has to hear of it. */
  serverId?: number;
  /** Whose balance it is on now: there is nothing to deliver. */
  toppedUp?: number;
};

/** Another hand changed the order between the look and the lock; the unit of work runs the step again. */
class OrderMoved extends Error {
  override readonly name = 'OrderMoved';
  readonly code = '40001';
}

const LATE_REASONS: readonly string[] = ['late-and-sold-out', 'late-and-balance-gone'];
const NOT_GIVEN: readonly string[] = [
  'access-gone',
  'access-ended',
  'access-no-place',
  'renewed-meanwhile',
  'access-changed',
  'plan-full',
  'already-subscribed',
];
const LATE: readonly OrderStatus[] = ['expired', 'cancelled'];

/**
 * Money came: everything that follows from it, in one transaction, once per charge whoever reports it and how often.
 * The first charge of a payment pays its order, a late one retakes the seats or goes back, a second one goes back.
 */
export async function confirmPayment(needs: CheckoutNeeds, charge: IncomingCharge): Promise<Confirmed> {
  crashPoint('payment.received');
  const confirmed = await needs.work.do(async (em): Promise<Confirmed> => {
    const { botId, chargeId } = charge;
    if (await em.findOne(Charge, { botId, chargeId })) return { outcome: 'seen', orderId: null };
    const booking = { needs, em, now: needs.clock.now(), charge };
    const paymentId = parseInvoicePayload(charge.payload)?.paymentId ?? '';
    const known = await peekPayment(em, paymentId);
    return known ? bookFor(booking, { paymentId, ...known }) : bookUnmatched(booking);
  });
  count('shop_payments_total', { outcome: confirmed.outcome });
  if (confirmed.outcome === 'seen') return confirmed;
  crashPoint('payment.confirmed');
  needs.log.info('payment.confirmed', { ...confirmed, botId: charge.botId });
  needs.wakes.sender();
  if (confirmed.outcome === 'surplus' || confirmed.outcome === 'late-refunded') needs.wakes.refunds();
  wakePaid(needs, confirmed);
  if (confirmed.toppedUp !== undefined) await renewAfterTopUp(needs, confirmed.toppedUp);
  return confirmed;
}

/** Units are for ProcessXuiOrder; what changes a running access is for its panel's lane alone (SPEC 115). */
function wakePaid({ wakes }: CheckoutNeeds, { outcome, orderId, serverId, toppedUp }: Confirmed): void {
  if (toppedUp !== undefined) return;
  if (serverId !== undefined) wakes.lane(serverId);
  else if (outcome === 'settled' && orderId) wakes.orderPaid(orderId);
}

type Known = KnownPayment & { paymentId: string };

async function bookFor(booking: Booking, known: Known): Promise<Confirmed> {
  const { em, charge } = booking;
  const { paymentId, orderId, status } = known;
  const late = LATE.includes(status);
  const fits = known.amount === charge.amount && known.currency === charge.currency;
  const part = late ? await returnedPart(em, orderId) : null;
  const covered = await isCovered(em, part);
  await lockBought(em, orderId);
  const wantsSeats = late && fits && covered && known.purpose === 'access';
  const seats = wantsSeats ? await retakeSeats(em, orderId) : null;
  const order = await em.findOneOrFail(Order, orderId, { lockMode: LockMode.PESSIMISTIC_WRITE });
  const payment = await em.findOneOrFail(Payment, paymentId);
  if (order.status !== status) throw new OrderMoved(`order ${order.id} moved`);

  const again = await bookMonthly(booking, { first: payment, fits });
  return again ?? bookFirst(booking, { known, payment, fits, part, covered, seats });
}

type First = {
  known: Known;
  payment: Payment;
  fits: boolean;
  part: Returned | null;
  covered: boolean;
  seats: number | null;
};

/** What is no further charge of a subscription. */
async function bookFirst(booking: Booking, first: First): Promise<Confirmed> {
  const { em } = booking;
  const { known, payment, fits, part, covered, seats } = first;
  const { status } = known;
  const late = LATE.includes(status);
  const order = payment.order;
  const obstacle = await obstacleOf(booking.needs, em, order);
  const hasSeats = seats !== null || known.purpose !== 'access';
  const surplus = surplusReason({ payment, fits, late, covered, obstacle, hasSeats, status });
  if (surplus) return bookSurplus(booking, payment, surplus);
  if (!(await retakePart(booking.needs, em, { order, part }))) throw new OrderMoved(`balance of ${order.id}`);
  return settle(booking, payment, seats);
}

type SurplusReason =
  | 'second-payment'
  | 'late-and-sold-out'
  | 'late-and-balance-gone'
  | 'wrong-amount'
  | NotGiven;
type Circumstances = {
  payment: Payment;
  fits: boolean;
  late: boolean;
  /** What the balance should pay of it is there. */
  covered: boolean;
  /** Why what it buys for a running access cannot be given; null = it can, or it buys an access. */
  obstacle: NotGiven | null;
  hasSeats: boolean;
  status: OrderStatus;
};

/** Why the money goes back; null = it pays the order. */
function surplusReason(of: Circumstances): SurplusReason | null {
  if (!of.fits) return 'wrong-amount';
  if (of.payment.isSettled()) return 'second-payment';
  if (of.late) return lateReason(of);
  return of.status === 'pending_payment' ? of.obstacle : 'second-payment';
}

function lateReason({ covered, obstacle, hasSeats }: Circumstances): SurplusReason | null {
  if (!covered) return 'late-and-balance-gone';
  if (obstacle) return obstacle;
  return hasSeats ? null : 'late-and-sold-out';
}

async function settle(booking: Booking, payment: Payment, retakenInbound: number | null): Promise<Confirmed> {
  const { needs, em, now } = booking;
  const order = payment.order;
  const charge = writeCharge(booking, payment, 'settled');
  payment.settle(now);
  await em.flush();
  await settleHeld(needs, em, order);
  const serverId = await settleOrder(needs, em, { order, retakenInbound });
  await book(booking, { key: `settle:${charge.id}`, reason: 'order paid', orderId: order.id, to: 'revenue' });
  await beginSubscription(booking, order, booking.charge);
  const toppedUp = order.purpose === 'topup' && { toppedUp: order.customer.id };
  return { outcome: 'settled', orderId: order.id, ...(serverId !== null && { serverId }), ...toppedUp };
}

/** The money is ours to give back; a subscription that began with it is ended. */
async function bookSurplus(booking: Booking, payment: Payment, reason: SurplusReason): Promise<Confirmed> {
  const orderId = payment.order.id;
  await returnCharge(booking, payment, reason);
  await refuseSubscription(booking, payment.order);
  if (NOT_GIVEN.includes(reason)) await endUngiven(booking, payment.order);
  return { outcome: LATE_REASONS.includes(reason) ? 'late-refunded' : 'surplus', orderId };
}

/** It can never be given any more: the order is over, and what a balance paid of it goes back there. */
async function endUngiven({ needs, em }: Booking, order: Order): Promise<void> {
  if (!order.canCancel()) return;
  order.cancel();
  await closePayments(needs, em, order);
}

/** No payment of ours has this payload: an incident for the owner, who can find and refund it by its charge id. */
async function bookUnmatched(booking: Booking): Promise<Confirmed> {
  const { needs, em, now } = booking;
  const charge = writeCharge(booking, null, 'unmatched');
  await em.flush();
  await book(booking, { key: `surplus:${charge.id}`, reason: 'unmatched', orderId: null, to: 'unallocated' });
  await alertStaff(
    em,
    { shop: needs.shop, now },
    {
      key: `unmatched:${charge.id}`,
      data: {
        code: 'unmatched-charge',
        id: charge.id,
        chargeId: charge.chargeId,
        stars: Number(charge.amount),
        payerId: charge.payerId,
      },
    },
  );
  return { outcome: 'unmatched', orderId: null };
}
