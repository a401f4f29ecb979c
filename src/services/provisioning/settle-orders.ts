import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';

/** Work on these orders has begun. */
export async function markOrdersProcessing(em: SqlEntityManager, orderIds: readonly string[]): Promise<void> {
  if (orderIds.length === 0) return;
  await em.execute(sql`
    update orders set status = 'processing' where id in (${[...orderIds]}) and status = 'paid'`);
}

/**
 * Sets the status of these orders from their units (SPEC 121), forward only: completed when no unit is open, partial
 * when some are ready and others are not. Answers the orders that are complete now.
 */
export async function settleOrders(
  em: SqlEntityManager,
  orderIds: readonly string[],
  now: Date,
): Promise<string[]> {
  if (orderIds.length === 0) return [];
  const rows = await em.execute<{ id: string; status: string }[]>(sql`
    with tally as (
      select item.order_id,
             count(*) filter (where unit.provision_status = 'completed') as ready,
             count(*) filter (where unit.provision_status not in ('completed', 'cancelled')) as open
        from order_server_clients unit
        join order_items item on item.id = unit.order_item_id
       where item.order_id in (${[...orderIds]})
       group by item.order_id
    )
    update orders
       set status = case when tally.open = 0 then 'completed' else 'partial' end,
           completed_at = case when tally.open = 0 then ${now}::timestamptz end
      from tally
     where orders.id = tally.order_id
       and orders.status in ('processing', 'partial')
       and tally.ready > 0
    returning orders.id, orders.status`);
  return rows.filter((row) => row.status === 'completed').map((row) => row.id);
}
