import { LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { TELEGRAMS_LEDGER } from '../../model/audit-entry.ts';
import { Charge, Refund } from '../../model/payment.ts';
import type { RefundReason } from '../../model/refund-reason.ts';
import { ok, type Result, refuse } from '../../model/result.ts';
import { audit } from '../messages/audit.ts';
import type { CheckoutNeeds } from './needs.ts';
import { startRefund } from './start-refund.ts';
import type { ChargeTrouble, MoneyTrouble, RefundTrouble } from './views.ts';

const MOST = 20;

/** Money that waits for a decision: charges of no order, refunds that were given up. The oldest first. */
export async function moneyTrouble(em: SqlEntityManager): Promise<MoneyTrouble> {
  const oldest = { limit: MOST } as const;
  const charges = await em.find(
    Charge,
    { status: 'unmatched' },
    { ...oldest, orderBy: { receivedAt: 'asc' } },
  );
  const refunds = await em.find(
    Refund,
    { status: 'failed' },
    { ...oldest, populate: ['charge.payment'], orderBy: { createdAt: 'asc' } },
  );
  return { charges: charges.map(chargeOf), refunds: refunds.map(refundTrouble) };
}

/** null = there is no such charge. */
export async function chargeTrouble(em: SqlEntityManager, id: string): Promise<ChargeTrouble | null> {
  const charge = await em.findOne(Charge, id);
  return charge && chargeOf(charge);
}

export type ChargeRefund = { id: string; actorId: number };
type ChargeStep = {
  id: string;
  actorId: number | null;
  reason: Extract<RefundReason, 'no-order' | 'returned'>;
};

/** Gives a charge back that belongs to no order; once, whoever presses how often. */
export function refundCharge(
  needs: CheckoutNeeds,
  request: ChargeRefund,
): Promise<Result<{ stars: number }, { code: 'charge-not-open' }>> {
  return needs.work.run((em) => refundChargeInOneStep(needs, em, { ...request, reason: 'no-order' }));
}

/** The same in the transaction of its caller; `returned` = Telegram has given it back already. */
export async function refundChargeInOneStep(
  needs: CheckoutNeeds,
  em: SqlEntityManager,
  { id, actorId, reason }: ChargeStep,
): Promise<Result<{ stars: number }, { code: 'charge-not-open' }>> {
  const charge = await em.findOne(Charge, id, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (charge?.status !== 'unmatched') return refuse({ code: 'charge-not-open' });
  const now = needs.clock.now();
  await startRefund(needs, em, { charge, orderId: null, reason, from: 'unallocated', dueAt: now });
  const [before, after] = [{ status: 'unmatched' }, { status: 'refunding', stars: Number(charge.amount) }];
  const act = { actorId: actorId ?? TELEGRAMS_LEDGER, action: 'charge.refund' };
  audit(em, { ...act, target: `charge:${charge.chargeId}`, before, after }, now);
  await em.flush();
  return ok({ stars: Number(charge.amount) });
}

export type RefundRetry = { refundId: string; actorId: number };

/** Asks Telegram once more for a refund that was given up. */
export function retryRefund(
  needs: CheckoutNeeds,
  { refundId, actorId }: RefundRetry,
): Promise<Result<{ refundId: string }, { code: 'refund-not-failed' }>> {
  return needs.work.run(async (em) => {
    const refund = await em.findOne(Refund, refundId, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (refund?.status !== 'failed') return refuse({ code: 'refund-not-failed' });
    const now = needs.clock.now();
    const before = { status: refund.status, attempts: refund.attempts };
    refund.retry(now);
    audit(
      em,
      { actorId, action: 'refund.retry', target: `refund:${refundId}`, before, after: { status: 'due' } },
      now,
    );
    await em.flush();
    return ok({ refundId });
  });
}

const chargeOf = ({ id, chargeId, payerId, amount, status, receivedAt }: Charge): ChargeTrouble => ({
  id,
  chargeId,
  payerId,
  stars: Number(amount),
  status,
  receivedAt,
});

/** Needs its charge with the payment. */
export const refundTrouble = ({ id, charge, amount, status, error }: Refund): RefundTrouble => ({
  refundId: id,
  orderId: charge.payment?.order.id ?? null,
  payerId: charge.payerId,
  stars: Number(amount),
  status,
  error,
});
