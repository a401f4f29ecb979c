import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Order } from '../../model/order.ts';
import { Charge, Payment } from '../../model/payment.ts';
import type { RefundReason } from '../../model/refund-reason.ts';
import type { Money } from '../../model/values/money.ts';
import { giveCredit } from './credit-wallet.ts';
import type { CheckoutNeeds } from './needs.ts';
import { startRefund } from './start-refund.ts';

/** What goes back: whole Stars to Telegram, and money to the balance in the shop. */
export type GivenBack = { stars: number; credited: Money };

export type WholeReturn = {
  order: Order;
  /** Of the order, all of them. */
  units: number;
  reason: RefundReason;
  actorId: number | null;
  dueAt: Date;
};

/** Everything that was paid for an order goes back the way it came: charges to Telegram, the rest to the balance. */
export async function returnWhole(
  needs: CheckoutNeeds,
  em: SqlEntityManager,
  whole: WholeReturn,
): Promise<GivenBack> {
  const { order, reason, dueAt } = whole;
  const payments = await em.find(Payment, { order: order.id, status: 'settled' });
  for (const payment of payments) payment.startRefund();
  let stars = 0n;
  for (const charge of await em.find(Charge, { payment: { order: order.id }, status: 'settled' })) {
    await startRefund(needs, em, { charge, orderId: order.id, reason, from: 'revenue', dueAt });
    stars += charge.amount;
  }
  const amount = payments.reduce((sum, each) => sum + (each.isOfWallet() ? each.amount : 0n), 0n);
  if (amount > 0n) await giveCredit(needs, em, { ...whole, amount });
  return { stars: Number(stars), credited: { minor: amount, currency: order.currency } };
}
