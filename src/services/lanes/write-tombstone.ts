import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';

/** Whatever appears on that panel under that name is removed, from `now` on. */
export async function writeTombstone(
  em: SqlEntityManager,
  { serverId, email }: { serverId: number; email: string },
  now: Date,
): Promise<void> {
  await em.execute(sql`
    insert into tombstones (server_id, email, due_at, looks, created_at)
    values (${serverId}, ${email}, ${now}, 0, ${now})
    on conflict (server_id, email) do update set due_at = excluded.due_at`);
}

/**
 * Remembers, in the transaction that abandons them, the placements of these units that were taken to a panel and are
 * not delivered: whatever appears there under their names is removed, inbounds of their own as well.
 */
export async function tombstoneUndelivered(
  em: SqlEntityManager,
  unitIds: readonly string[],
  now: Date,
): Promise<void> {
  if (unitIds.length === 0) return;
  const ids = [...unitIds];
  await em.execute(sql`
    insert into tombstones (server_id, email, due_at, looks, created_at)
    select inbound.server_id, client.email, ${now}, 0, ${now}
      from order_server_clients unit
      join server_clients client on client.id = unit.server_client_id
      join server_inbounds inbound on inbound.id = client.inbound_id
     where unit.id in (${ids})
       and unit.provision_status <> 'completed'
       and unit.provision_attempts > 0
    on conflict (server_id, email) do update set due_at = excluded.due_at`);
  await em.execute(sql`
    update dedicated_inbounds own set state = 'removing', due_at = ${now}
      from order_server_clients unit
     where own.unit_id = unit.id and unit.id in (${ids})
       and unit.provision_status <> 'completed' and own.state in ('planned', 'made')`);
}
