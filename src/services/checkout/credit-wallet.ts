import { LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Customer } from '../../model/customer.ts';
import { type Order, OrderItem } from '../../model/order.ts';
import { Payment } from '../../model/payment.ts';
import type { RefundReason } from '../../model/refund-reason.ts';
import { WalletCredit } from '../../model/wallet-credit.ts';
import { bookJournal } from '../ledger/book-journal.ts';
import { walletOf } from '../ledger/wallet.ts';
import { queueMessage } from '../messages/queue-message.ts';
import type { CheckoutNeeds } from './needs.ts';
import { makeWaitingDue } from './purchases/make-waiting-due.ts';

/** `amount` in minor units of the order's currency, for so many of its units. */
export type OrderCredit = {
  order: Order;
  amount: bigint;
  units: number;
  reason: RefundReason;
  actorId: number | null;
  dueAt: Date;
};

/** Money of an order goes to its customer's balance. */
export const giveCredit = (
  needs: CheckoutNeeds,
  em: SqlEntityManager,
  credit: OrderCredit,
): Promise<void> => {
  const { customer, currency } = credit.order;
  return creditCustomer(needs, em, { ...credit, customer, currency });
};

/** `order` null = it belongs to none. */
type Credit = Omit<OrderCredit, 'order'> & { order: Order | null; customer: Customer; currency: string };

/** Writes down that money goes to a customer's balance, and books it in the same transaction where it is due. */
export async function creditCustomer(
  needs: CheckoutNeeds,
  em: SqlEntityManager,
  credit: Credit,
): Promise<void> {
  const now = needs.clock.now();
  const row = em.create(WalletCredit, { id: needs.ids.id(), ...credit, createdAt: now });
  await em.flush();
  if (row.dueAt <= now) await bookCredit(needs, em, row);
}

/** Books it, once, and tells the customer. */
export async function bookCredit(
  needs: CheckoutNeeds,
  em: SqlEntityManager,
  credit: WalletCredit,
): Promise<void> {
  const now = needs.clock.now();
  const { id, amount, currency, reason, actorId, customer, order } = credit;
  credit.markDone(now);
  await em.flush();
  await makeWaitingDue(em, { customerId: customer.id, now });
  await bookJournal(em, {
    id: needs.ids.id(),
    key: `credit:${id}`,
    reason,
    orderId: order?.id ?? null,
    actorId,
    currency,
    at: now,
    lines: [
      { account: 'revenue', amount: -amount },
      { account: walletOf(customer.id), amount },
    ],
  });
  if (order) await closeWalletPayments(em, order.id);
  await tell(needs, em, credit);
}

/** What was paid from the balance is there again. */
async function closeWalletPayments(em: SqlEntityManager, orderId: string): Promise<void> {
  const back = { order: orderId, provider: 'wallet', status: 'refunding' } as const;
  for (const payment of await em.find(Payment, back)) payment.markRefunded();
  await em.flush();
}

async function tell(needs: CheckoutNeeds, em: SqlEntityManager, credit: WalletCredit): Promise<void> {
  const { id, customer, order, amount, currency, units, reason } = credit;
  const item = order && (await em.findOne(OrderItem, { order: order.id }));
  await queueMessage(
    em,
    { shop: needs.shop, now: needs.clock.now() },
    {
      chatId: customer.id,
      kind: 'credited',
      data: {
        orderId: order?.id ?? null,
        minor: String(amount),
        currency,
        units,
        of: item?.quantity ?? units,
        reason,
      },
      key: `credited:${id}`,
    },
  );
}

/** What the balance was given of an order, booked or due, in minor units. */
export async function creditedFor(em: SqlEntityManager, orderId: string): Promise<bigint> {
  const credits = await em.find(WalletCredit, { order: orderId });
  return credits.reduce((sum, { amount }) => sum + amount, 0n);
}

/** A credit as one hand holds it; null = another hand has booked it. */
export const lockDueCredit = (em: SqlEntityManager, id: string): Promise<WalletCredit | null> =>
  em.findOne(WalletCredit, { id, status: 'due' }, { lockMode: LockMode.PESSIMISTIC_WRITE });
