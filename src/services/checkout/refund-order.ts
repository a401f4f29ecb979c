import { LockMode, sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { ORDER_LIFE, Order } from '../../model/order.ts';
import { Charge, Payment } from '../../model/payment.ts';
import { ok, type Result, refuse } from '../../model/result.ts';
import { ServerClient } from '../../model/server-client.ts';
import { later, minutes } from '../../model/values/period.ts';
import { tombstoneUndelivered } from '../lanes/write-tombstone.ts';
import { audit } from '../messages/audit.ts';
import { advanceCards } from '../messages/queue-message.ts';
import { crashPoint } from '../ports/crash-point.ts';
import { lockSeats, releaseSeats } from '../seats/seat-statements.ts';
import type { CheckoutNeeds } from './needs.ts';
import { startRefund } from './start-refund.ts';

export type RefundRequest = { orderId: string; actorId: number };
export type NotRefundable = { code: 'not-refundable'; status: string };

/** Access is switched off first; a panel that cannot be reached does not keep the customer's money longer than this. */
const LONGEST_WAIT = minutes(10);

/**
 * An admin gives an order's money back: what was not delivered is abandoned with a tombstone and frees its seat, what
 * was delivered is switched off on its panel, and then every charge of the order goes back whole.
 */
export async function refundOrder(
  needs: CheckoutNeeds,
  request: RefundRequest,
): Promise<Result<{ stars: number }, NotRefundable>> {
  const answer = await needs.work.run((em) => refund(needs, em, request));
  crashPoint('refund.started');
  if (answer.ok) {
    for (const serverId of await serversOf(needs, request.orderId)) needs.wakes.lane(serverId);
    needs.wakes.sender();
    needs.wakes.refunds();
  }
  return answer;
}

async function refund(
  needs: CheckoutNeeds,
  em: SqlEntityManager,
  { orderId, actorId }: RefundRequest,
): Promise<Result<{ stars: number }, NotRefundable>> {
  const now = needs.clock.now();
  await lockSeats(em, orderId);
  const order = await em.findOne(Order, orderId, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (order?.origin !== 'sale' || !ORDER_LIFE.canMove(order.status, 'refunded')) {
    return refuse({ code: 'not-refundable', status: order?.status ?? 'unknown' });
  }
  const before = order.status;
  order.markRefunded();
  await em.flush();
  await abandonUndelivered(em, orderId, now);
  const switchedOff = await switchOff(em, orderId, now);
  const dueAt = switchedOff > 0 ? later(now, LONGEST_WAIT) : now;
  const stars = await refundCharges(needs, em, { orderId, dueAt });
  audit(
    em,
    {
      actorId,
      action: 'order.refund',
      target: orderId,
      before: { status: before },
      after: { status: order.status, stars },
    },
    now,
  );
  await em.flush();
  await advanceCards(em, [orderId], 'refunded');
  return ok({ stars });
}

/** An attempt that may still be at work on a panel is given up too: its placement is removed whenever it appears. */
async function abandonUndelivered(em: SqlEntityManager, orderId: string, now: Date): Promise<void> {
  await tombstoneUndelivered(em, orderId, now);
  await em.execute(sql`
    update order_server_clients unit set provision_status = 'failed', provision_error_code = 'refunded'
      from order_items item
     where item.id = unit.order_item_id and item.order_id = ${orderId} and unit.provision_status = 'provisioning'`);
  await releaseSeats(em, orderId);
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

async function refundCharges(
  needs: CheckoutNeeds,
  em: SqlEntityManager,
  { orderId, dueAt }: { orderId: string; dueAt: Date },
): Promise<number> {
  let stars = 0n;
  for (const payment of await em.find(Payment, { order: orderId, status: 'settled' })) payment.startRefund();
  for (const charge of await em.find(Charge, { payment: { order: orderId }, status: 'settled' })) {
    await startRefund(needs, em, { charge, orderId, reason: 'admin', from: 'revenue', dueAt });
    stars += charge.amount;
  }
  return Number(stars);
}

async function serversOf(needs: CheckoutNeeds, orderId: string): Promise<number[]> {
  const rows = await needs.work.read().execute<{ id: number }[]>(sql`
    select distinct inbound.server_id as id
      from server_clients client join server_inbounds inbound on inbound.id = client.inbound_id
     where client.order_id = ${orderId}`);
  return rows.map((row) => row.id);
}
