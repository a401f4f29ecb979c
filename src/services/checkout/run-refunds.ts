import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { type Charge, Refund } from '../../model/payment.ts';
import { days, minutes, type Period, seconds } from '../../model/values/period.ts';
import { backOff } from '../lanes/lane-runner.ts';
import { bookJournal } from '../ledger/book-journal.ts';
import { alertStaff, queueMessage } from '../messages/queue-message.ts';
import { crashPoint } from '../ports/crash-point.ts';
import { count } from '../ports/meter.ts';
import { PaymentFault } from '../ports/payment-provider.ts';
import { deleteAccess } from './delete-access.ts';
import type { CheckoutNeeds } from './needs.ts';
import { runCredits } from './run-credits.ts';

/** By the database's clock; longer than Telegram may take to answer. */
const LEASE: Period = seconds(30);
const MOST_TRIES = 8;
/** After these an access that was delivered is deleted. */
const ENDS_ACCESS: readonly string[] = ['admin', 'returned'];

type Claim = { id: string; leaseNo: number };

/** Asks Telegram for every refund that is due, one after the other, and books due credits; answers how many were done. */
export async function runRefunds(needs: CheckoutNeeds): Promise<number> {
  let done = await runCredits(needs);
  for (let claim = await claimRefund(needs); claim; claim = await claimRefund(needs)) {
    if (await runRefund(needs, claim)) done += 1;
  }
  return done;
}

async function claimRefund(needs: CheckoutNeeds): Promise<Claim | null> {
  const [claim] = await needs.work.read().execute<Claim[]>(sql`
    update refunds set lease_no = lease_no + 1, attempts = attempts + 1,
                       lease_until = clock_timestamp() + ${LEASE} * interval '1 ms'
     where id = (
       select id from refunds
        where status = 'due' and due_at <= ${needs.clock.now()}
          and (lease_until is null or lease_until < clock_timestamp())
        order by due_at limit 1 for update skip locked)
    returning id, lease_no as "leaseNo"`);
  return claim ?? null;
}

async function runRefund(needs: CheckoutNeeds, claim: Claim): Promise<boolean> {
  const { charge, reason } = await needs.work
    .read()
    .findOneOrFail(Refund, claim.id, { populate: ['charge'] });
  try {
    // What Telegram has given back already, nobody asks it for once more.
    if (reason !== 'returned') await askForRefund(needs, charge);
  } catch (fault) {
    if (!(fault instanceof PaymentFault)) throw fault;
    await recordFailure(needs, claim, fault);
    count('shop_refund_tries_total', { outcome: fault.retryable ? 'again' : 'refused' });
    return false;
  }
  crashPoint('refund.asked');
  await recordSuccess(needs, claim);
  count('shop_refund_tries_total', { outcome: 'done' });
  needs.wakes.sender();
  return true;
}

async function askForRefund({ shop, stars }: CheckoutNeeds, charge: Charge): Promise<void> {
  if (charge.botId !== shop.botId) throw takenByAnother(charge);
  await stars.refund({ payerId: charge.payerId, chargeId: charge.chargeId });
}

/** Telegram gives Stars back by the bot that took them; the token of that one is not here any more. */
const takenByAnother = ({ botId }: Charge): PaymentFault =>
  new PaymentFault({ outcome: 'failed', retryable: false }, `another bot (${botId}) took these Stars`);

/** The refund as this hand claimed it; null = the lease went to another. */
const held = (em: SqlEntityManager, { id, leaseNo }: Claim): Promise<Refund | null> =>
  em.findOne(Refund, { id, leaseNo, status: 'due' }, { populate: ['charge.payment.order'] });

async function recordSuccess(needs: CheckoutNeeds, claim: Claim): Promise<void> {
  const now = needs.clock.now();
  const servers = await needs.work.do(async (em) => {
    const refund = await held(em, claim);
    if (!refund) return [];
    const { charge } = refund;
    refund.markDone(now);
    charge.markRefunded();
    charge.payment?.markRefunded();
    await em.flush();
    const orderId = charge.payment?.order.id ?? null;
    await bookJournal(em, {
      id: needs.ids.id(),
      key: `refund:${refund.id}`,
      reason: refund.reason,
      orderId,
      actorId: null,
      currency: charge.currency,
      at: now,
      lines: [
        { account: refund.fromAccount, amount: -refund.amount },
        { account: 'refunds', amount: refund.amount },
      ],
    });
    await tellDone(needs, em, refund);
    return ENDS_ACCESS.includes(refund.reason) && orderId ? deleteAccess(em, orderId, now) : [];
  });
  for (const serverId of new Set(servers)) needs.wakes.lane(serverId);
}

/** Of what Telegram gave back unasked its payer knows already. */
async function tellDone(
  { shop, clock }: CheckoutNeeds,
  em: SqlEntityManager,
  { id, amount, charge, reason }: Refund,
): Promise<void> {
  if (reason === 'returned') return;
  const data = { orderId: charge.payment?.order.id ?? null, stars: Number(amount) };
  const message = { chatId: charge.payerId, kind: 'refund-done', data, key: `refund-done:${id}` } as const;
  await queueMessage(em, { shop, now: clock.now() }, message);
}

async function recordFailure(needs: CheckoutNeeds, claim: Claim, fault: PaymentFault): Promise<void> {
  const now = needs.clock.now();
  await needs.work.do(async (em) => {
    const refund = await held(em, claim);
    if (!refund) return;
    const giveUp = !fault.retryable || refund.attempts >= MOST_TRIES;
    const limits = { first: minutes(1), longest: days(1), chance: 1 };
    refund.markFailed(fault.message, giveUp ? null : backOff(now, refund.attempts - 1, limits));
    refund.letGo();
    await em.flush();
    if (!giveUp) return;
    const orderId = refund.charge.payment?.order.id ?? null;
    await alertStaff(
      em,
      { shop: needs.shop, now },
      {
        key: `refund-failed:${refund.id}:${refund.leaseNo}`,
        data: { code: 'refund-failed', refundId: refund.id, orderId, reason: fault.message },
      },
    );
  });
}
