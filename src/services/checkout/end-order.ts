import { LockMode, sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Order } from '../../model/order.ts';
import { Payment } from '../../model/payment.ts';
import { ok, type Result, refuse } from '../../model/result.ts';
import { between, hours, minutes } from '../../model/values/period.ts';
import { audit } from '../messages/audit.ts';
import { queueMessage } from '../messages/queue-message.ts';
import { crashPoint } from '../ports/crash-point.ts';
import { lockSeats, releaseSeats } from '../seats/seat-statements.ts';
import type { CheckoutNeeds } from './needs.ts';
import { returnHeld } from './wallet-part.ts';

export type OrderOf = { orderId: string; customerId: number };
export type NotCancelled =
  | { code: 'order-not-open'; orderId: string }
  | { code: 'payment-under-way'; orderId: string };

/** After a start nothing expires for so long: what came meanwhile is handled first (RELIABILITY 107). */
const GRACE = minutes(2);

/**
 * Ends an unpaid order and gives its seats back. A stranger's order is refused like one that is over; while Telegram
 * may be taking the money for it, or may have taken it unseen, it cannot be ended.
 */
export function cancelOrder(
  needs: CheckoutNeeds,
  { orderId, customerId }: OrderOf,
): Promise<Result<{ orderId: string }, NotCancelled>> {
  return needs.work.run(async (em) => {
    const cancelled = await cancelOpen(needs, em, { orderId, customerId });
    return cancelled.ok ? ok({ orderId }) : cancelled;
  });
}

export type StaffCancel = { orderId: string; actorId: number };

/** The same, pressed by the staff for any customer: audited, and the customer is told that nothing was charged. */
export function cancelForCustomer(
  needs: CheckoutNeeds,
  { orderId, actorId }: StaffCancel,
): Promise<Result<{ orderId: string }, NotCancelled>> {
  const now = needs.clock.now();
  return needs.work.run(async (em) => {
    const cancelled = await cancelOpen(needs, em, { orderId });
    if (!cancelled.ok) return cancelled;
    const { chatId } = cancelled.value;
    const [before, after] = [{ status: 'pending_payment' }, { status: 'cancelled' }];
    audit(em, { actorId, action: 'order.cancel', target: orderId, before, after }, now);
    await em.flush();
    const key = `order-cancelled:${orderId}:${now.getTime()}`;
    await queueMessage(
      em,
      { shop: needs.shop, now },
      { chatId, kind: 'order-cancelled', data: { orderId }, key },
    );
    return ok({ orderId });
  });
}

/** Within a step of the shop. Without a `customerId` anybody's. */
export async function cancelOpen(
  needs: CheckoutNeeds,
  em: SqlEntityManager,
  { orderId, customerId }: { orderId: string; customerId?: number },
): Promise<Result<{ orderId: string; chatId: number }, NotCancelled>> {
  await lockSeats(em, orderId);
  const own = { id: orderId, ...(customerId !== undefined && { customer: customerId }) };
  const order = await em.findOne(Order, own, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!order?.canCancel()) return refuse({ code: 'order-not-open', orderId });
  const underWay = order.awaitsMoney(needs.clock.now()) || (await mayBePaid(needs, em, order));
  if (underWay) return refuse({ code: 'payment-under-way', orderId });

  order.cancel();
  await closePayments(needs, em, order);
  await releaseSeats(em, orderId);
  return ok({ orderId, chatId: order.customer.id });
}

/**
 * Ends the unpaid orders whose reservation is over, one transaction each; answers how many. One whose pre-checkout was
 * accepted ends only when Telegram's ledger, read later than its hold, shows no payment.
 */
export async function releaseHolds(needs: CheckoutNeeds): Promise<number> {
  const now = needs.clock.now();
  if (between(needs.startedAt, now) < GRACE) return 0;
  const due = await needs.work.read().execute<{ id: string }[]>(sql`
    select id from orders where status = 'pending_payment' and reserved_until <= ${now} order by reserved_until limit 500`);
  let released = 0;
  for (const { id } of due) {
    if (!(await releaseHold(needs, id))) continue;
    released += 1;
    crashPoint('hold.released');
  }
  return released;
}

function releaseHold(needs: CheckoutNeeds, orderId: string): Promise<boolean> {
  const now = needs.clock.now();
  return needs.work.do(async (em) => {
    await lockSeats(em, orderId);
    const order = await em.findOne(Order, orderId, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (order?.status !== 'pending_payment' || !order.reservedUntil || order.reservedUntil > now)
      return false;
    if (await mayBePaid(needs, em, order)) return false;

    order.expire();
    await closePayments(needs, em, order);
    await releaseSeats(em, orderId);
    return true;
  });
}

/** As long as the bot that took an order may come back, when the shop has another one now: its ledger cannot be read. */
const FOR_ITS_BOT = hours(1);

/** Telegram was told to go ahead, and nobody has looked since the hold was over whether it took the money. */
async function mayBePaid(
  { shop, clock }: CheckoutNeeds,
  em: SqlEntityManager,
  order: Order,
): Promise<boolean> {
  if (order.precheckedAt === null) return false;
  if (order.botId !== shop.botId && order.reservedUntil !== null)
    return between(order.reservedUntil, clock.now()) < FOR_ITS_BOT;
  return !(await ledgerReadAfter(em, order));
}

/** The ledger of the bot that took the order was read to its end after the hold was over. */
async function ledgerReadAfter(em: SqlEntityManager, order: Order): Promise<boolean> {
  const [state] = await em.execute<{ at: string | null }[]>(sql`
    select transactions_read_at as at from bot_states where bot_id = ${order.botId}`);
  if (!state?.at || !order.reservedUntil) return false;
  return new Date(state.at) >= order.reservedUntil;
}

/** Payments that are still open expire with their order, what a balance paid goes back to it; money that comes all the same is late, never refused. */
export async function closePayments(needs: CheckoutNeeds, em: SqlEntityManager, order: Order): Promise<void> {
  const payments = await em.find(Payment, { order: order.id });
  const held = payments.find((payment) => payment.isHeld());
  for (const payment of payments) payment.expire();
  await em.flush();
  if (held) await returnHeld(needs, em, { order, payment: held });
}
