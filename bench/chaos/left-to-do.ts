import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';

/** What stands in the shop's books as open, for a human. */
export type LeftForHumans = { units: number; updates: number; refunds: number; servers: number };

/** What waits for a human to act: it goes on by itself no more. */
export async function leftForHumans(em: SqlEntityManager): Promise<LeftForHumans> {
  const [row] = await em.execute<LeftForHumans[]>(sql`
    select (select count(*)::int from order_server_clients where provision_status = 'failed') as units,
           (select count(*)::int from telegram_updates where state = 'failed') as updates,
           (select count(*)::int from refunds where status = 'failed') as refunds,
           (select count(*)::int from servers
             where retired_at is null and health_status in ('critical', 'offline')) as servers`);
  return row ?? { units: 0, updates: 0, refunds: 0, servers: 0 };
}

/** How an order came to its keys, by the shop's own books: where the time went. */
export async function storyOf(em: SqlEntityManager, orderId: string): Promise<unknown> {
  const [story] = await em.execute<unknown[]>(sql`
    select orders.created_at as ordered, orders.paid_at as paid, unit.provision_started_at as begun,
           unit.provision_completed_at as ready, unit.provision_attempts as attempts,
           unit.placement_no as placements, unit.provision_log as log
      from orders join order_items item on item.order_id = orders.id
           join order_server_clients unit on unit.order_item_id = item.id
     where orders.id = ${orderId} order by unit.unit_no limit 1`);
  return story ?? null;
}
