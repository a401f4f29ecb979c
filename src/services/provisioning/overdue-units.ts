import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { DELIVERING } from '../../model/order.ts';
import type { OrderServerClient } from '../../model/order-server-client.ts';
import { SELLING_HEALTH } from '../../model/server.ts';
import { later, type Period } from '../../model/values/period.ts';
import { takesCustomer, takesPlan } from '../seats/takes-plan.ts';
import { orderOf } from './due-units.ts';
import type { ProvisioningNeeds } from './needs.ts';

/** A sweep moves so many units; the next one goes on. */
const MOST_AT_ONCE = 500;

type Which = { since: Date; unitId?: string };

/** It was paid, or put where it is, so long ago that it may go elsewhere. */
export function isOverdue(needs: ProvisioningNeeds, unit: OrderServerClient): boolean {
  const { paidAt } = orderOf(unit);
  const began = Math.max(paidAt?.getTime() ?? Infinity, unit.movedAt?.getTime() ?? 0);
  return began <= overdueSince(needs).getTime();
}

/** What was paid before this moment and is not delivered fails over. */
export const overdueSince = ({ clock, failoverAfter }: ProvisioningNeeds): Date =>
  later(clock.now(), -failoverAfter as Period);

/**
 * Units that fail over now (RELIABILITY E5): paid before `since`, not delivered, and either nothing of them is open on
 * their panel, and it failed or serves nobody; or something may be, and the panel has served nobody since then. Where a
 * panel can be read the read decides, in its lane. Left out are those for which no other server has a seat.
 */
export async function overdueUnits(
  em: SqlEntityManager,
  { since, unitId }: Which,
): Promise<{ id: string; planId: number }[]> {
  return em.execute<{ id: string; planId: number }[]>(sql`
    select unit.id, plan.id as "planId"
      from order_server_clients unit
      join order_items item on item.id = unit.order_item_id
      join orders on orders.id = item.order_id
      join server_plans plan on plan.id = item.plan_id
      join server_inbounds present on present.id = unit.inbound_id
      join servers server on server.id = present.server_id
      left join panel_lanes lane on lane.server_id = server.id
     cross join lateral (select server.health_status in (${SELLING_HEALTH}) as is_in_sale) sale
     where unit.provision_status in ('pending', 'provisioning')
       and (${unitId ?? null}::text is null or unit.id = ${unitId ?? null}::text)
       and orders.status in (${DELIVERING}) and orders.held_at is null
       and greatest(orders.paid_at, unit.moved_at) <= ${since}
       and case when unit.doubt_since is null
                then unit.provision_error_code is not null or not (sale.is_in_sale and server.auto_provisioning)
                when sale.is_in_sale then lane.silent_since <= ${since}
                else least(coalesce(server.health_since, server.created_at), lane.silent_since) <= ${since} end
       and exists (
         select from server_inbounds inbound join servers home on home.id = inbound.server_id
          where (home.id = plan.server_id
                 or home.id in (select server_id from server_plan_pool where plan_id = plan.id))
            and home.id <> server.id
            and home.auto_provisioning and home.health_status in (${SELLING_HEALTH})
            and not coalesce(unit.refused_inbounds @> to_jsonb(inbound.id), false)
            and ${takesPlan} and ${takesCustomer(sql`orders.customer_id`, 1)}
            and coalesce(coalesce(inbound.capacity, home.max_clients_per_inbound) > inbound.current_clients, true))
     order by orders.paid_at, unit.id
     limit ${MOST_AT_ONCE}`);
}
