import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Order } from '../../model/order.ts';
import { Charge, Payment } from '../../model/payment.ts';
import type { RefundReason } from '../../model/refund-reason.ts';
import { giveCredit } from './credit-wallet.ts';
import type { CheckoutNeeds } from './needs.ts';
import { wholeOf } from './order-money-views.ts';
import { startRefund } from './start-refund.ts';
import type { GivenBack } from './views.ts';

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
  const charges = await em.find(Charge, { payment: { order: order.id }, status: 'settled' });
  const back = wholeOf(order, { charges, payments }, needs.shop);
  for (const payment of payments) if (back.stars > 0 || payment.isOfWallet()) payment.startRefund();
  for (const charge of back.stars > 0 ? charges : [])
    await startRefund(needs, em, { charge, orderId: order.id, reason, from: 'revenue', dueAt });
  const amount = back.credited.minor;
  if (amount > 0n) await giveCredit(needs, em, { ...whole, amount });
  return back;
}
