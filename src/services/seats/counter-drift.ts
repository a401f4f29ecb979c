import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';

export type CounterDrift = { level: 'plan' | 'inbound'; id: number; counted: number; stored: number };

/** `with holding`: a row for each seat that is taken, by inbound and plan; null = of no plan. */
export const holding = sql`
  with holding as (
    select unit.inbound_id, coalesce(sold.plan_id, item.plan_id) as plan_id
      from order_server_clients unit
      join order_items item on item.id = unit.order_item_id
      left join server_clients client on client.id = unit.server_client_id
      left join order_items sold on sold.id = client.sold_as_id
     where unit.provision_status <> 'cancelled'
       and (unit.provision_status <> 'completed' or client.status is distinct from 'terminated')
     union all
    select to_inbound_id, null from client_moves where kind = 'location' and state = 'open'
  )`;

/** Counters that differ from the units that hold a seat; empty = all is right. */
export function counterDrift(em: SqlEntityManager): Promise<CounterDrift[]> {
  return em.execute<CounterDrift[]>(sql`
    ${holding}
    select 'plan' as level, plan.id, count(holding.plan_id)::int as counted, plan.current_clients as stored
      from server_plans plan left join holding on holding.plan_id = plan.id
     group by plan.id having count(holding.plan_id) <> plan.current_clients
     union all
    select 'inbound', inbound.id, count(holding.inbound_id)::int, inbound.current_clients
      from server_inbounds inbound left join holding on holding.inbound_id = inbound.id
     group by inbound.id having count(holding.inbound_id) <> inbound.current_clients`);
}
