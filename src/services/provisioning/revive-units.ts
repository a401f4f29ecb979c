import { sql } from '@mikro-orm/core';
import { DELIVERING } from '../../model/order.ts';
import { OrderServerClient } from '../../model/order-server-client.ts';
import { SELLING_HEALTH } from '../../model/server.ts';
import { redrawCard } from '../messages/queue-message.ts';
import { lockDeliveringOrders } from '../seats/seat-statements.ts';
import type { ProvisioningNeeds } from './needs.ts';

/** What only a person can decide, or has decided. */
const LEFT_ALONE = ['conflict', 'refunded'];

/** A panel that did not answer and answers again has come back, though it may never have been out of sale. */
const SILENCE = ['not-sent', 'unknown'];

/**
 * Units that were given up are tried again once their server, or another of their plan, is in sale again since then
 * (RELIABILITY E5). Once per return: a unit that fails anew waits for the next one. Answers how many.
 */
export async function reviveUnits(needs: ProvisioningNeeds): Promise<number> {
  const rows = await needs.work.read().execute<{ id: string; orderId: string }[]>(sql`
    select unit.id, orders.id as "orderId"
      from order_server_clients unit
      join order_items item on item.id = unit.order_item_id
      join orders on orders.id = item.order_id
      join server_plans plan on plan.id = item.plan_id
      join server_inbounds inbound on inbound.id = unit.inbound_id
     where unit.provision_status = 'failed'
       and unit.provision_error_code not in (${LEFT_ALONE})
       and orders.status in (${DELIVERING}) and orders.held_at is null
       and exists (
         select from servers server
          where (server.id in (inbound.server_id, plan.server_id)
                 or server.id in (select server_id from server_plan_pool where plan_id = plan.id))
            and server.auto_provisioning and server.health_status in (${SELLING_HEALTH})
            and (server.health_since > unit.failed_at
                 or (unit.provision_error_code in (${SILENCE}) and server.last_connected_at > unit.failed_at)))
     order by unit.id limit 500`);
  for (const row of rows) await revive(needs, row);
  return rows.length;
}

/** Those that were given up because this inbound refused them: it takes clients again. */
export async function reviveRefused(needs: ProvisioningNeeds, inboundId: number): Promise<void> {
  const rows = await needs.work.read().execute<{ id: string; orderId: string }[]>(sql`
    select unit.id, item.order_id as "orderId"
      from order_server_clients unit
      join order_items item on item.id = unit.order_item_id
     where unit.inbound_id = ${inboundId} and unit.provision_status = 'failed'
       and unit.provision_error_code = 'permanent'
     order by unit.id limit 500`);
  for (const row of rows) await revive(needs, row, 'its inbound takes clients again');
}

function revive(
  needs: ProvisioningNeeds,
  { id, orderId }: { id: string; orderId: string },
  why = 'a server of its plan is back',
): Promise<void> {
  return needs.work.do(async (em) => {
    const open = await lockDeliveringOrders(em, [orderId]);
    const unit = await em.findOneOrFail(OrderServerClient, id);
    if (open.size === 0 || unit.provisionStatus !== 'failed') return;
    unit.retry(needs.clock.now(), why);
    await em.flush();
    await redrawCard(em, orderId);
  });
}
