import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { ok, type Result, refuse } from '../../model/result.ts';
import { audit } from '../messages/audit.ts';
import { lockServer } from './edit-server.ts';
import { countLinks, type LinkCount } from './links-anew.ts';
import type { FleetNeeds } from './needs.ts';
import type { ServerNotFound } from './plan-places.ts';

/** The links of every running access of a server are read anew, because an admin asks for it. */
export async function readLinksAnew(
  { clock }: Pick<FleetNeeds, 'clock'>,
  em: SqlEntityManager,
  { serverId, actorId }: { serverId: number; actorId: number },
): Promise<Result<LinkCount, ServerNotFound>> {
  if (!(await lockServer(em, serverId))) return refuse({ code: 'server-not-found' });
  await em.execute(
    sql`update server_inbounds set links_rev = links_rev + 1 where server_id = ${serverId} and remote_id > 0`,
  );
  await em.execute(sql`
    update server_clients set links_due_at = null
     where links_due_at is not null
       and inbound_id in (select id from server_inbounds where server_id = ${serverId})`);
  const count = await countLinks(em, serverId);
  const act = { actorId, action: 'server.read-links', target: `server:${serverId}` };
  audit(em, { ...act, after: { accesses: count.running } }, clock.now());
  await em.flush();
  return ok(count);
}
