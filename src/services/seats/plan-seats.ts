import { type RawQueryFragment, sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { OWN_INBOUND } from '../../model/provision-settings.ts';

// An access that changes its plan keeps its seat on its inbound; on the plans one goes and one comes.

/** Every plan under which an access was ever sold, so that a change and its refund lock the same rows. */
const plansOfClient = (clientId: RawQueryFragment | number): RawQueryFragment => sql`
  select line.plan_id from server_clients client join order_items line on line.order_id = client.order_id
   where client.id = ${clientId}
   union all
  select line.plan_id from order_purchases purchase join order_items line on line.order_id = purchase.order_id
   where purchase.client_id = ${clientId}`;

/** The same of the access whose plan an order changes; none for every other order. */
export const plansOfChange = (orderId: string): RawQueryFragment =>
  plansOfClient(sql`(
    select bought.client_id from order_purchases bought join orders on orders.id = bought.order_id
     where bought.order_id = ${orderId} and orders.purpose = 'plan')`);

/** Locks what a change to this plan will count, before the access is locked, as every step of the shop locks. */
export async function lockPlansOf(
  em: SqlEntityManager,
  { clientId, planId }: { clientId: number; planId: number },
): Promise<void> {
  await em.execute(sql`
    select id from server_plans where id = ${planId} or id in (${plansOfClient(clientId)})
     order by id
       for no key update`);
}

/** Whether a plan has a seat left in its own quota. Takes none. */
export async function hasPlanSeat(em: SqlEntityManager, planId: number): Promise<boolean> {
  const [free] = await em.execute(sql`
    select id from server_plans where id = ${planId} and coalesce(max_clients > current_clients, true)`);
  return free !== undefined;
}

/** A plan beside the present one, and whether its quota has a seat. */
export type PlanBeside = { planId: number; hasSeat: boolean };

/**
 * The other plans that sell on the very inbound of an access, in the order of the lists: on sale for money, delivered
 * without a yes of the staff, and not on inbounds of their customers' own.
 */
export function plansBeside(em: SqlEntityManager, clientId: number): Promise<PlanBeside[]> {
  return em.execute<PlanBeside[]>(sql`
    select plan.id as "planId", coalesce(plan.max_clients > plan.current_clients, true) as "hasSeat"
      from server_clients client
      join server_inbounds inbound on inbound.id = client.inbound_id and inbound.kind = 'shared'
      join server_plans plan
        on plan.server_id = inbound.server_id
        or exists (select from server_plan_pool pool where pool.plan_id = plan.id and pool.server_id = inbound.server_id)
     where client.id = ${clientId}
       and plan.is_active and plan.on_sale and plan.auto_provision and plan.price_minor > 0
       and plan.type not in (${OWN_INBOUND})
       and coalesce(inbound.provisioning_rules->'planTypes' @> to_jsonb(plan.type), true)
       and plan.id <> coalesce(
         (select sold.plan_id from order_items sold where sold.id = client.sold_as_id),
         (select line.plan_id from order_items line where line.order_id = client.order_id limit 1))
     order by plan.sort_order, plan.id`);
}
