import type { SqlEntityManager } from '@mikro-orm/sql';
import { TELEGRAMS_LEDGER } from '../../../model/audit-entry.ts';
import type { Order } from '../../../model/order.ts';
import { OrderPurchase } from '../../../model/order-purchase.ts';
import { Charge, Payment } from '../../../model/payment.ts';
import type { RefundReason } from '../../../model/refund-reason.ts';
import { balanceOf, lockBalance } from '../../ledger/wallet.ts';
import { audit } from '../../messages/audit.ts';
import type { CheckoutNeeds } from '../needs.ts';
import { sumOf, wholeOf } from '../order-money-views.ts';
import { returnWhole } from '../return-whole.ts';
import type { GivenBack, PaidAhead } from '../views.ts';
import { takeBackPurchase } from './apply-purchase.ts';
import { creditOf, takeCreditBack } from './plan-credit.ts';

type Undone = { order: Order; actorId: number | null; reason: RefundReason };

/** The money of a purchase goes back whole, at once, and what it gave is taken back. Needs `lockBought` and the order. */
export async function refundPurchase(
  needs: CheckoutNeeds,
  em: SqlEntityManager,
  { order, actorId, reason }: Undone,
): Promise<GivenBack> {
  await takeBackPurchase(needs, em, order);
  const dueAt = needs.clock.now();
  return returnWhole(needs, em, { order, units: 1, reason, actorId, dueAt });
}

type Ended = { access: Order; actorId: number | null; dueAt: Date };

/**
 * An access is refunded as a whole: what was paid ahead for it, for a time that has not begun, goes back with it. A
 * period that has begun stays paid, unless somebody refunds its own order. Needs the lock of the order of the access,
 * which all of its purchases wait for.
 */
export async function refundPaidAhead(
  needs: CheckoutNeeds,
  em: SqlEntityManager,
  { access, actorId, dueAt }: Ended,
): Promise<PaidAhead> {
  const now = needs.clock.now();
  await lockBalance(em, walletOf(access));
  const { purchases, ...balance } = await aheadOf(needs, em, access);
  let back = nothingOf(access);
  for (const purchase of purchases) {
    const { order } = purchase;
    await takeCreditBack({ needs, em, now }, purchase);
    order.markRefunded();
    purchase.markTakenBack(now);
    await em.flush();
    const whole = await returnWhole(needs, em, { order, units: 1, reason: 'admin', actorId, dueAt });
    const [before, after] = [{ status: 'completed' }, { status: order.status, stars: whole.stars }];
    const act = { actorId: actorId ?? TELEGRAMS_LEDGER, action: 'order.refund', target: order.id };
    audit(em, { ...act, before, after }, now);
    back = sumOf(back, whole);
  }
  await em.flush();
  return { ...back, ...balance };
}

/** What `refundPaidAhead` would give back now. Moves nothing. */
export async function previewPaidAhead(
  needs: CheckoutNeeds,
  em: SqlEntityManager,
  access: Order,
): Promise<PaidAhead> {
  const { purchases, ...balance } = await aheadOf(needs, em, access);
  let back = nothingOf(access);
  for (const { order } of purchases) {
    const payments = await em.find(Payment, { order: order.id });
    const charges = await em.find(Charge, { payment: { order: order.id } });
    back = sumOf(back, wholeOf(order, { charges, payments }, needs.shop));
  }
  return { ...back, ...balance };
}

const walletOf = ({ customer, currency }: Order) => ({ customerId: customer.id, currency });

const nothingOf = ({ currency }: Order): GivenBack => ({ stars: 0, credited: { minor: 0n, currency } });

type Ahead = { purchases: readonly OrderPurchase[]; taken: bigint; spent: bigint };

/**
 * The newest first. What changes to cheaper plans brought to the balance is taken from there; where it is spent, it
 * stays, and so does what was paid before that change: it was made of that.
 */
async function aheadOf({ clock }: CheckoutNeeds, em: SqlEntityManager, access: Order): Promise<Ahead> {
  const ofIt = { client: { order: access.id }, order: { status: 'completed' as const } };
  const bought = await em.find(OrderPurchase, ofIt, { populate: ['order'], orderBy: { appliedAt: 'desc' } });
  let left = await balanceOf(em, walletOf(access));
  let [taken, spent] = [0n, 0n];
  const purchases: OrderPurchase[] = [];
  for (const purchase of bought) {
    const credit = purchase.isInForce() ? creditOf(purchase) : 0n;
    const goes = credit > 0n ? credit <= left : spent === 0n && purchase.isPaidAhead(clock.now());
    if (!goes) {
      spent += credit;
      continue;
    }
    purchases.push(purchase);
    left -= credit;
    taken += credit;
  }
  return { purchases, taken, spent };
}
