import { LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { DELIVERING, Order } from '../../model/order.ts';
import { OrderServerClient } from '../../model/order-server-client.ts';
import { adoptFound } from './adopt-found.ts';
import type { FoundClient } from './find-own-clients.ts';
import type { UpkeepNeeds } from './needs.ts';

/**
 * An order that the database knows as it was before its clients were made: a unit takes over the client that its panel
 * holds for it. Without this the lane would find its own name with a stranger's credentials. Answers how many.
 */
export function completeOrder(
  needs: UpkeepNeeds,
  { orderId, found }: { orderId: string; found: readonly FoundClient[] },
): Promise<number> {
  return needs.work.do(async (em) => {
    const order = await em.findOne(Order, orderId, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (!order || !DELIVERING.includes(order.status)) return 0;
    let adopted = 0;
    for (const each of found) adopted += Number(await takeOver(needs, em, { orderId, found: each }));
    return adopted;
  });
}

async function takeOver(
  needs: UpkeepNeeds,
  em: SqlEntityManager,
  { orderId, found }: { orderId: string; found: FoundClient },
): Promise<boolean> {
  const unit = await em.findOne(
    OrderServerClient,
    { id: found.unitId, orderItem: { order: orderId }, inbound: found.inboundId },
    { populate: ['serverClient', 'orderItem.plan', 'orderItem.order', 'inbound.server'] },
  );
  if (!unit || !isOpen(unit, found)) return false;
  await adoptFound(needs, em, { unit, found });
  unit.retry(needs.clock.now());
  await em.flush();
  return true;
}

/** It has no client yet, or one of this name whose credentials the panel does not know. */
function isOpen(unit: OrderServerClient, { email, remote, placementNo }: FoundClient): boolean {
  if (!['pending', 'failed'].includes(unit.provisionStatus)) return false;
  const client = unit.serverClient;
  if (client === null) return unit.placementNo < placementNo;
  return client.email === email && client.subId !== remote.subId;
}
