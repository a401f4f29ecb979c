import { sql } from '@mikro-orm/core';
import { type ChargeStatus, Refund, type RefundStatus } from '../../../model/payment.ts';
import type { ReturnedCharge } from '../../ports/payment-provider.ts';
import { refundChargeInOneStep } from '../money-trouble.ts';
import type { CheckoutNeeds } from '../needs.ts';
import { takeOrderReturned } from './take-order-returned.ts';
import { type ReturnedStars, tellStaff, tellUnclear } from './tell-returned.ts';

/** A charge of ours as it stands, read without a lock; `refund` null = the shop has none. */
type Known = {
  id: string;
  status: ChargeStatus;
  amount: string;
  payerId: string;
  orderId: string | null;
  refundId: string | null;
  refund: RefundStatus | null;
};

/**
 * A page of the ledger, one transaction each: one that fails stops no other, and its staff is told. What the shop gave
 * back itself is left alone, as is what was taken before.
 */
export async function takeReturnedPage(needs: CheckoutNeeds, page: readonly ReturnedCharge[]): Promise<void> {
  const known = await knownOf(needs, page);
  for (const each of page) await takeSafely(needs, each, known.get(each.chargeId));
}

/** `charge` left out = nobody knows it. */
async function takeSafely(needs: CheckoutNeeds, returned: ReturnedCharge, charge?: Known): Promise<void> {
  if (charge && !isOpen(charge)) return;
  try {
    if (charge) await take(needs, returned, charge);
    else await unclear(needs, returned, { why: 'unknown', orderId: null });
  } catch (error) {
    needs.log.error('payment.returned-failed', { chargeId: returned.chargeId, error });
    await unclear(needs, returned, { why: 'failed', orderId: charge?.orderId ?? null });
  }
}

/**
 * Telegram tells that a charge went back to its payer. What the shop did not ask for ends what it had paid for, as a
 * refund does, once, whoever tells it how often. Answers whether it was news; of a charge that nobody knows the ledger
 * has the last word.
 */
export async function takeReturned(needs: CheckoutNeeds, returned: ReturnedCharge): Promise<boolean> {
  const charge = (await knownOf(needs, [returned])).get(returned.chargeId);
  return charge !== undefined && isOpen(charge) && take(needs, returned, charge);
}

/** The books do not say yet that it went back, or say that it went to the balance instead. */
const isOpen = ({ status, refund }: Known): boolean =>
  ['settled', 'unmatched', 'credited'].includes(status) || refund === 'failed';

async function knownOf(
  { work, shop }: CheckoutNeeds,
  returned: readonly ReturnedCharge[],
): Promise<ReadonlyMap<string, Known>> {
  if (returned.length === 0) return new Map();
  const rows = await work.read().execute<(Known & { chargeId: string })[]>(sql`
    select charge.charge_id as "chargeId", charge.id, charge.status, charge.amount, charge.payer_id as "payerId",
           payment.order_id as "orderId", refund.id as "refundId", refund.status as refund
      from charges charge
      left join payments payment on payment.id = charge.payment_id
      left join refunds refund on refund.charge_id = charge.id
     where charge.bot_id = ${shop.botId} and charge.charge_id in (${returned.map(({ chargeId }) => chargeId)})`);
  return new Map(rows.map((row) => [row.chargeId, row]));
}

async function take(needs: CheckoutNeeds, returned: ReturnedCharge, charge: Known): Promise<boolean> {
  const { status, orderId, refundId, refund } = charge;
  if (BigInt(charge.amount) !== returned.amount) return unclear(needs, returned, { why: 'partial', orderId });
  if (status === 'credited') return unclear(needs, returned, { why: 'twice', orderId });
  if (refund === 'failed' && refundId !== null) return tryAgain(needs, refundId);
  const stars = { ...returned, payerId: Number(charge.payerId) };
  return orderId === null
    ? takeUnmatched(needs, stars, charge.id)
    : takeOrderReturned(needs, { ...stars, id: charge.id, orderId });
}

/** It belonged to no order: only the books follow. */
async function takeUnmatched(needs: CheckoutNeeds, returned: ReturnedStars, id: string): Promise<boolean> {
  const isNews = await needs.work.do(async (em) => {
    const step = { id, actorId: null, reason: 'returned' } as const;
    if (!(await refundChargeInOneStep(needs, em, step)).ok) return false;
    await tellStaff(needs, em, { ...returned, orderId: null, what: 'nothing' });
    return true;
  });
  if (isNews) wakeAll(needs);
  return isNews;
}

/** The shop had given its own refund up; asked once more, Telegram says that the Stars are back. */
async function tryAgain(needs: CheckoutNeeds, refundId: string): Promise<boolean> {
  await needs.work.do(async (em) => {
    const refund = await em.findOne(Refund, { id: refundId, status: 'failed' });
    refund?.retry(needs.clock.now());
    await em.flush();
  });
  needs.wakes.refunds();
  return true;
}

type Unclear = Pick<Parameters<typeof tellUnclear>[2], 'why' | 'orderId'>;

async function unclear(needs: CheckoutNeeds, returned: ReturnedCharge, why: Unclear): Promise<false> {
  await needs.work.do((em) => tellUnclear(needs, em, { ...returned, ...why }));
  needs.wakes.sender();
  return false;
}

function wakeAll({ wakes }: CheckoutNeeds): void {
  wakes.sender();
  wakes.refunds();
}
