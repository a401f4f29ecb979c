import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Order } from '../../model/order.ts';
import { Payment } from '../../model/payment.ts';
import { ok, type Result, refuse } from '../../model/result.ts';
import { bookJournal } from '../ledger/book-journal.ts';
import { balanceOf, lockBalance, walletOf } from '../ledger/wallet.ts';
import type { CheckoutNeeds } from './needs.ts';
import { makeWaitingDue } from './purchases/make-waiting-due.ts';

export type NotTaken = { code: 'balance-too-low' | 'balance-changed' };

/** `shown` = what the screen said would be taken, in minor units; null = it said nothing. */
export type Wish = { customerId: number; currency: string; total: bigint; shown: number | null };

/** How much of a price the balance pays now: as much as there is. It stays there for this transaction. */
export async function takeable(em: SqlEntityManager, wish: Wish): Promise<Result<bigint, NotTaken>> {
  const balance = await lockBalance(em, wish);
  const part = balance < wish.total ? balance : wish.total;
  if (part === 0n) return refuse({ code: 'balance-too-low' });
  return wish.shown !== null && BigInt(wish.shown) !== part ? refuse({ code: 'balance-changed' }) : ok(part);
}

/** Takes the part of an order that the balance pays: for good where it is all of it, else it is held. */
export async function takePart(
  needs: CheckoutNeeds,
  em: SqlEntityManager,
  { order, part }: { order: Order; part: bigint },
): Promise<Payment> {
  const now = needs.clock.now();
  const { id, currency } = order;
  const row = { id: needs.ids.id(), order, provider: 'wallet', amount: part, currency, createdAt: now };
  const payment = em.create(Payment, row);
  const isWhole = part === order.total;
  if (isWhole) payment.settle(now);
  else payment.hold();
  await em.flush();
  const [step, to] = isWhole ? ['wallet-paid', 'revenue'] : ['wallet-held', 'held'];
  await move(needs, em, { payment, step, orderId: id, from: walletOf(order.customer.id), to });
  return payment;
}

/** The Stars for the rest came in time: what was held is the shop's. */
export async function settleHeld(needs: CheckoutNeeds, em: SqlEntityManager, order: Order): Promise<void> {
  const payment = await em.findOne(Payment, { order: order.id, provider: 'wallet', status: 'pending' });
  if (!payment) return;
  payment.settle(needs.clock.now());
  await em.flush();
  await move(needs, em, { payment, step: 'wallet-settled', orderId: order.id, from: 'held', to: 'revenue' });
}

/** The order ended unpaid: what was held goes back to the balance. */
export async function returnHeld(
  needs: CheckoutNeeds,
  em: SqlEntityManager,
  { order, payment }: { order: Order; payment: Payment },
): Promise<void> {
  const to = walletOf(order.customer.id);
  await makeWaitingDue(em, { customerId: order.customer.id, now: needs.clock.now() });
  await move(needs, em, { payment, step: 'wallet-returned', orderId: order.id, from: 'held', to });
}

export type Returned = { id: string; customerId: number; amount: bigint; currency: string };

/** The part of an order that went back to the balance when it ended unpaid; null = it had none. */
export async function returnedPart(em: SqlEntityManager, orderId: string): Promise<Returned | null> {
  const [row] = await em.execute<{ id: string; customerId: string; amount: string; currency: string }[]>(sql`
    select payment.id, orders.customer_id as "customerId", payment.amount, payment.currency
      from payments payment join orders on orders.id = payment.order_id
     where payment.order_id = ${orderId} and payment.provider = 'wallet' and payment.status = 'expired'`);
  return row ? { ...row, customerId: Number(row.customerId), amount: BigInt(row.amount) } : null;
}

/** Whether the balance still pays its part of an order whose Stars came late. */
export const isCovered = async (em: SqlEntityManager, part: Returned | null): Promise<boolean> =>
  part === null || (await balanceOf(em, part)) >= part.amount;

/** Takes that part once more; false = it was spent meanwhile. */
export async function retakePart(
  needs: CheckoutNeeds,
  em: SqlEntityManager,
  { order, part }: { order: Order; part: Returned | null },
): Promise<boolean> {
  if (part === null) return true;
  if ((await lockBalance(em, part)) < part.amount) return false;
  const payment = await em.findOneOrFail(Payment, part.id);
  payment.settle(needs.clock.now());
  await em.flush();
  const from = walletOf(part.customerId);
  await move(needs, em, { payment, step: 'wallet-paid-late', orderId: order.id, from, to: 'revenue' });
  return true;
}

type Move = {
  payment: Payment;
  /** Its name is the key and the reason of the journal. */
  step: string;
  orderId: string;
  from: string;
  to: string;
};

async function move(needs: CheckoutNeeds, em: SqlEntityManager, of: Move): Promise<void> {
  const { payment, step, orderId, from, to } = of;
  await bookJournal(em, {
    id: needs.ids.id(),
    key: `${step}:${payment.id}`,
    reason: step,
    orderId,
    actorId: null,
    currency: payment.currency,
    at: needs.clock.now(),
    lines: [
      { account: from, amount: -payment.amount },
      { account: to, amount: payment.amount },
    ],
  });
}
