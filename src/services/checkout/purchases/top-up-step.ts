import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Order } from '../../../model/order.ts';
import { bookJournal } from '../../ledger/book-journal.ts';
import { lockBalance, walletOf } from '../../ledger/wallet.ts';
import { makeWaitingDue } from './make-waiting-due.ts';
import type { Giving, PurchaseStep } from './purchase-step.ts';

/** Money for the balance: the amount of the order in the shop's currency, whatever Stars it cost. */
export const topUpStep: PurchaseStep = {
  obstacle: () => null,
  give: async (giving, { purchase: { order } }) => {
    await makeWaitingDue(giving.em, { customerId: order.customer.id, now: giving.now });
    await move(giving, order, { reason: 'topup', amount: order.total });
  },
  keeps: async ({ em }, { purchase }) => {
    if (!purchase.isInForce()) return null;
    const { order } = purchase;
    return (await spendable(em, order)) < order.total ? 'topup-spent' : null;
  },
  takeBack: (giving, { purchase: { order } }) =>
    move(giving, order, { reason: 'topup-back', amount: -order.total }),
  tell: ({ orderId, ...to }) => ({ ...to, kind: 'topped-up', data: { orderId } }),
};

/** Kept from every other hand to the end of the transaction, so that it cannot be spent meanwhile. */
const spendable = (em: SqlEntityManager, { customer, currency }: Order): Promise<bigint> =>
  lockBalance(em, { customerId: customer.id, currency });

type Move = { reason: 'topup' | 'topup-back'; amount: bigint };

async function move(
  { needs, em, now }: Giving,
  { id: orderId, customer, currency }: Order,
  { reason, amount }: Move,
): Promise<void> {
  await bookJournal(em, {
    id: needs.ids.id(),
    key: `${reason}:${orderId}`,
    reason,
    orderId,
    actorId: null,
    currency,
    at: now,
    lines: [
      { account: 'revenue', amount: -amount },
      { account: walletOf(customer.id), amount },
    ],
  });
}
