import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { parseLink } from '../../model/parse-link.ts';

/**
 * Running accesses of a server, those of them whose links are still to be read anew, and of these the ones for which it
 * was tried: the panel did not tell, or gives no link that opens its inbound.
 */
export type LinkCount = { running: number; behind: number; tried: number };

export async function countLinks(em: SqlEntityManager, serverId: number): Promise<LinkCount> {
  const [row] = await em.execute<LinkCount[]>(sql`
    select count(*)::int as running,
           (count(*) filter (where client.links_rev < inbound.links_rev))::int as behind,
           (count(*) filter (where client.links_rev < inbound.links_rev
              and client.links_due_at is not null))::int as tried
      from server_clients client join server_inbounds inbound on inbound.id = client.inbound_id
     where inbound.server_id = ${serverId} and client.status = 'active'`);
  return row ?? { running: 0, behind: 0, tried: 0 };
}

/** Running accesses of one inbound. */
export async function countRunning(em: SqlEntityManager, inboundId: number): Promise<number> {
  const [row] = await em.execute<{ count: number }[]>(sql`
    select count(*)::int as count from server_clients where inbound_id = ${inboundId} and status = 'active'`);
  return row?.count ?? 0;
}

/**
 * Customers reach a server by another name from now on: what has `host` in its links is to be read anew. Where the panel
 * gives them another address, the name stands in none of an inbound's links, and its newest ones tell so.
 */
export async function leaveHost(
  em: SqlEntityManager,
  { serverId, host }: { serverId: number; host: string },
): Promise<void> {
  const newest = await em.execute<{ id: number; links: string[] | null }[]>(sql`
    select inbound.id, newest.links from server_inbounds inbound
      left join lateral (
        select client.links from server_clients client
         where client.inbound_id = inbound.id and client.status = 'active' and client.links <> '[]'::jsonb
         order by client.links_rev desc limit 1) newest on true
     where inbound.server_id = ${serverId} and inbound.remote_id > 0
     order by inbound.id`);
  const concerned = newest.filter(
    ({ links }) => links === null || links.some((link) => mayLeadTo(link, host)),
  );
  if (concerned.length === 0) return;
  const ids = concerned.map(({ id }) => id);
  await em.execute(sql`update server_inbounds set links_rev = links_rev + 1 where id in (${ids})`);
}

function mayLeadTo(link: string, host: string): boolean {
  const told = parseLink(link);
  return told === null || told.host.toLowerCase() === host.toLowerCase();
}
