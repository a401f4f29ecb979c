import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Server } from '../../model/server.ts';
import type { DriftPolicy } from '../../model/server-columns.ts';
import { hours, later, type Period } from '../../model/values/period.ts';
import { alertOfServer } from '../messages/alert-of-server.ts';
import type { UpkeepNeeds } from './needs.ts';

/** A client under our name that no row knows. `isOld` = it has been there for a day: it may be deleted by a word. */
export type Orphan = { email: string; firstSeenAt: Date; isOld: boolean };

/** What a server's panel has otherwise than the shop, as the last comparison left it, and what is done about edits. */
export type DriftView = {
  serverId: number;
  server: string;
  policy: DriftPolicy;
  /** Clients that are gone from the panel and wait for a word of the staff. */
  missing: number;
  orphans: readonly Orphan[];
};

/** What a restore of the database has lost looks just like an orphan: so long nobody is offered to delete it (row 69). */
const REPORT_ONLY = hours(24);

/** Remembers who is there now and since when, forgets who is gone, and tells the staff once of those that stay. */
export async function noteOrphans(
  needs: UpkeepNeeds,
  em: SqlEntityManager,
  { serverId, emails }: { serverId: number; emails: readonly string[] },
): Promise<void> {
  const now = needs.clock.now();
  const names = JSON.stringify(emails);
  await em.execute(sql`
    delete from panel_orphans where server_id = ${serverId}
       and email not in (select jsonb_array_elements_text(${names}::jsonb))`);
  await em.execute(sql`
    insert into panel_orphans (server_id, email, first_seen_at)
    select ${serverId}, email, ${now} from jsonb_array_elements_text(${names}::jsonb) as email
    on conflict do nothing`);
  const told = await em.execute<unknown[]>(sql`
    update panel_orphans set noticed_at = ${now}
     where server_id = ${serverId} and noticed_at is null and first_seen_at <= ${oldBefore(now)}
    returning email`);
  if (told.length === 0) return;
  const { name } = await em.findOneOrFail(Server, serverId);
  await alertOfServer(
    em,
    { shop: needs.shop, now },
    {
      key: `clients-orphaned:${serverId}:${now.getTime()}`,
      data: { code: 'clients-orphaned', serverId, server: name, count: told.length },
    },
  );
}

/** Those of one server, the oldest first, without any that a row knows since. */
export async function orphansOf(em: SqlEntityManager, serverId: number, now: Date): Promise<Orphan[]> {
  const rows = await em.execute<{ email: string; at: string }[]>(sql`
    select email, first_seen_at as at from panel_orphans orphan
     where server_id = ${serverId}
       and not exists (select from server_clients where server_clients.email = orphan.email)
     order by first_seen_at, email`);
  return rows.map(({ email, at }) => ({
    email,
    firstSeenAt: new Date(at),
    isOld: new Date(at) <= oldBefore(now),
  }));
}

const oldBefore = (now: Date): Date => later(now, -REPORT_ONLY as Period);
