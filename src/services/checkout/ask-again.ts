import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Order } from '../../model/order.ts';
import { Payment } from '../../model/payment.ts';
import { between, type Period, seconds } from '../../model/values/period.ts';
import { queueMessage } from '../messages/queue-message.ts';
import type { CheckoutNeeds } from './needs.ts';

/** Two quick presses are one: so long the invoice of the first one is on its way. */
const ON_ITS_WAY: Period = seconds(20);

/**
 * The button of an open order is pressed once more: its invoice, which may be far above by now or deleted, is sent again,
 * at most three times a minute. Needs the lock of the order, or of its customer.
 */
export async function askAgain(
  { shop, clock }: CheckoutNeeds,
  em: SqlEntityManager,
  order: Order,
): Promise<void> {
  const now = clock.now();
  const age = between(order.createdAt, now);
  if (age < ON_ITS_WAY || !order.holdsSeats(now)) return;
  const payment = await em.findOne(Payment, { order: order.id, provider: 'stars' });
  if (!payment) return;
  const key = `invoice:${payment.id}:again-${Math.floor(age / ON_ITS_WAY)}`;
  const data = { paymentId: payment.id };
  await queueMessage(em, { shop, now }, { chatId: order.customer.id, kind: 'invoice', data, key });
}
