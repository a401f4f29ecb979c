import { sql } from '@mikro-orm/core';
import { DELIVERING } from '../../model/order.ts';
import { between, later, minutes, type Period } from '../../model/values/period.ts';
import { deadlinesRest } from '../lanes/maintenance.ts';
import { giveBackAfterOf } from '../ports/shop.ts';
import { giveBack } from './give-back.ts';
import type { CheckoutNeeds } from './needs.ts';

/** After a start nothing is given up for so long: what came meanwhile is delivered first. */
const GRACE = minutes(2);
const MOST = 100;

/**
 * Gives back what is not delivered in the shop's time after it was paid, or after the staff said yes to it; answers for how many
 * orders. One that still waits for that yes is not touched: somebody has to decide.
 */
export async function giveBackOverdue(needs: CheckoutNeeds): Promise<number> {
  const now = needs.clock.now();
  if (between(needs.startedAt, now) < GRACE) return 0;
  if (await deadlinesRest(needs.work.read(), now)) return 0;
  const since = later(now, -giveBackAfterOf(needs.shop) as Period);
  const overdue = await needs.work.read().execute<{ id: string }[]>(sql`
    select orders.id from orders
     where orders.status in (${DELIVERING}) and orders.held_at is null
       and coalesce(orders.approved_at, orders.paid_at) <= ${since}
       and exists (
         select from order_server_clients unit join order_items item on item.id = unit.order_item_id
          where item.order_id = orders.id and unit.provision_status in ('pending', 'provisioning', 'failed'))
     order by orders.paid_at limit ${MOST}`);
  let given = 0;
  for (const { id } of overdue) {
    const request = { orderId: id, reason: 'not-delivered', actorId: null, to: 'original' } as const;
    if ((await giveBack(needs, request)).ok) given += 1;
  }
  return given;
}
