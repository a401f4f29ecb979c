import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { SELLING_HEALTH } from '../../model/server.ts';
import { ServerPlan } from '../../model/server-plan.ts';
import { takesPlan } from '../seats/takes-plan.ts';
import type { Availability } from './plan-offer.ts';

/** A plan on sale, with what is not in its own row. */
export type OfferRow = {
  plan: ServerPlan;
  server: string;
  country: string | null;
  availability: Availability;
};

type Row = { offer_server: string; offer_country: string | null; offer_availability: Availability };

/**
 * The whole catalogue in one statement: `takePlanSeats` and `takeInboundSeats` asked about one seat, without taking it.
 * A plan's places are its own server and its pool.
 */
export async function offerRows(em: SqlEntityManager): Promise<OfferRow[]> {
  const rows = await em.execute<Row[]>(sql`
    select plan.*, server.name as offer_server, server.country as offer_country,
           case when coalesce(plan.max_clients - plan.current_clients, 1) < 1 then 'sold-out'
                when place.has_room then 'on-sale'
                when place.in_sale then 'sold-out'
                else 'server-away' end as offer_availability
      from server_plans plan
      join servers server on server.id = plan.server_id
     cross join lateral (
       select count(*) > 0 as in_sale,
              bool_or(${takesPlan}
                and coalesce(coalesce(inbound.capacity, home.max_clients_per_inbound)
                             - inbound.current_clients, 1) >= 1) as has_room
         from servers home
         left join server_inbounds inbound on inbound.server_id = home.id
        where (home.id = plan.server_id
               or home.id in (select pool.server_id from server_plan_pool pool where pool.plan_id = plan.id))
          and home.auto_provisioning
          and home.health_status in (${SELLING_HEALTH})
     ) place
     where plan.is_active and plan.on_sale
     order by plan.sort_order, plan.id`);
  return rows.map(({ offer_server, offer_country, offer_availability, ...plan }) => ({
    plan: em.map(ServerPlan, plan),
    server: offer_server,
    country: offer_country,
    availability: offer_availability,
  }));
}

/** A plan that a person has paid for before, as it was sold then. */
export type Purchase = { planId: number; planName: string; stars: number };

/** What this person has bought, each plan once, the newest first. */
export function purchasesOf(em: SqlEntityManager, customerId: number): Promise<Purchase[]> {
  return em.execute<Purchase[]>(sql`
    select "planId", "planName", stars from (
      select distinct on (item.plan_id)
             item.plan_id as "planId", item.plan_name as "planName", item.unit_stars as stars, orders.paid_at
        from orders join order_items item on item.order_id = orders.id
       where orders.customer_id = ${customerId} and orders.paid_at is not null and orders.origin = 'sale'
         and orders.purpose = 'access'
       order by item.plan_id, orders.paid_at desc
    ) bought
    order by paid_at desc limit 20`);
}

/** The plans of which this person has had a trial, whatever has become of it. */
export function triedPlans(em: SqlEntityManager, customerId: number): Promise<{ planId: number }[]> {
  return em.execute<{ planId: number }[]>(sql`
    select plan_id as "planId" from free_trials where customer_id = ${customerId}`);
}
