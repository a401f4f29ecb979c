import type { Payment } from '../../model/payment.ts';
import type { Money } from '../../model/values/money.ts';

/** What the balance pays of an order, held or for good; null = nothing. */
export function balancePartOf(payments: readonly Payment[]): Money | null {
  const payment = payments.find((each) => each.isOfWallet() && each.status !== 'expired');
  return payment ? { minor: payment.amount, currency: payment.currency } : null;
}
