import { LockMode, sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { DELIVERING } from '../../model/order.ts';
import { UNIT_LIFE } from '../../model/order-server-client.ts';
import { SELLING_HEALTH } from '../../model/server.ts';

import { CLIENT_LIFE, ServerClient } from '../../model/server-client.ts';
import { type CounterDrift, counterDrift } from './counter-drift.ts';
import { plansOfChange } from './plan-seats.ts';
import { takesCustomer, takesPlan } from './takes-plan.ts';

// Every counter of seats changes here. It is a cache of the units that hold a seat, with a CHECK behind it.
// The model has the same rules for screens and admins; property tests hold the two together.
// `for no key update` keeps other counters out and lets foreign-key checks pass.

/** `customerId` left out = nobody is asked for: rules per customer do not count. */
export type SeatRequest = {
  planId: number;
  quantity: number;
  customerId?: number;
  among?: { onlyServer?: number; notServer?: number; notInbounds?: readonly number[] };
};

/** Level 1, the plan's quota. Its row stays locked to the end: buyers of one plan come one after the other. */
export async function takePlanSeats(em: SqlEntityManager, request: SeatRequest): Promise<boolean> {
  const { planId, quantity } = request;
  const taken = await em.execute(sql`
    update server_plans
       set current_clients = current_clients + ${quantity}
     where id = ${planId}
       and ${quantity} between 1 and coalesce(max_clients - current_clients, ${quantity})
    returning id`);
  return taken.length === 1;
}

/** Takes level 1 back when level 2 has no room and the transaction has to go on. */
export async function returnPlanSeats(em: SqlEntityManager, request: SeatRequest): Promise<void> {
  await em.execute(sql`
    update server_plans set current_clients = current_clients - ${request.quantity} where id = ${request.planId}`);
}

/**
 * Level 2, the inbound: `ServerPlan.getBestInbound` and `ServerInbound.incrementClients` in one statement, on the
 * plan's own server first and then on its pool by rank. Answers its id; null = none has room. When a buyer of another
 * plan was faster, the lock reads the inbound anew, and one that no longer fits gives way to the next.
 */
export async function takeInboundSeats(em: SqlEntityManager, request: SeatRequest): Promise<number | null> {
  const { planId, quantity, customerId = null, among = {} } = request;
  const { onlyServer = null, notServer = null } = among;
  const [taken] = await em.execute<{ id: number }[]>(sql`
    with best as materialized (
      select inbound.id
        from server_plans plan
        join lateral (
          select plan.server_id, 0 as rank
           union all
          select pool.server_id, pool.rank from server_plan_pool pool where pool.plan_id = plan.id
        ) home on true
        join servers server on server.id = home.server_id
        join server_inbounds inbound on inbound.server_id = server.id
       cross join lateral (select coalesce(inbound.capacity, server.max_clients_per_inbound) as seats) room
       where plan.id = ${planId}
         and (${onlyServer}::int is null or server.id = ${onlyServer}::int)
         and server.id is distinct from ${notServer}::int
         and not ${JSON.stringify(among.notInbounds ?? [])}::jsonb @> to_jsonb(inbound.id)
         and server.auto_provisioning
         and server.health_status in (${SELLING_HEALTH})
         and ${takesPlan}
         and ${quantity} between 1 and coalesce(room.seats - inbound.current_clients, ${quantity})
         and (${customerId}::bigint is null or ${takesCustomer(sql`${customerId}`, quantity)})
       order by home.rank,
                inbound.id is not distinct from plan.preferred_inbound_id desc,
                home.rank = 0 and inbound.is_default
                  and coalesce((plan.provision_settings->>'preferDefaultInbound')::boolean, false) desc,
                coalesce(inbound.current_clients / room.seats::float8 * 100, 0),
                inbound.current_clients,
                inbound.is_default desc,
                inbound.id
       limit 1
         for no key update of inbound
    )
    update server_inbounds inbound
       set current_clients = inbound.current_clients + ${quantity},
           status = case when inbound.current_clients + ${quantity} = capacity then 'full' else 'active' end
      from best
     where inbound.id = best.id
    returning inbound.id`);
  return taken?.id ?? null;
}

/** Level 2 at one inbound, whether it is on sale or not: for what stands there already. false = no seat is left. */
export async function takeSeatAt(em: SqlEntityManager, inboundId: number): Promise<boolean> {
  const taken = await em.execute(sql`
    update server_inbounds inbound
       set current_clients = inbound.current_clients + 1,
           status = case
             when inbound.status = 'active' and inbound.current_clients + 1 = inbound.capacity then 'full'
             else inbound.status end
      from servers server
     where inbound.id = ${inboundId} and server.id = inbound.server_id
       and coalesce(inbound.capacity, server.max_clients_per_inbound, inbound.current_clients + 1)
           > inbound.current_clients
    returning inbound.id`);
  return taken.length === 1;
}

/** Level 2 back, for a unit that has its seat on another inbound from now on. */
export async function returnInboundSeat(em: SqlEntityManager, inboundId: number): Promise<void> {
  await em.execute(sql`
    update server_inbounds set current_clients = current_clients - 1,
           status = case status when 'full' then 'active' else status end where id = ${inboundId}`);
}

/**
 * Locks what a release will change, in the order that every step of the shop keeps (plan, inbounds by id, order,
 * units), so that no two wait for each other. The ids are read unlocked; the release checks again.
 */
export async function lockSeats(em: SqlEntityManager, orderId: string): Promise<void> {
  await em.execute(sql`
    select id from server_plans
     where id in (
       select plan_id from order_items where order_id = ${orderId}
        union all
       select sold.plan_id from order_items item
         join order_server_clients unit on unit.order_item_id = item.id
         join server_clients client on client.id = unit.server_client_id
         join order_items sold on sold.id = client.sold_as_id
        where item.order_id = ${orderId}
        union all
       ${plansOfChange(orderId)})
     order by id
       for no key update`);
  await em.execute(sql`
    select id from server_inbounds
     where id in (
       select unit.inbound_id from order_server_clients unit
         join order_items item on item.id = unit.order_item_id
        where item.order_id = ${orderId}
     )
     order by id
       for no key update`);
}

/**
 * `OrderServerClient.cancel` for each unit of an order that may still be cancelled, or for those named. Only the units that take the
 * step here are counted: one that another hand has ended does not answer, and its seat is not freed again.
 */
export async function releaseSeats(
  em: SqlEntityManager,
  orderId: string,
  unitIds?: readonly string[],
): Promise<void> {
  const which = unitIds ? sql`unit.id in (${[...unitIds]})` : sql`true`;
  await em.execute(sql`
    with ended as (
      update order_server_clients unit
         set provision_status = 'cancelled', due_at = null
        from order_items item
       where item.id = unit.order_item_id
         and item.order_id = ${orderId} and ${which}
         and unit.provision_status in (${UNIT_LIFE.before('cancelled')})
      returning unit.inbound_id, item.plan_id
    ), plan_seats as (
      update server_plans plan
         set current_clients = plan.current_clients - freed.seats
        from (select plan_id, count(*)::int as seats from ended group by plan_id) freed
       where plan.id = freed.plan_id
    )
    update server_inbounds inbound
       set current_clients = inbound.current_clients - freed.seats,
           status = case inbound.status when 'full' then 'active' else inbound.status end
      from (select inbound_id, count(*)::int as seats from ended group by inbound_id) freed
     where inbound.id = freed.inbound_id`);
}

export type Termination = { clientId: number; reason: string; at: Date };

/**
 * Ends a client and frees the seat of the completed unit whose *current* client it is. The end of an abandoned
 * placement frees nothing. Answers whether the client took this step now. Needs `lockSeats` of its order.
 */
export async function terminateClient(em: SqlEntityManager, end: Termination): Promise<boolean> {
  const client = await em.findOne(ServerClient, end.clientId, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!client || !CLIENT_LIFE.canMove(client.status, 'terminated')) return false;
  client.terminate(end.reason, end.at);
  await em.flush();
  await em.execute(sql`
    with freed as (
      select unit.inbound_id, coalesce(sold.plan_id, item.plan_id) as plan_id
        from order_server_clients unit join order_items item on item.id = unit.order_item_id
        join server_clients client on client.id = unit.server_client_id
        left join order_items sold on sold.id = client.sold_as_id
       where unit.server_client_id = ${end.clientId} and unit.provision_status = 'completed'
    ), plan_seats as (
      update server_plans plan set current_clients = plan.current_clients - 1
        from freed where plan.id = freed.plan_id
    )
    update server_inbounds inbound
       set current_clients = inbound.current_clients - 1,
           status = case inbound.status when 'full' then 'active' else inbound.status end
      from freed where inbound.id = freed.inbound_id`);
  return true;
}

/** Sets every counter to what its units say, all locked meanwhile; answers those that were wrong. Never above the seats. */
export async function recountSeats(em: SqlEntityManager): Promise<CounterDrift[]> {
  await em.execute(sql`select id from server_plans order by id for no key update`);
  await em.execute(sql`select id from server_inbounds order by id for no key update`);
  const drift = await counterDrift(em);
  for (const { level, id, counted } of drift) {
    const statement =
      level === 'plan'
        ? sql`update server_plans set current_clients = ${counted} where id = ${id} and ${counted} <= coalesce(max_clients, ${counted})`
        : sql`update server_inbounds set current_clients = ${counted}, status = case
                when status = 'full' and ${counted} < coalesce(capacity, ${counted} + 1) then 'active'
                when status = 'active' and ${counted} = capacity then 'full' else status end
               where id = ${id} and ${counted} <= coalesce(capacity, ${counted})`;
    await em.execute(statement);
  }
  return drift;
}

/** A later hand may have refunded the order meanwhile: the units of an order are taken up only while this is true. */
export async function lockDeliveringOrders(
  em: SqlEntityManager,
  orderIds: readonly string[],
): Promise<Set<string>> {
  if (orderIds.length === 0) return new Set();
  const rows = await em.execute<{ id: string }[]>(sql`
    select id from orders where id in (${[...orderIds]}) and status in (${DELIVERING}) order by id for no key update`);
  return new Set(rows.map((row) => row.id));
}
