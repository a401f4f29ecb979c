import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { AlertData } from './alert-data.ts';
import { alertStaff } from './queue-message.ts';

export type OfServer = Extract<AlertData, { serverId: number }>;

/** Tells the staff of a server; one whose alerts are muted keeps it back, once per key. */
export async function alertOfServer(
  em: SqlEntityManager,
  from: Parameters<typeof alertStaff>[1],
  alert: { key: string; data: OfServer },
): Promise<void> {
  const key = sql`to_jsonb(${alert.key}::text)`;
  const muted = await em.execute<unknown[]>(sql`
    update servers set alert_settings = case when alert_settings->'held' @> ${key} then alert_settings
           else jsonb_set(alert_settings, '{held}', (alert_settings->'held') || ${key}) end
     where id = ${alert.data.serverId} and (alert_settings->>'mutedUntil')::timestamptz > ${from.now}
    returning id`);
  if (muted.length === 0) await alertStaff(em, from, alert);
}
