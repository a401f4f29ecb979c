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
  /** What the balance has of it since before, in minor units; left out = nothing. */
  creditedBefore?: bigint;
};

/** Everything that was paid for an order goes back the way it came: charges to Telegram, the rest to the balance. */
export async function returnWhole(
  needs: CheckoutNeeds,
  em: SqlEntityManager,
  whole: WholeReturn,
): Promise<GivenBack> {
  const { order, creditedBefore = 0n, ...credit } = whole;
  const payments = await em.find(Payment, { order: order.id, status: 'settled' });
  const charges = await em.find(Charge, { payment: { order: order.id }, status: 'settled' });
  const back = wholeOf(order, { charges, payments }, needs.shop);
  const owed = back.credited.minor - creditedBefore;
  const amount = owed > 0n ? owed : 0n;
  const goesBack = (payment: Payment) => (payment.isOfWallet() ? amount > 0n : back.stars > 0);
  for (const payment of payments.filter(goesBack)) payment.startRefund();
  if (back.stars > 0) await returnCharges(needs, em, { ...whole, charges });
  if (amount > 0n) await giveCredit(needs, em, { ...credit, order, amount });
  return { ...back, credited: { ...back.credited, minor: amount } };
}

async function returnCharges(
  needs: CheckoutNeeds,
  em: SqlEntityManager,
  { order, reason, dueAt, charges }: WholeReturn & { charges: readonly Charge[] },
): Promise<void> {
  for (const charge of charges)
    await startRefund(needs, em, { charge, orderId: order.id, reason, from: 'revenue', dueAt });
}
