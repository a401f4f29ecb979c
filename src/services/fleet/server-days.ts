import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { days, later } from '../../model/values/period.ts';

/** How the keys went that were paid for on one day (UTC) and made on one server. */
export type ServerDay = {
  /** `2026-11-23`. */
  day: string;
  ready: number;
  /** Given up, or given back. */
  failed: number;
  /** Still to be made. */
  open: number;
  /** Whole per cent of those that have an end; null = none has. */
  percent: number | null;
  /** Seconds from the first write to the tested key; null = none was made. */
  median: number | null;
  p95: number | null;
};

const DAYS_SHOWN = 7;

/**
 * SPEC 58: success rate, median and p95 of a server for each day with sales of the last 7, the newest first. Keys that
 * nobody paid for are left out.
 */
export async function serverDays(
  em: SqlEntityManager,
  { serverId, now }: { serverId: number; now: Date },
): Promise<ServerDay[]> {
  return em.execute<ServerDay[]>(sql`
    with sold as (
      select to_char(orders.paid_at at time zone 'UTC', 'YYYY-MM-DD') as day, unit.provision_status as status,
             unit.provision_duration_seconds as seconds
        from orders
        join order_items item on item.order_id = orders.id
        join order_server_clients unit on unit.order_item_id = item.id
        join server_inbounds inbound on inbound.id = unit.inbound_id
       where orders.paid_at > ${later(now, days(-DAYS_SHOWN))} and orders.origin = 'sale'
         and inbound.server_id = ${serverId}),
    tally as (
      select day,
             (count(*) filter (where status = 'completed'))::int as ready,
             (count(*) filter (where status in ('failed', 'cancelled')))::int as failed,
             (count(*) filter (where status in ('pending', 'provisioning')))::int as open,
             (percentile_cont(0.5) within group (order by seconds) filter (where status = 'completed'))::float8 as median,
             (percentile_cont(0.95) within group (order by seconds) filter (where status = 'completed'))::float8 as p95
        from sold group by day)
    select day, ready, failed, open, round(100.0 * ready / nullif(ready + failed, 0))::int as percent, median, p95
      from tally order by day desc limit ${DAYS_SHOWN}`);
}
