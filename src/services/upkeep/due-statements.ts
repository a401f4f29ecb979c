import { sql } from '@mikro-orm/core';
import { DELIVERING } from '../../model/order.ts';
import { SELLING_HEALTH } from '../../model/server.ts';
import { days, later, minutes, type Period } from '../../model/values/period.ts';
import { isReached } from '../lanes/server-trouble.ts';
import { LASTING_TRIES } from '../lanes/wanted-client.ts';

// Work that somebody should have done by now. What became due a moment ago is somebody's work already.

const OVERDUE = minutes(1);
const UPDATE_OVERDUE = minutes(5);
const before = (now: Date, period: Period) => later(now, -period as Period);

/** Units, pushes and refunds that wait for nobody; those of a server that is out of sale, or away, wait for it. */
export const dueWorkStatement = (now: Date) => sql`
  select 'unit ' || unit.id || ' of order ' || orders.id || ' is due since ' || to_char(unit.due_at at time zone 'utc', 'HH24:MI') as what
    from order_server_clients unit
    join server_inbounds inbound on inbound.id = unit.inbound_id
    join servers server on server.id = inbound.server_id
    join order_items item on item.id = unit.order_item_id
    join orders on orders.id = item.order_id
   where unit.provision_status in ('pending', 'provisioning') and unit.due_at <= ${before(now, OVERDUE)}
     and server.health_status in (${SELLING_HEALTH}) and orders.status in (${DELIVERING}) and orders.held_at is null
   union all
  select 'client ' || client.email || ' is to be ' || client.wanted || ' on its panel'
         || coalesce(': ' || client.error_message, '')
    from server_clients client
    join server_inbounds inbound on inbound.id = client.inbound_id
    join servers server on server.id = inbound.server_id
   where (client.push_due_at <= ${before(now, OVERDUE)}
          or client.push_due_at is not null and client.retry_count >= ${LASTING_TRIES}) and ${isReached}
   union all
  select 'refund ' || id || ' is due' from refunds
   where status = 'due' and due_at <= ${before(now, OVERDUE)}`;

/** Clients that are to be looked at once more after a write without an answer. */
export const recheckStatement = (now: Date) => sql`
  select 'client ' || client.email || ' is to be looked at' as what
    from server_clients client
    join server_inbounds inbound on inbound.id = client.inbound_id
    join servers server on server.id = inbound.server_id
   where client.recheck_at <= ${before(now, OVERDUE)} and server.health_status in (${SELLING_HEALTH})`;

/** Placements to remove from panels that answer. */
export const tombstoneStatement = (now: Date) => sql`
  select 'tombstone ' || tombstone.email || ' on ' || server.name as what
    from tombstones tombstone join servers server on server.id = tombstone.server_id
   where tombstone.due_at <= ${before(now, OVERDUE)} and ${isReached}`;

/** Reservations that are over and keep their seats. */
export const holdStatement = (now: Date) => sql`
  select 'order ' || id || ' keeps its seats past its hold' as what from orders
   where status = 'pending_payment' and reserved_until <= ${before(now, OVERDUE)}`;

/** Telegram was told to take the money, the hold is over, and nobody knows whether it came. */
export const openPaymentStatement = (now: Date) => sql`
  select 'payment ' || payment.id || ' of order ' || orders.id || ' has no answer' as what
    from payments payment join orders on orders.id = payment.order_id
   where payment.status in ('created', 'pending', 'confirming') and orders.prechecked_at is not null
     and orders.status = 'pending_payment' and orders.reserved_until <= ${before(now, OVERDUE)}`;

/** Updates that nobody has taken up, and those that were put aside. */
export const staleUpdateStatement = (now: Date) => sql`
  select 'update ' || update_id || ' waits since ' || to_char(due_at at time zone 'utc', 'DD.MM. HH24:MI') as what
    from telegram_updates
   where state = 'open' and due_at <= ${before(now, UPDATE_OVERDUE)}
     and (lease_until is null or lease_until < clock_timestamp())
   union all
  select 'update ' || update_id || ' was put aside: ' || coalesce(left(error, 100), '')
    from telegram_updates where state = 'failed' and due_at > ${before(now, days(7))}`;

/** Access past its end, or with its traffic used up, on panels where the shop itself has to end it. */
export const overdueStatement = (now: Date) => sql`
  select 'client ' || client.email || ' is past its end and on' as what
    from server_clients client
   where client.status = 'active' and client.expires_at <= ${before(now, OVERDUE)}
     and client.expires_at > 'epoch' and client.wanted <> 'deleted'`;

/** Inbounds of one customer whose access is over, and those on a panel under our name that no row of their own knows. */
export const dedicatedStatement = (prefix: string) => sql`
  select 'inbound ' || inbound.remark || ' of unit ' || own.unit_id || ' is used by nobody' as what
    from dedicated_inbounds own
    join server_inbounds inbound on inbound.id = own.inbound_id
    join order_server_clients unit on unit.id = own.unit_id
    left join server_clients client on client.id = unit.server_client_id
   where own.state in ('planned', 'made')
     and (unit.provision_status = 'cancelled' or (unit.provision_status = 'completed' and client.status = 'terminated'))
   union all
  select 'inbound ' || inbound.remark || ' on ' || server.name || ' is ours by its name and nobody''s by the books'
    from server_inbounds inbound join servers server on server.id = inbound.server_id
   where inbound.kind = 'shared' and starts_with(inbound.remark, ${prefix}) and inbound.status <> 'error'`;

const KEPT_NEWS = days(30);

/** News of long ago: alerts and notices that were sent, and nobody asks for again. */
export const oldNewsStatement = (now: Date) => sql`
  select id from outgoing_messages
   where kind in ('alert', 'sorry', 'traffic-notice', 'access-suspended', 'access-resumed', 'pause-ended')
     and state in ('sent', 'dropped', 'failed') and created_at <= ${before(now, KEPT_NEWS)}`;
