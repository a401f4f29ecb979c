import { ORDER_LIFE, type Order } from '../../model/order.ts';
import { shareOf } from '../../model/order-money.ts';
import type { OrderServerClient } from '../../model/order-server-client.ts';
import type { Charge, Payment } from '../../model/payment.ts';
import type { Money } from '../../model/values/money.ts';
import type { WalletCredit } from '../../model/wallet-credit.ts';
import type { OrderCreditView, OrderView } from './views.ts';

/** What of an order the balance pays, held or for good; null = nothing. */
export function paidFromBalance(payments: readonly Payment[]): Money | null {
  const paid = payments.find((payment) => payment.isOfWallet() && (payment.isHeld() || payment.isSettled()));
  return paid ? { minor: paid.amount, currency: paid.currency } : null;
}

/** What Telegram is asked for; 0 = the balance pays all of it, or nobody pays. */
export const askedStars = (payments: readonly Payment[]): number =>
  Number(payments.find((payment) => !payment.isOfWallet())?.amount ?? 0n);

export const creditView = ({ amount, currency, status }: WalletCredit): OrderCreditView => ({
  amount: { minor: amount, currency },
  done: status === 'done',
});

export type OrderRows = {
  units: readonly OrderServerClient[];
  charges: readonly Charge[];
  payments: readonly Payment[];
};

/** What `refundOrder` would give back now; null = nothing. */
export function refundOf(order: Order, { units, charges, payments }: OrderRows): OrderView['refund'] {
  if (order.origin !== 'sale' || !ORDER_LIFE.canMove(order.status, 'refunded')) return null;
  const before = units.filter(({ provisionStatus }) => provisionStatus === 'cancelled').length;
  const now = units.length - before;
  const { currency } = order;
  if (before > 0) {
    const minor = shareOf({ worth: order.total, of: units.length, before, now });
    return { stars: 0, credited: { minor, currency } };
  }
  const stars = charges.reduce((sum, each) => sum + (each.status === 'settled' ? Number(each.amount) : 0), 0);
  return { stars, credited: paidFromBalance(payments) ?? { minor: 0n, currency } };
}
