import type { SqlEntityManager } from '@mikro-orm/sql';
import { Charge, type ChargeStatus, type Payment } from '../../model/payment.ts';
import type { RefundReason } from '../../model/refund-reason.ts';
import { bookJournal } from '../ledger/book-journal.ts';
import type { IncomingCharge } from '../ports/payment-provider.ts';
import type { CheckoutNeeds } from './needs.ts';
import { startRefund } from './start-refund.ts';

/** Money that came, in the transaction that books it. */
export type Booking = { needs: CheckoutNeeds; em: SqlEntityManager; now: Date; charge: IncomingCharge };

/** As long as its column; ours have at most 128 bytes. */
const LONGEST_PAYLOAD = 255;

/** Writes down that it came; `payment` null = nothing of ours is known for it. */
export function writeCharge(
  { needs, em, now, charge }: Booking,
  payment: Payment | null,
  status: ChargeStatus,
): Charge {
  const { botId, chargeId, payerId, amount, currency } = charge;
  const payload = payment === null ? charge.payload.slice(0, LONGEST_PAYLOAD) : null;
  return em.create(Charge, {
    id: needs.ids.id(),
    payment,
    botId,
    chargeId,
    payerId,
    amount,
    currency,
    status,
    payload,
    receivedAt: charge.at ?? now,
  });
}

type Entry = { key: string; reason: string; orderId: string | null; to: 'revenue' | 'unallocated' };

/** Where it went. */
export async function book({ needs, em, now, charge }: Booking, entry: Entry): Promise<void> {
  await bookJournal(em, {
    id: needs.ids.id(),
    key: entry.key,
    reason: entry.reason,
    orderId: entry.orderId,
    actorId: null,
    currency: charge.currency,
    at: now,
    lines: [
      { account: 'psp:stars', amount: -charge.amount },
      { account: entry.to, amount: charge.amount },
    ],
  });
}

/** The money is ours to give back: it is booked, and its refund is due at once. */
export async function returnCharge(booking: Booking, payment: Payment, reason: RefundReason): Promise<void> {
  const { needs, em, now } = booking;
  const orderId = payment.order.id;
  const charge = writeCharge(booking, payment, 'surplus');
  await em.flush();
  await book(booking, { key: `surplus:${charge.id}`, reason, orderId, to: 'unallocated' });
  await startRefund(needs, em, { charge, orderId, reason, from: 'unallocated', dueAt: now });
}
