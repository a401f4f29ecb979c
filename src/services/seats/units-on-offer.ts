import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { SELLING_HEALTH } from '../../model/server.ts';
import { takesCustomer, takesPlan } from './takes-plan.ts';

/** How many keys one order may be for, as a customer chooses it. */
export const UNIT_COUNTS = [1, 2, 3, 5] as const;

/** `orderId` = an unpaid order of this person whose seats would be given back for it; left out = none. */
type Asked = { planId: number; customerId: number; orderId?: string };

/**
 * For how many keys at once there are seats for this person now, the fewest first: `takePlanSeats` and
 * `takeInboundSeats` asked about each number, without taking any. All keys of an order share an inbound.
 */
export async function unitsOnOffer(
  em: SqlEntityManager,
  { planId, customerId, orderId = '' }: Asked,
): Promise<number[]> {
  const rows = await em.execute<{ units: number }[]>(sql`
    select wanted.units
      from server_plans plan
     cross join (
       select value::int as units from jsonb_array_elements_text(${JSON.stringify(UNIT_COUNTS)}::jsonb)
     ) wanted
      left join lateral (
        select unit.inbound_id, count(*)::int as units
          from order_server_clients unit join order_items item on item.id = unit.order_item_id
         where item.order_id = ${orderId} and item.plan_id = plan.id and unit.provision_status <> 'cancelled'
         group by unit.inbound_id
      ) held on true
     where plan.id = ${planId} and plan.is_active and plan.on_sale
       and wanted.units - coalesce(held.units, 0)
           <= coalesce(plan.max_clients - plan.current_clients, wanted.units)
       and exists (
         select from servers server join server_inbounds inbound on inbound.server_id = server.id
          cross join lateral (
            select case when inbound.id = held.inbound_id then held.units else 0 end as units
          ) mine
          where (server.id = plan.server_id
                 or server.id in (select pool.server_id from server_plan_pool pool where pool.plan_id = plan.id))
            and server.auto_provisioning and server.health_status in (${SELLING_HEALTH})
            and ${takesPlan}
            and wanted.units - mine.units
                <= coalesce(coalesce(inbound.capacity, server.max_clients_per_inbound)
                            - inbound.current_clients, wanted.units)
            and ${takesCustomer(customerId, sql`wanted.units - mine.units`)}
       )
     order by wanted.units`);
  return rows.map(({ units }) => Number(units));
}
