import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { OrderItem } from '../../model/order.ts';
import { returnPlanSeats, takeInboundSeats, takePlanSeats } from '../seats/seat-statements.ts';

/**
 * Takes the seats of an order that had given them back, because its money came after all; answers the inbound, null =
 * sold out meanwhile. In the order of the locks, before the order itself is locked.
 */
export async function retakeSeats(em: SqlEntityManager, orderId: string): Promise<number | null> {
  const item = await em.findOneOrFail(OrderItem, { order: orderId });
  const request = { planId: item.plan.id, quantity: item.quantity };
  if (!(await takePlanSeats(em, request))) return null;
  const inboundId = await takeInboundSeats(em, request);
  if (inboundId === null) await returnPlanSeats(em, request);
  return inboundId;
}

/** The units of a paid order want work from now on; after a late payment where their seat was retaken. */
export async function markUnitsPaid(
  em: SqlEntityManager,
  paid: { orderId: string; retakenInbound: number | null; now: Date },
): Promise<void> {
  await em.execute(sql`
    update order_server_clients unit
       set provision_status = 'pending', due_at = ${paid.now},
           inbound_id = coalesce(${paid.retakenInbound}::int, unit.inbound_id)
      from order_items item
     where item.id = unit.order_item_id and item.order_id = ${paid.orderId}
       and unit.provision_status = ${paid.retakenInbound === null ? 'reserved' : 'cancelled'}`);
}
