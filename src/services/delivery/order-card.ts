import { sql } from '@mikro-orm/core';
import type { CardStage } from '../../model/telegram.ts';
import { isClosedFor } from '../lanes/maintenance.ts';
import type { Shop } from '../ports/shop.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import type { CardView } from './views.ts';

type Row = {
  stage: CardStage;
  customerId: string;
  planName: string;
  quantity: number;
  currency: string;
  stars: number;
  isTrial: boolean;
  planned: string;
  /** Where the units are, each server named once; null = there are none. */
  server: string | null;
  /** At least one unit is not on the plan's own server. */
  isElsewhere: boolean;
  /** Minor units. */
  fromBalance: string | null;
  askedStars: number;
  ready: number;
  cancelled: number;
  backStars: number;
  credited: string;
};

/** What the card of an order says now; null = there is no such order. It is drawn at every step: one statement. */
export async function orderCard(
  { work, shop }: { work: UnitOfWork; shop: Shop },
  orderId: string,
): Promise<CardView | null> {
  const em = work.read();
  const [row] = await em.execute<Row[]>(cardOf(orderId));
  if (!row) return null;
  const customerId = Number(row.customerId);
  const money = (minor: string) => ({ minor: BigInt(minor), currency: row.currency });
  return {
    orderId,
    customerId,
    stage: row.stage,
    planName: row.planName,
    quantity: row.quantity,
    server: row.server ?? '',
    plannedServer: row.isElsewhere ? row.planned : null,
    stars: row.stars,
    isTrial: row.isTrial,
    fromBalance: row.fromBalance === null ? null : money(row.fromBalance),
    askedStars: row.askedStars,
    ready: row.ready,
    back: {
      stars: row.backStars,
      units: row.cancelled,
      credited: row.credited === '0' ? null : money(row.credited),
    },
    isParked: await isClosedFor(em, customerId, shop.ownerIds),
  };
}

const cardOf = (orderId: string) => sql`
  select card.stage, orders.customer_id::text as "customerId", item.plan_name as "planName", item.quantity,
         orders.currency, orders.total_stars as stars, orders.origin = 'trial' as "isTrial", planned.name as planned, units.*, paid.*,
         (select coalesce(sum(amount), 0)::text from wallet_credits where order_id = orders.id) as credited
    from order_cards card
    join orders on orders.id = card.order_id
    join order_items item on item.order_id = orders.id
    join server_plans plan on plan.id = item.plan_id
    join servers planned on planned.id = plan.server_id
    cross join lateral (
      select string_agg(distinct server.name, ', ') as server,
             coalesce(bool_or(server.id <> planned.id), false) as "isElsewhere",
             count(*) filter (where unit.provision_status = 'completed')::int as ready,
             count(*) filter (where unit.provision_status = 'cancelled')::int as cancelled
        from order_server_clients unit
        join server_inbounds inbound on inbound.id = unit.inbound_id
        join servers server on server.id = inbound.server_id
       where unit.order_item_id = item.id) units
    cross join lateral (
      select (min(amount) filter (where provider = 'wallet' and status <> 'expired'))::text as "fromBalance",
             coalesce(min(amount) filter (where provider <> 'wallet'), 0)::int as "askedStars",
             coalesce(sum(amount) filter (
               where currency = 'XTR' and status in ('refunding', 'refunded')), 0)::int as "backStars"
        from payments where order_id = orders.id) paid
   where card.order_id = ${orderId}`;
