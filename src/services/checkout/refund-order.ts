import { LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { TELEGRAMS_LEDGER } from '../../model/audit-entry.ts';
import { ORDER_LIFE, Order } from '../../model/order.ts';
import { shareOf, worthOf } from '../../model/order-money.ts';
import type { RefundReason } from '../../model/refund-reason.ts';
import { ok, type Result, refuse } from '../../model/result.ts';
import { ServerClient } from '../../model/server-client.ts';
import { later, minutes } from '../../model/values/period.ts';
import { audit } from '../messages/audit.ts';
import { advanceCards } from '../messages/queue-message.ts';
import { crashPoint } from '../ports/crash-point.ts';
import { lockSeats } from '../seats/seat-statements.ts';
import { creditedFor, giveCredit } from './credit-wallet.ts';
import { endUndelivered, type Tally, tallyUnits } from './end-units.ts';
import type { CheckoutNeeds } from './needs.ts';
import { sumOf } from './order-money-views.ts';
import { whyKept } from './purchases/apply-purchase.ts';
import { lockBought } from './purchases/bought.ts';
import type { NotTakenBack } from './purchases/purchase-step.ts';
import { refundPaidAhead, refundPurchase } from './purchases/refund-purchase.ts';
import { returnWhole } from './return-whole.ts';
import { serversOf } from './servers-of.ts';
import { endSubscriptions } from './subscriptions/end-subscription.ts';
import type { GivenBack, PaidAhead } from './views.ts';

export type RefundRequest = { orderId: string; actorId: number };
export type NotRefundable = { code: 'not-refundable' | NotTakenBack; status: string };

/** Access is switched off first; a panel that cannot be reached does not keep the customer's money longer than this. */
const LONGEST_WAIT = minutes(10);

/**
 * An admin gives an order's money back: what was not delivered is abandoned with a tombstone and frees its seat, what
 * was delivered is switched off on its panel, and then every charge of the order goes back whole. Where a part went to
 * the balance before, the rest goes there too: Telegram returns whole charges only. What was bought for a running access
 * is taken back from it.
 */
export async function refundOrder(
  needs: CheckoutNeeds,
  request: RefundRequest,
): Promise<Result<GivenBack, NotRefundable>> {
  const answer = await needs.work.run((em) => refundInOneStep(needs, em, { ...request, reason: 'admin' }));
  crashPoint('refund.started');
  if (answer.ok) {
    for (const serverId of await serversOf(needs, request.orderId)) needs.wakes.lane(serverId);
    needs.wakes.sender();
    needs.wakes.refunds();
  }
  return answer;
}

/** `returned` = Telegram has given its charge back already, and nobody of the staff asked for it: `actorId` is null. */
export type RefundStep = {
  orderId: string;
  actorId: number | null;
  reason: Extract<RefundReason, 'admin' | 'returned'>;
};

/** The same in the transaction of its caller, who wakes whom it concerns. Nothing of the order may be loaded before. */
export async function refundInOneStep(
  needs: CheckoutNeeds,
  em: SqlEntityManager,
  { orderId, ...by }: RefundStep,
): Promise<Result<GivenBack, NotRefundable>> {
  const now = needs.clock.now();
  await lockSeats(em, orderId);
  await lockBought(em, orderId);
  const order = await em.findOne(Order, orderId, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (order?.origin !== 'sale' || !ORDER_LIFE.canMove(order.status, 'refunded')) {
    return refuse({ code: 'not-refundable', status: order?.status ?? 'unknown' });
  }
  const before = order.status;
  const kept = await whyKept(needs, em, order);
  if (kept) return refuse({ code: kept, status: before });
  order.markRefunded();
  await em.flush();
  const isAccess = order.purpose === 'access';
  const back: Back = await (isAccess ? refundAccess : refundPurchase)(needs, em, { order, ...by });
  audit(
    em,
    {
      actorId: by.actorId ?? TELEGRAMS_LEDGER,
      action: 'order.refund',
      target: orderId,
      before: { status: before },
      after: { status: order.status, ...written(back) },
    },
    now,
  );
  await em.flush();
  await advanceCards(em, [orderId], 'refunded');
  return ok(back.ahead ? sumOf(back, back.ahead) : back);
}

/** What went back for the order itself, and besides. */
type Back = GivenBack & { ahead?: PaidAhead };

async function refundAccess(
  needs: CheckoutNeeds,
  em: SqlEntityManager,
  { order, actorId, reason }: { order: Order } & Omit<RefundStep, 'orderId'>,
): Promise<Back> {
  const now = needs.clock.now();
  const { id: orderId } = order;
  const tally = await tallyUnits(em, orderId);
  await endUndelivered(em, { orderId, unitIds: tally.open.map(({ id }) => id), now });
  const switchedOff = await switchOff(em, orderId, now);
  const dueAt = switchedOff > 0 ? later(now, LONGEST_WAIT) : now;
  const ahead = await refundPaidAhead(needs, em, { access: order, actorId, dueAt });
  await endSubscriptions(em, orderId, now);
  return { ...(await returnMoney(needs, em, { order, tally, actorId, reason, dueAt })), ahead };
}

async function switchOff(em: SqlEntityManager, orderId: string, now: Date): Promise<number> {
  const clients = await em.find(ServerClient, { order: orderId, status: { $in: ['active', 'suspended'] } });
  for (const client of clients) {
    if (client.status === 'active') client.suspend('payment', now);
    else client.want('disabled', now);
  }
  await em.flush();
  return clients.length;
}

type Return = Omit<RefundStep, 'orderId'> & { order: Order; tally: Tally; dueAt: Date };

async function returnMoney(
  needs: CheckoutNeeds,
  em: SqlEntityManager,
  { order, tally, actorId, reason, dueAt }: Return,
): Promise<GivenBack> {
  const units = tally.open.length + tally.ready;
  const credit = { order, units, reason, actorId, dueAt };
  if (tally.ended === 0) return returnWhole(needs, em, credit);
  // The Stars are with their payer already: what the balance was given before is part of what it would be given now.
  if (reason === 'returned') {
    return returnWhole(needs, em, { ...credit, creditedBefore: await creditedFor(em, order.id) });
  }
  const worth = worthOf(order, needs.shop.starRate);
  const amount = shareOf({ worth, of: units + tally.ended, before: tally.ended, now: units });
  if (amount > 0n) await giveCredit(needs, em, { ...credit, amount });
  return { stars: 0, credited: { minor: amount, currency: order.currency } };
}

const written = ({ stars, credited }: GivenBack) => ({
  stars,
  ...(credited.minor > 0n && { creditedMinor: String(credited.minor) }),
});
