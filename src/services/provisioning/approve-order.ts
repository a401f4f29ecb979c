import { LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Order } from '../../model/order.ts';
import { OrderServerClient } from '../../model/order-server-client.ts';
import { ok, type Result, refuse } from '../../model/result.ts';
import { audit } from '../messages/audit.ts';
import { advanceCards } from '../messages/queue-message.ts';

export type Approval = { orderId: string; actorId: number };
export type NotApproved = { code: 'nothing-to-approve' };

/** Lets the units of a held order be taken up, once: whoever comes second finds nothing that waits. */
export async function approveOrder(
  em: SqlEntityManager,
  { orderId, actorId }: Approval,
  now: Date,
): Promise<Result<{ units: number }, NotApproved>> {
  const order = await em.findOne(Order, orderId, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!order?.heldAt) return refuse({ code: 'nothing-to-approve' });
  const before = { heldSince: order.heldAt };
  order.approve(now);
  const units = await em.find(OrderServerClient, {
    orderItem: { order: orderId },
    provisionStatus: 'pending',
  });
  for (const unit of units) unit.waitUntil(now);
  audit(
    em,
    { actorId, action: 'order.approve', target: orderId, before, after: { units: units.length } },
    now,
  );
  await em.flush();
  await advanceCards(em, [orderId], 'creating');
  return ok({ units: units.length });
}
