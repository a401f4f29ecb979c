import type { OrderPurchase } from '../../../model/order-purchase.ts';
import { bookJournal } from '../../ledger/book-journal.ts';
import { lockBalance, walletOf } from '../../ledger/wallet.ts';
import { makeWaitingDue } from './make-waiting-due.ts';
import type { Giving } from './purchase-step.ts';

/** In minor units; 0 = the other plan was not cheaper. */
export const creditOf = ({ terms: { credit } }: OrderPurchase): bigint => BigInt(credit ?? 0);

/** What the rest of the old plan was worth more than the new one comes to the balance. */
export async function giveCreditOf(giving: Giving, purchase: OrderPurchase): Promise<void> {
  const amount = creditOf(purchase);
  const { em, now } = giving;
  if (amount > 0n) await makeWaitingDue(em, { customerId: purchase.order.customer.id, now });
  await move(giving, purchase, { reason: 'plan-credit', amount });
}

/** Whether it can be taken back: what there is stays there for this transaction. */
export async function isCreditThere({ em }: Giving, purchase: OrderPurchase): Promise<boolean> {
  const { customer, currency } = purchase.order;
  const credit = creditOf(purchase);
  return credit === 0n || (await lockBalance(em, { customerId: customer.id, currency })) >= credit;
}

/** It goes back to the shop, with the change that brought it. */
export const takeCreditBack = (giving: Giving, purchase: OrderPurchase): Promise<void> =>
  move(giving, purchase, { reason: 'plan-credit-back', amount: -creditOf(purchase) });

async function move(
  { needs, em, now }: Giving,
  { order }: OrderPurchase,
  { reason, amount }: { reason: string; amount: bigint },
): Promise<void> {
  if (amount === 0n) return;
  await bookJournal(em, {
    id: needs.ids.id(),
    key: `${reason}:${order.id}`,
    reason,
    orderId: order.id,
    actorId: null,
    currency: order.currency,
    at: now,
    lines: [
      { account: 'revenue', amount: -amount },
      { account: walletOf(order.customer.id), amount },
    ],
  });
}
