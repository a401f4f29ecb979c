import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Order } from '../../../model/order.ts';
import { days, later } from '../../../model/values/period.ts';
import { bookJournal } from '../../ledger/book-journal.ts';
import { lockBalance, walletOf } from '../../ledger/wallet.ts';
import type { Giving, PurchaseStep } from './purchase-step.ts';

/** Money for the balance: the amount of the order in the shop's currency, whatever Stars it cost. */
export const topUpStep: PurchaseStep = {
  obstacle: () => null,
  give: async (giving, { purchase: { order } }) => {
    await makeWaitingDue(giving, order.customer.id);
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

/** As long as the shop tries to charge for a renewal. */
const TRIED_FOR = days(3);

/** Auto-renewals of this person that found too little are due once more. Before the balance is locked, as renewals lock. */
const makeWaitingDue = ({ em, now }: Giving, customerId: number): Promise<unknown> =>
  em.execute(sql`
    update server_clients set next_billing_at = ${now}
     where customer_id = ${customerId} and auto_renew
       and expires_at > ${now} and expires_at < ${later(now, TRIED_FOR)}`);

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
