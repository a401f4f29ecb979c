import { sql } from '@mikro-orm/core';
import { hours, later, type Period } from '../../model/values/period.ts';
import type { UpkeepNeeds } from './needs.ts';

/** So long it is reported alone: what a restore of the database has lost looks just the same (row 69). */
const REPORT_ONLY = hours(24);

/**
 * Has the lanes remove inbounds that bear the shop's name and that no row of the shop knows: a day old, never used, and
 * not put on sale by anybody. Answers how many.
 */
export async function removeStrays({ work, clock, shop, wakes }: UpkeepNeeds): Promise<number> {
  const now = clock.now();
  const old = later(now, -REPORT_ONLY as Period);
  const rows = await work.do((em) =>
    em.execute<{ serverId: number }[]>(sql`
      update server_inbounds inbound set removal_due_at = ${now}
       where inbound.kind = 'shared' and inbound.remote_id > 0 and inbound.removal_due_at is null
         and starts_with(inbound.remark, ${`${shop.shop4}-`}) and inbound.status <> 'error'
         and not inbound.provisioning_enabled and not inbound.current_clients > 0 and inbound.traffic_used_bytes = 0
         and exists (select from inbound_traffic_samples seen where seen.inbound_id = inbound.id and seen.at <= ${old})
         and not exists (
           select from server_inbounds own where own.kind = 'dedicated' and own.remark = inbound.remark)
         and not exists (
           select from server_clients client where client.inbound_id = inbound.id or client.email = inbound.remark)
         and not exists (select from order_server_clients unit where unit.inbound_id = inbound.id)
      returning inbound.server_id as "serverId"`),
  );
  for (const serverId of new Set(rows.map((row) => row.serverId))) wakes.lane(serverId);
  return rows.length;
}
