import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { DELIVERING } from '../../model/order.ts';
import { later, minutes, type Period } from '../../model/values/period.ts';
import { deadlinesRest } from '../lanes/maintenance.ts';
import { alertStaff, queueMessage } from '../messages/queue-message.ts';
import type { StaffNeeds } from './needs.ts';

/** RELIABILITY E5, E7: from the payment, or from the staff's yes, until the staff hears of it, and its customer. */
const TELL_STAFF = minutes(10);
const TELL_CUSTOMER = minutes(30);
/** Many late keys are one message. */
const BETWEEN_ALERTS = minutes(5);
const MOST = 200;

/** Of `orders` and `unit`: it could be delivered, and is not. */
const isLate = (since: Date) => sql`
  unit.provision_status in ('pending', 'provisioning', 'failed') and orders.status in (${DELIVERING})
  and orders.held_at is null and coalesce(orders.approved_at, orders.paid_at) <= ${since}`;

const ago = (now: Date, period: Period): Date => later(now, -period as Period);

/** Tells the staff of paid keys that wait, each once; many together. true = there is something to send. */
export async function tellStaff({ work, clock, shop }: StaffNeeds): Promise<boolean> {
  const now = clock.now();
  if (await deadlinesRest(work.read(), now)) return false;
  return work.do(async (em) => {
    const since = ago(now, TELL_STAFF);
    const [first] = await em.execute<{ id: string }[]>(sql`
      update order_server_clients set late_told_at = ${now}
       where late_told_at is null
         and id in (select unit.id from order_server_clients unit
                      join order_items item on item.id = unit.order_item_id
                      join orders on orders.id = item.order_id where ${isLate(since)})
         and not exists (select from order_server_clients where late_told_at > ${ago(now, BETWEEN_ALERTS)})
      returning id`);
    if (!first) return false;
    const data = { code: 'undelivered', ...(await sumOf(em, { now, since })) } as const;
    await alertStaff(em, { shop, now }, { key: `undelivered:${first.id}`, data });
    return true;
  });
}

type Sum = { count: number; minutes: number; errorCode: string | null; error: string | null };

/** How many wait, how long the oldest does, and the cause that most of them have. */
async function sumOf(em: SqlEntityManager, { now, since }: { now: Date; since: Date }): Promise<Sum> {
  const [sum] = await em.execute<Sum[]>(sql`
    select (sum(count(*)) over ())::int as count,
           floor(extract(epoch from ${now}::timestamptz - min(min(orders.paid_at)) over ()) / 60)::int as minutes,
           unit.provision_error_code as "errorCode", max(unit.provision_error) as error
      from order_server_clients unit
      join order_items item on item.id = unit.order_item_id
      join orders on orders.id = item.order_id
     where ${isLate(since)}
     group by unit.provision_error_code order by count(*) desc, 3 limit 1`);
  return sum ?? { count: 0, minutes: 0, errorCode: null, error: null };
}

/** Tells each customer who waits for half an hour, once per order, and leaves them the choice (C3-75). Answers how many. */
export async function tellCustomers({ work, clock, shop }: StaffNeeds): Promise<number> {
  const now = clock.now();
  const late = await work.read().execute<{ id: string; customerId: string }[]>(sql`
    select orders.id, orders.customer_id as "customerId" from orders
     where orders.origin = 'sale'
       and exists (select from order_server_clients unit join order_items item on item.id = unit.order_item_id
                    where item.order_id = orders.id and ${isLate(ago(now, TELL_CUSTOMER))})
       and not exists (select from outgoing_messages where idem_key = ${KEY} || orders.id)
     order by orders.paid_at limit ${MOST}`);
  if (late.length === 0) return 0;
  await work.do(async (em) => {
    for (const { id: orderId, customerId } of late) {
      const to = { chatId: Number(customerId), key: `${KEY}${orderId}` };
      await queueMessage(em, { shop, now }, { ...to, kind: 'delivery-late', data: { orderId } });
    }
  });
  return late.length;
}

const KEY = 'delivery-late:';
