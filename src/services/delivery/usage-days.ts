import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { type DayUse, startOfDay } from '../../model/forecast.ts';
import { days, later } from '../../model/values/period.ts';
import { bytes } from '../../model/values/traffic.ts';

/** So many days are drawn, today among them. */
const DRAWN_DAYS = 30;

/** What a client used on each of the last thirty days of UTC, the oldest first; days without a row are left out. */
export async function usageDays(em: SqlEntityManager, clientId: number, now: Date): Promise<DayUse[]> {
  const first = later(startOfDay(now), days(1 - DRAWN_DAYS));
  const rows = await em.execute<{ day: string; bytes: string }[]>(sql`
    select to_char(day, 'YYYY-MM-DD') as day, bytes::text as bytes
      from client_traffic_days
     where client_id = ${clientId} and day >= ${first.toISOString().slice(0, 10)}::date
     order by day`);
  return rows.map((row) => ({ day: new Date(`${row.day}T00:00:00Z`), bytes: bytes(BigInt(row.bytes)) }));
}

/** The same with every day in its place, those on which nothing flowed too; empty = nothing was ever measured. */
export function wholeMonth(known: readonly DayUse[], now: Date): DayUse[] {
  if (known.length === 0) return [];
  const used = new Map(known.map(({ day, bytes: size }) => [day.getTime(), size]));
  const today = startOfDay(now);
  return Array.from({ length: DRAWN_DAYS }, (_, place) => {
    const day = later(today, days(place + 1 - DRAWN_DAYS));
    return { day, bytes: used.get(day.getTime()) ?? bytes(0n) };
  });
}
