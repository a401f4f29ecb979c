import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { SELLING_HEALTH } from '../../model/server.ts';
import { takesPlan } from './takes-plan.ts';

type Row = { quota: number | null; room: number | null };

/** How many more units of a plan have a seat now, on all servers that it may use; null = no limit. Takes none. */
export async function seatsLeft(em: SqlEntityManager, planId: number): Promise<number | null> {
  const [row] = await em.execute<Row[]>(sql`
    select plan.max_clients - plan.current_clients as quota,
           case when coalesce(bool_or(place.id is not null and place.seats is null), false) then null
                else coalesce(sum(greatest(place.seats - place.current_clients, 0)), 0)::int end as room
      from server_plans plan
      left join lateral (
        select inbound.id, inbound.current_clients,
               coalesce(inbound.capacity, server.max_clients_per_inbound) as seats
          from servers server join server_inbounds inbound on inbound.server_id = server.id
         where (server.id = plan.server_id
                or server.id in (select server_id from server_plan_pool where plan_id = plan.id))
           and server.auto_provisioning and server.health_status in (${SELLING_HEALTH})
           and ${takesPlan}
      ) place on true
     where plan.id = ${planId}
     group by plan.id`);
  const limits = [row?.quota ?? null, row?.room ?? null].filter((limit) => limit !== null);
  return limits.length === 0 ? null : Math.max(0, Math.min(...limits));
}
