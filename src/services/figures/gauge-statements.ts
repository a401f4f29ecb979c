import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { DELIVERING } from '../../model/order.ts';
import { SELLING_HEALTH } from '../../model/server.ts';

// What is read at a scrape. Each statement walks a partial index of what is open, or a table with a row per server or
// account; none of them grows with what was sold.

type At = { readonly botId: number; readonly now: Date };

/** `oldest` = seconds; null = there is nothing. */
export type Depth = { queue: string; depth: number; oldest: number | null };

/** What is due in each queue, by business time. */
export function queueDepths(em: SqlEntityManager, { botId, now }: At): Promise<Depth[]> {
  const age = (column: string) =>
    sql`extract(epoch from ${now}::timestamptz - min(${sql.ref(column)}))::float8 as oldest`;
  return em.execute<Depth[]>(sql`
    select 'updates' as queue, count(*)::int as depth, ${age('due_at')} from telegram_updates
     where bot_id = ${botId} and state = 'open' and due_at <= ${now}
    union all
    select 'messages', count(*)::int, ${age('due_at')} from outgoing_messages
     where bot_id = ${botId} and state = 'pending' and due_at <= ${now}
    union all
    select 'cards', count(*)::int, ${age('due_at')} from order_cards
     where bot_id = ${botId} and wanted_version > sent_version and due_at <= ${now}
    union all
    select 'refunds', count(*)::int, ${age('due_at')} from refunds where status = 'due' and due_at <= ${now}
    union all
    select 'tombstones', count(*)::int, ${age('due_at')} from tombstones
     where due_at is not null and due_at <= ${now}
    union all
    select 'pushes', count(*)::int, ${age('push_due_at')} from server_clients
     where push_due_at is not null and push_due_at <= ${now}
    union all
    select 'units', count(*)::int, ${age('unit.due_at')}
      from order_server_clients unit
      join order_items item on item.id = unit.order_item_id join orders on orders.id = item.order_id
     where unit.provision_status in ('pending', 'provisioning') and unit.due_at <= ${now}
       and orders.status in (${DELIVERING}) and orders.held_at is null`);
}

/** `oldest` = seconds since it was paid. */
export type Undelivered = { state: 'pending' | 'provisioning' | 'failed'; units: number; oldest: number };

/** Paid units without a key, but for orders that wait for an approval. */
export function undeliveredUnits(em: SqlEntityManager, { now }: At): Promise<Undelivered[]> {
  return em.execute<Undelivered[]>(sql`
    select unit.provision_status as state, count(*)::int as units,
           extract(epoch from ${now}::timestamptz - min(orders.paid_at))::float8 as oldest
      from order_server_clients unit
      join order_items item on item.id = unit.order_item_id join orders on orders.id = item.order_id
     where unit.provision_status in ('pending', 'provisioning', 'failed')
       and orders.status in (${DELIVERING}) and orders.held_at is null
     group by unit.provision_status`);
}

/** `held` = orders that wait for an approval; `failed` = refunds that were given up; `clock` = the database's, in ms. */
export type Counted = { held: number; failed: number; clock: number };

export async function countOthers(em: SqlEntityManager): Promise<Counted> {
  const [row] = await em.execute<Counted[]>(sql`
    select (select count(*)::int from orders where held_at is not null) as held,
           (select count(*)::int from refunds where status = 'failed') as failed,
           (extract(epoch from clock_timestamp()) * 1000)::float8 as clock`);
  return row ?? { held: 0, failed: 0, clock: 0 };
}

/** `sum` as text: minor units may be more than a number holds. */
export function ledgerSums(em: SqlEntityManager): Promise<{ currency: string; sum: string }[]> {
  return em.execute(sql`
    select currency, sum(balance)::text as sum from ledger_accounts group by currency order by currency`);
}

/** `quiet` and `lag` = seconds; `lag` null = its traffic was never counted. */
export type ServerLane = {
  server: string;
  url: string;
  up: boolean;
  paused: boolean;
  held: boolean;
  quiet: number;
  breaker: 'closed' | 'open' | 'half-open';
  lag: number | null;
};

/** Servers in use with their lanes. Leases and quiet times are the database's clock (DESIGN 4a). */
export function serverLanes(em: SqlEntityManager, { now }: At): Promise<ServerLane[]> {
  return em.execute<ServerLane[]>(sql`
    select server.name as server, server.panel_url as url, server.health_status in (${SELLING_HEALTH}) as up,
           not server.auto_provisioning as paused,
           coalesce(lane.lease_until > clock_timestamp(), false) as held,
           coalesce(greatest(0, extract(epoch from lane.quiet_until - clock_timestamp())), 0)::float8 as quiet,
           coalesce(lane.breaker_state, 'closed') as breaker,
           extract(epoch from ${now}::timestamptz - turn.counted_at)::float8 as lag
      from servers server
      left join panel_lanes lane on lane.server_id = server.id
      left join traffic_turns turn on turn.server_id = server.id and turn.counted_at is not null
     where server.retired_at is null order by server.id`);
}
