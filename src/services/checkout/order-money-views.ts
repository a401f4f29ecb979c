import { ORDER_LIFE, type Order } from '../../model/order.ts';
import { shareOf, worthOf } from '../../model/order-money.ts';
import type { OrderServerClient } from '../../model/order-server-client.ts';
import type { Charge, Payment } from '../../model/payment.ts';
import type { Money } from '../../model/values/money.ts';
import type { WalletCredit } from '../../model/wallet-credit.ts';
import type { Shop } from '../ports/shop.ts';
import type { GivenBack, OrderCreditView, OrderView } from './views.ts';

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

/**
 * Everything that was paid for an order, as it goes back: charges to Telegram, the rest to the balance. Stars that
 * another bot has taken go back through that one alone, so their worth goes to the balance too.
 */
export function wholeOf(
  order: Order,
  { charges, payments }: Pick<OrderRows, 'charges' | 'payments'>,
  { botId, starRate }: Pick<Shop, 'botId' | 'starRate'>,
): GivenBack {
  const { currency } = order;
  const settled = charges.filter(({ status }) => status === 'settled');
  if (settled.some((charge) => charge.botId !== botId))
    return { stars: 0, credited: { minor: worthOf(order, starRate), currency } };
  const stars = settled.reduce((sum, { amount }) => sum + Number(amount), 0);
  return { stars, credited: paidFromBalance(payments) ?? { minor: 0n, currency } };
}

export const sumOf = (one: GivenBack, other: GivenBack): GivenBack => ({
  stars: one.stars + other.stars,
  credited: { ...one.credited, minor: one.credited.minor + other.credited.minor },
});

/** What `refundOrder` would give back now, without what was paid ahead; null = nothing. */
export function refundOf(order: Order, rows: OrderRows, shop: Shop): OrderView['refund'] {
  if (order.origin !== 'sale' || !ORDER_LIFE.canMove(order.status, 'refunded')) return null;
  const of = rows.units.length;
  const before = rows.units.filter(({ provisionStatus }) => provisionStatus === 'cancelled').length;
  if (before === 0) return wholeOf(order, rows, shop);
  const minor = shareOf({ worth: worthOf(order, shop.starRate), of, before, now: of - before });
  return { stars: 0, credited: { minor, currency: order.currency } };
}
