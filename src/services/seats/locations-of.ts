import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { SELLING_HEALTH } from '../../model/server.ts';
import { takesPlan } from './takes-plan.ts';

/** A server that a plan may use; `away` = it does not answer, or takes nobody new; `full` = it has no seat. */
export type Location = {
  serverId: number;
  server: string;
  country: string | null;
  state: 'open' | 'full' | 'away';
};

/** Every server of a plan but one, in the plan's order, and whether a seat is free there. Takes none. */
export function locationsOf(
  em: SqlEntityManager,
  { planId, notServer }: { planId: number; notServer: number },
): Promise<Location[]> {
  return em.execute<Location[]>(sql`
    select server.id as "serverId", server.name as server, server.country,
           case when not (server.auto_provisioning and server.health_status in (${SELLING_HEALTH})) then 'away'
                when coalesce(bool_or(inbound.id is not null), false) then 'open' else 'full' end as state
      from server_plans plan
      join lateral (
        select plan.server_id, 0 as rank
         union all
        select pool.server_id, pool.rank from server_plan_pool pool where pool.plan_id = plan.id
      ) home on true
      join servers server on server.id = home.server_id and server.retired_at is null
      left join server_inbounds inbound on inbound.server_id = server.id
       and ${takesPlan}
       and coalesce(inbound.capacity, server.max_clients_per_inbound, inbound.current_clients + 1) > inbound.current_clients
     where plan.id = ${planId} and server.id <> ${notServer}
     group by server.id, home.rank
     order by home.rank, server.id`);
}
