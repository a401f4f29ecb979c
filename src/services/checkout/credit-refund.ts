import { LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Customer } from '../../model/customer.ts';
import { worthOf } from '../../model/order-money.ts';
import { Charge, Payment, Refund } from '../../model/payment.ts';
import { ok, type Result, refuse } from '../../model/result.ts';
import { type Money, moneyFor } from '../../model/values/money.ts';
import { bookJournal } from '../ledger/book-journal.ts';
import { audit } from '../messages/audit.ts';
import { redrawCards } from '../messages/queue-message.ts';
import { creditCustomer } from './credit-wallet.ts';
import { deleteAccess } from './delete-access.ts';
import type { RefundRetry } from './money-trouble.ts';
import type { CheckoutNeeds } from './needs.ts';

export type NotCredited = { code: 'refund-not-failed' | 'refund-payer-unknown' };

/**
 * Ends a refund that was given up: what its Stars were worth goes to the balance of who paid, and what was refunded is
 * deleted. Once, and never beside a refund in Stars.
 */
export async function creditRefund(
  needs: CheckoutNeeds,
  request: RefundRetry,
): Promise<Result<Money, NotCredited>> {
  const answer = await needs.work.run((em) => credit(needs, em, request));
  if (!answer.ok) return answer;
  needs.wakes.sender();
  for (const serverId of new Set(answer.value.servers)) needs.wakes.lane(serverId);
  return ok(answer.value.credited);
}

type Credited = { credited: Money; servers: readonly number[] };

async function credit(
  needs: CheckoutNeeds,
  em: SqlEntityManager,
  { refundId, actorId }: RefundRetry,
): Promise<Result<Credited, NotCredited>> {
  const now = needs.clock.now();
  const refund = await em.findOne(Refund, refundId, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (refund?.status !== 'failed') return refuse({ code: 'refund-not-failed' });
  const charge = await em.findOneOrFail(Charge, refund.charge.id, { populate: ['payment.order'] });
  const order = charge.payment?.order ?? null;
  const customer = order?.customer ?? (await em.findOne(Customer, charge.payerId));
  if (!customer) return refuse({ code: 'refund-payer-unknown' });

  const credited = await worthOfCharge(needs, em, charge);
  refund.markCredited(now);
  await em.flush();
  await keepStars(needs, em, refund);
  const of = { order, customer, amount: credited.minor, currency: credited.currency, units: 1 };
  await creditCustomer(needs, em, { ...of, reason: 'stars-refused', actorId, dueAt: now });
  const [before, after] = [
    { status: 'failed', stars: Number(refund.amount) },
    { status: 'credited', creditedMinor: String(credited.minor) },
  ];
  audit(em, { actorId, action: 'refund.credit', target: `refund:${refundId}`, before, after }, now);
  await em.flush();
  if (order === null) return ok({ credited, servers: [] });
  await redrawCards(em, [order.id]);
  return ok({ credited, servers: refund.reason === 'admin' ? await deleteAccess(em, order.id, now) : [] });
}

/** What its Stars were to pay of the price, as it was frozen; of no order, or another sum, by the rate of now. */
export async function worthOfCharge(
  { shop }: Pick<CheckoutNeeds, 'shop'>,
  em: SqlEntityManager,
  { payment, amount }: Charge,
): Promise<Money> {
  const { currency, starRate } = shop;
  if (payment === null || payment.amount !== amount) return { minor: moneyFor(amount, starRate), currency };
  const { order } = payment;
  const part = await em.findOne(Payment, { order: order.id, provider: 'wallet' });
  return { minor: worthOf(order, starRate) - (part?.amount ?? 0n), currency: order.currency };
}

/** They were set aside to go back; the shop keeps them now. */
async function keepStars(
  { ids, clock }: CheckoutNeeds,
  em: SqlEntityManager,
  { id, charge, amount, fromAccount }: Refund,
): Promise<void> {
  if (fromAccount === 'revenue') return;
  await bookJournal(em, {
    id: ids.id(),
    key: `refund-credited:${id}`,
    reason: 'stars-refused',
    orderId: charge.payment?.order.id ?? null,
    actorId: null,
    currency: charge.currency,
    at: clock.now(),
    lines: [
      { account: fromAccount, amount: -amount },
      { account: 'revenue', amount },
    ],
  });
}
