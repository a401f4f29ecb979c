import { LockMode } from '@mikro-orm/core';
import { Customer } from '../../model/customer.ts';
import { Order } from '../../model/order.ts';
import { Payment } from '../../model/payment.ts';
import { ok, type Result, refuse } from '../../model/result.ts';
import { later, minutes } from '../../model/values/period.ts';
import { isClosedFor } from '../lanes/maintenance.ts';
import { parseInvoicePayload } from './invoice-payload.ts';
import type { CheckoutNeeds } from './needs.ts';
import { peekPayment } from './peek-payment.ts';
import { obstacleOf } from './purchases/apply-purchase.ts';
import { lockBought } from './purchases/bought.ts';
import type { NotGiven } from './purchases/purchase-step.ts';

/** What Telegram asks before it takes the money. */
export type PaymentIntent = { payload: string; payerId: number; amount: bigint; currency: string };
export type NotAdmitted = {
  code:
    | 'unknown-invoice'
    | 'wrong-person'
    | 'wrong-amount'
    | 'already-paid'
    | 'order-over'
    | 'invoice-over'
    | 'customer-suspended'
    | 'maintenance'
    | NotGiven;
};

/** From the accepted question to the payment; then the hold ends only after a look into Telegram's ledger. */
const PAYMENT_TIME = minutes(10);

/**
 * The pre-checkout gate: the right person, the right sum, an order that still holds its seats. A yes keeps the seats
 * for ten minutes more. Asked twice, it answers the same.
 */
export function admitPayment(
  needs: CheckoutNeeds,
  intent: PaymentIntent,
): Promise<Result<{ orderId: string }, NotAdmitted>> {
  const now = needs.clock.now();
  return needs.work.run(async (em) => {
    const paymentId = parseInvoicePayload(intent.payload)?.paymentId ?? '';
    const known = await peekPayment(em, paymentId);
    if (!known) return refuse({ code: 'unknown-invoice' });
    await lockBought(em, known.orderId);
    const order = await em.findOneOrFail(Order, known.orderId, { lockMode: LockMode.PESSIMISTIC_WRITE });
    await em.findOneOrFail(Customer, order.customer.id);
    const payment = await em.findOneOrFail(Payment, paymentId);

    const obstacle = await obstacleOf(needs, em, order);
    const refusal = refusalOf({ order, payment, intent, now, obstacle });
    if (refusal) return refuse({ code: refusal });
    if (await isClosedFor(em, intent.payerId, needs.shop.ownerIds)) return refuse({ code: 'maintenance' });
    order.extendHold(now, later(now, PAYMENT_TIME));
    await em.flush();
    return ok({ orderId: order.id });
  });
}

type Asked = { order: Order; payment: Payment; intent: PaymentIntent; now: Date; obstacle: NotGiven | null };

/** null = Telegram may take the money. */
function refusalOf({ order, payment, intent, now, obstacle }: Asked): NotAdmitted['code'] | null {
  if (order.customer.id !== intent.payerId) return 'wrong-person';
  if (payment.amount !== intent.amount || payment.currency !== intent.currency) return 'wrong-amount';
  if (payment.isSettled()) return 'already-paid';
  if (order.customer.isSuspended()) return 'customer-suspended';
  if (order.holdsSeats(now)) return obstacle;
  return order.purpose === 'access' ? 'order-over' : 'invoice-over';
}
