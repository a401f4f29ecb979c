import { sql } from '@mikro-orm/core';
import { DELIVERING } from '../../model/order.ts';
import { days, later, type Period } from '../../model/values/period.ts';
import { deadlinesRest } from '../lanes/maintenance.ts';
import { alertStaff, queueMessage } from '../messages/queue-message.ts';
import { giveBackAfterOf } from '../ports/shop.ts';
import type { StaffNeeds } from './needs.ts';

const EACH_DAY: Period = days(1);
const MOST = 200;
const STAFF = 'approval-wanted:';
const CUSTOMER = 'delivery-held:';

type Held = { orderId: string; plan: string; person: string; stars: number; day: number };

/** An order that waits for a yes of the staff is told to them again every day. true = there is something to send. */
export async function remindStaffOfHeld({ work, clock, shop }: StaffNeeds): Promise<boolean> {
  const now = clock.now();
  const [owner = 0] = shop.ownerIds;
  const held = await work.read().execute<Held[]>(sql`
    select waiting.* from (
      select orders.id as "orderId", item.plan_name as plan, customer.name as person, orders.total_stars as stars,
             floor(extract(epoch from ${now}::timestamptz - orders.held_at) * 1000 / ${EACH_DAY})::int as day
        from orders join order_items item on item.order_id = orders.id
        join customers customer on customer.id = orders.customer_id
       where orders.held_at <= ${later(now, -EACH_DAY as Period)} and orders.status in (${DELIVERING})
       order by orders.held_at limit ${MOST}) waiting
     where not exists (
       select from outgoing_messages
        where idem_key = ${STAFF} || waiting."orderId" || ':day-' || waiting.day || ':' || ${String(owner)}::text)`);
  if (held.length === 0) return false;
  await work.do(async (em) => {
    for (const { day, ...order } of held) {
      const key = `${STAFF}${order.orderId}:day-${day}`;
      await alertStaff(em, { shop, now }, { key, data: { code: 'approval-wanted', ...order } });
    }
  });
  return true;
}

/**
 * Who has waited for that yes as long as any other order may wait for its key is given the choice, once: to wait on or to
 * have the money back. Nothing goes back by itself, because somebody has to decide. true = there is something to send.
 */
export async function tellHeldCustomers({ work, clock, shop }: StaffNeeds): Promise<boolean> {
  const now = clock.now();
  if (await deadlinesRest(work.read(), now)) return false;
  const held = await work.read().execute<{ orderId: string; customerId: string }[]>(sql`
    select orders.id as "orderId", orders.customer_id as "customerId" from orders
     where orders.held_at <= ${later(now, -giveBackAfterOf(shop) as Period)} and orders.status in (${DELIVERING})
       and orders.origin = 'sale'
       and not exists (select from outgoing_messages where idem_key = ${CUSTOMER} || orders.id)
     order by orders.held_at limit ${MOST}`);
  if (held.length === 0) return false;
  await work.do(async (em) => {
    for (const { orderId, customerId } of held) {
      const to = { chatId: Number(customerId), key: `${CUSTOMER}${orderId}` };
      await queueMessage(em, { shop, now }, { ...to, kind: 'delivery-late', data: { orderId } });
    }
  });
  return true;
}
