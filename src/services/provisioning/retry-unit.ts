import { LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { DELIVERING, Order } from '../../model/order.ts';
import { OrderServerClient } from '../../model/order-server-client.ts';
import { ok, type Result, refuse } from '../../model/result.ts';
import { audit } from '../messages/audit.ts';
import { reopenCard } from '../messages/queue-message.ts';

export type UnitRetry = { unitId: string; actorId: number };
export type NotRetried = { code: 'nothing-to-retry' };

const OPEN = ['failed', 'pending', 'provisioning'] as const;

/** One unit that was given up, or that waits for a later date, is due now; the others of its order stay as they are. */
export async function retryUnit(
  em: SqlEntityManager,
  { unitId, actorId }: UnitRetry,
  now: Date,
): Promise<Result<{ orderId: string }, NotRetried>> {
  const seen = await em.findOne(OrderServerClient, unitId, { populate: ['orderItem'] });
  const orderId = seen?.orderItem.order.id;
  em.clear();
  if (orderId === undefined) return refuse({ code: 'nothing-to-retry' });
  const order = await em.findOne(Order, orderId, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!order || order.heldAt || !DELIVERING.includes(order.status))
    return refuse({ code: 'nothing-to-retry' });
  const unit = await em.findOne(OrderServerClient, { id: unitId, provisionStatus: { $in: [...OPEN] } });
  if (!unit) return refuse({ code: 'nothing-to-retry' });
  const before = { units: [unit.provisionStatus] };
  unit.retry(now);
  const after = { units: [unit.provisionStatus] };
  audit(em, { actorId, action: 'order.retry', target: order.id, before, after }, now);
  await em.flush();
  await reopenCard(em, order.id);
  return ok({ orderId: order.id });
}
