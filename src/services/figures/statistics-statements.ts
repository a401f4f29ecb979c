import { type RawQueryFragment, sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { days, later } from '../../model/values/period.ts';
import { type Bytes, megabytes } from '../../model/values/traffic.ts';

// What /stats is made of. Every client is looked at once for its counts, and once for the days of its life.

/** Who has an access now, and how it is with it; one access can stand in several of these. */
export type ClientCounts = {
  /** Delivered, and not deleted yet: active, suspended and expired together. */
  total: number;
  active: number;
  suspended: number;
  /** Their time is over; they wait for a renewal, or for their end. */
  expired: number;
  /** Active, and their time is over within 7 days. */
  expiringSoon: number;
  /** Their traffic is used up. */
  overTraffic: number;
  autoRenew: number;
  /** Gone for good. */
  terminated: number;
};

/** What a server carries, by its own counters. */
export type ServerCounts = {
  name: string;
  country: string | null;
  /** As `total` of the counts above. */
  clients: number;
  active: number;
  /** All that its clients ever used, those that are gone included; whole megabytes. */
  traffic: Bytes;
};

/** What was sold. Money and keys of the same orders: those that were paid for in the period. */
export type SalesCounts = {
  /** Orders for new access. */
  orders: number;
  /** Renewals that were paid for and stand. */
  renewals: number;
  /** Of these, those that the shop charged by itself, as their customers had wished. */
  automatic: number;
  /** Whole Stars that came for all orders. */
  stars: number;
  /** Of these, what went back or is on its way. */
  starsBack: number;
  /** Keys that were paid for at least two minutes ago, or made since. */
  keys: number;
  /** Of these, made and tested within two minutes of the payment, or of the staff's yes. */
  quick: number;
};

/** One day (UTC) of the shop. `day` as `2026-11-23`. */
export type DayCounts = { day: string; started: number; renewed: number; ended: number };

const SOON = days(7);
const QUICK_SECONDS = 120;

/** It was given, and not taken back. */
const STANDS = sql`purchase.applied_at is not null and purchase.taken_back_at is null`;

const LIVING = sql`client.status in ('active', 'suspended', 'expired')`;

/** SPEC 117: all of them in one query, from the columns that the model's own methods look at. */
export async function clientCounts(em: SqlEntityManager, now: Date): Promise<ClientCounts> {
  const count = (where: RawQueryFragment) => sql`(count(*) filter (where ${where}))::int`;
  const [row] = await em.execute<ClientCounts[]>(sql`
    select ${count(LIVING)} as total,
           ${count(sql`client.status = 'active'`)} as active,
           ${count(sql`client.status = 'suspended'`)} as suspended,
           ${count(sql`client.status = 'expired'`)} as expired,
           ${count(sql`client.status = 'active' and client.expires_at > ${now}
             and client.expires_at <= ${later(now, SOON)}`)} as "expiringSoon",
           ${count(sql`${LIVING} and client.traffic_used_mb >= client.traffic_limit_mb`)} as "overTraffic",
           ${count(sql`${LIVING} and client.auto_renew`)} as "autoRenew",
           ${count(sql`client.status = 'terminated' and client.activated_at is not null`)} as terminated
      from server_clients client`);
  if (!row) throw new RangeError('nothing was counted');
  return row;
}

/** The busiest first. */
export async function serverCounts(em: SqlEntityManager): Promise<ServerCounts[]> {
  const rows = await em.execute<(Omit<ServerCounts, 'traffic'> & { megabytes: string })[]>(sql`
    select name, country, total_clients as clients, active_clients as active, total_traffic_mb::text as megabytes
      from servers order by total_clients desc, name, id`);
  return rows.map(({ megabytes: count, ...server }) => ({ ...server, traffic: megabytes(BigInt(count)) }));
}

type Span = { readonly from: Date; readonly now: Date };

export async function salesCounts(em: SqlEntityManager, { from, now }: Span): Promise<SalesCounts> {
  const [row] = await em.execute<SalesCounts[]>(sql`
    with paid as materialized (
      select id, purpose, coalesce(approved_at, paid_at) as began from orders
       where paid_at >= ${from} and paid_at <= ${now} and origin = 'sale'
    ), came as (
      select sum(charge.amount) as stars,
             sum(charge.amount) filter (where charge.status in ('refunding', 'refunded')) as back
        from paid join payments payment on payment.order_id = paid.id
        join charges charge on charge.payment_id = payment.id
       where charge.currency = 'XTR'
    ), renewed as (
      select coalesce((purchase.terms->>'isAutomatic')::boolean, false) as is_automatic
        from paid join order_purchases purchase on purchase.order_id = paid.id
       where paid.purpose = 'renewal' and ${STANDS}
    ), bought as (
      select paid.id as order_id,
             unit.provision_completed_at <= paid.began + make_interval(secs => ${QUICK_SECONDS}) as is_quick,
             unit.provision_completed_at is not null
               or paid.began <= ${now}::timestamptz - make_interval(secs => ${QUICK_SECONDS}) as is_due
        from paid join order_items item on item.order_id = paid.id
        join order_server_clients unit on unit.order_item_id = item.id
    )
    select count(distinct bought.order_id)::int as orders,
           (select count(*) from renewed)::int as renewals,
           (select count(*) filter (where is_automatic) from renewed)::int as automatic,
           (count(*) filter (where is_due))::int as keys,
           (count(*) filter (where is_due and is_quick))::int as quick,
           coalesce((select stars from came), 0)::float8 as stars,
           coalesce((select back from came), 0)::float8 as "starsBack"
      from bought`);
  if (!row) throw new RangeError('nothing was counted');
  return row;
}

/** Of one that is over. Time that had not begun, a date before 1970, was no end. */
const END = sql`least(terminated_at, case when expires_at > 'epoch' then expires_at end)`;

/**
 * How many accesses began, were renewed and ended on each day, without a gap, the oldest first. One ends when its time is over, or
 * when it is taken away before that.
 */
export function dayCounts(em: SqlEntityManager, { from, now }: Span): Promise<DayCounts[]> {
  return em.execute<DayCounts[]>(sql`
    with begun as (
      select (activated_at at time zone 'UTC')::date as day, count(*) as count from server_clients
       where activated_at >= ${from} and activated_at <= ${now}
       group by 1
    ), again as (
      select (orders.paid_at at time zone 'UTC')::date as day, count(*) as count
        from orders join order_purchases purchase on purchase.order_id = orders.id
       where orders.paid_at >= ${from} and orders.paid_at <= ${now} and orders.purpose = 'renewal' and ${STANDS}
       group by 1
    ), done as (
      select (${END} at time zone 'UTC')::date as day, count(*) as count from server_clients
       where status in ('expired', 'terminated') and activated_at is not null and ${END} >= ${from} and ${END} <= ${now}
       group by 1
    )
    select to_char(day, 'YYYY-MM-DD') as day, coalesce(begun.count, 0)::int as started,
           coalesce(again.count, 0)::int as renewed, coalesce(done.count, 0)::int as ended
      from (select (${from}::timestamptz at time zone 'UTC')::date + place as day
              from generate_series(0, (${now}::timestamptz at time zone 'UTC')::date
                                    - (${from}::timestamptz at time zone 'UTC')::date) place) calendar
      left join begun using (day) left join again using (day) left join done using (day)
     order by day`);
}
