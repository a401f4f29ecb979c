import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { days, later, type Period } from '../../model/values/period.ts';
import { type Bytes, bytes } from '../../model/values/traffic.ts';

// A hundred thousand clients write three million days a month: those that are over are added up once and kept.

/** What all clients together used on one day (UTC). */
export type TrafficDay = { day: string; traffic: Bytes };

/** Younger days may still grow: a count that began before midnight, a clock that is put back. */
const SETTLED = days(2);
/** So many kept days are added up once more each time, should one have grown after all. */
const ONCE_MORE = 3;
const MOST = 2n ** 63n - 1n;

const dayOf = (at: Date): string => at.toISOString().slice(0, 10);
const lastSettled = (now: Date): string => dayOf(later(now, -SETTLED as Period));

/** Days without traffic are left out; the oldest first. */
export async function trafficDays(
  em: SqlEntityManager,
  { from, now }: { from: Date; now: Date },
): Promise<TrafficDay[]> {
  const rows = await em.execute<{ day: string; bytes: string }[]>(sql`
    with kept as (
      select case when count(*) > 0 then least(max(day), ${lastSettled(now)}::date) end as until from shop_traffic_days
    ), told as (
      select day, bytes::numeric from shop_traffic_days
       where day >= ${dayOf(from)}::date and day <= (select until from kept)
      union all
      select day, sum(bytes) from client_traffic_days
       where day >= greatest(${dayOf(from)}::date, (select until + 1 from kept)) and day <= ${dayOf(now)}::date
       group by day
    )
    select to_char(day, 'YYYY-MM-DD') as day, least(bytes, ${MOST}::numeric)::text as bytes from told order by day`);
  return rows.map(({ day, bytes: count }) => ({ day, traffic: bytes(BigInt(count)) }));
}

/** Adds up the days that are over; twice does no harm. */
export async function settleTrafficDays(em: SqlEntityManager, now: Date): Promise<void> {
  await em.execute(sql`
    insert into shop_traffic_days (day, bytes)
    select day, least(sum(bytes), ${MOST}::numeric)::bigint from client_traffic_days
     where day > coalesce((select max(day) - ${ONCE_MORE}::int from shop_traffic_days), '-infinity')
       and day <= ${lastSettled(now)}::date
     group by day
    on conflict (day) do update set bytes = excluded.bytes`);
}
