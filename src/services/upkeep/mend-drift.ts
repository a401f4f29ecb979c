import { LockMode, sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Order } from '../../model/order.ts';
import { Server } from '../../model/server.ts';
import { ServerClient } from '../../model/server-client.ts';
import { acceptStranded, newlyStranded, noteMissing, putBack } from '../../model/server-drift.ts';
import { takeOut } from '../lanes/server-trouble.ts';
import { alertOfServer } from '../messages/alert-of-server.ts';
import type { UpkeepNeeds } from './needs.ts';
import type { PanelDrift } from './panel-drift.ts';

/** What became of a drift: mended by the lane that is woken, or left to a human. */
export type Mended = { fixed: number; left: number };

/** More than these are not put back unasked: somebody may have meant it, or the panel was set back (row 61). */
const MOST_UNASKED = 3;
/** More of all clients than this share, and nothing is sold there until somebody has looked (row 63). */
const MASS_SHARE = 0.02;

/**
 * Does about a panel's drift what may be done unasked (rows 60 to 69), in one transaction: the lane puts back, brings
 * right and removes; what needs a decision is told to the staff once. Doing it twice changes nothing more.
 */
export async function mendDrift(
  needs: UpkeepNeeds,
  { serverId, drift, all = false }: { serverId: number; drift: PanelDrift; all?: boolean },
): Promise<Mended> {
  const mended = await needs.work.do(async (em) => {
    const server = await em.findOneOrFail(Server, serverId, { lockMode: LockMode.PESSIMISTIC_WRITE });
    const fixed =
      (await bringBack(needs, em, { server, drift })) +
      (await mendEdits(needs, em, { server, drift, all })) +
      (await pushAgain(needs, em, drift.twins)) +
      (await bury(needs, em, { serverId, emails: drift.undead }));
    await em.flush();
    const left = (server.missingClients > 0 ? drift.missing.length : 0) + openEdits(server, drift, all);
    return { fixed, left: left + drift.stranded.length + drift.doubled.length };
  });
  if (mended.fixed > 0) needs.wakes.lane(serverId);
  if (mended.left > 0) needs.wakes.sender();
  return mended;
}

/** Every missing client is put back, because the staff says so, those that waited for it too; answers how many others. */
export async function putBackAll(
  needs: UpkeepNeeds,
  em: SqlEntityManager,
  { server, drift }: { server: Server; drift: PanelDrift },
): Promise<number> {
  const now = needs.clock.now();
  putBack(server, now);
  acceptStranded(server, drift.stranded.length);
  await em.execute(sql`
    update server_clients client set push_due_at = ${now} from server_inbounds inbound
     where inbound.id = client.inbound_id and inbound.server_id = ${server.id} and client.push_due_at > ${now}`);
  return pushAgain(needs, em, drift.missing);
}

type Drifting = { server: Server; drift: PanelDrift };

const isTooMuch = (gone: number, expected: number): boolean =>
  gone > MOST_UNASKED && gone > expected * MASS_SHARE;

async function bringBack(needs: UpkeepNeeds, em: SqlEntityManager, of: Drifting): Promise<number> {
  const { server, drift } = of;
  const now = needs.clock.now();
  const { length: missing } = drift.missing;
  const gone = missing + newlyStranded(server, drift.stranded.length);
  const isMass = isTooMuch(gone, drift.expected);
  if (missing <= MOST_UNASKED && !isMass) {
    if (server.missingClients > 0) putBack(server, now);
    return pushAgain(needs, em, drift.missing);
  }
  const count = isMass ? gone : missing;
  const isNews = server.missingClients === 0 || (isMass && server.massDriftAt === null);
  noteMissing(server, { count, isMass }, now);
  await em.flush();
  if (isNews) await tellMissing(needs, em, { ...of, isMass, missing: count });
  return 0;
}

async function tellMissing(
  { shop, clock }: UpkeepNeeds,
  em: SqlEntityManager,
  { server, drift, isMass, missing }: Drifting & { isMass: boolean; missing: number },
): Promise<void> {
  const from = { shop, now: clock.now() };
  const { id: serverId, name } = server;
  const total = drift.expected;
  const reason = `${missing} of ${total} clients are missing on the panel`;
  if (isMass) await takeOut(em, from, { serverId, reason });
  const code = isMass ? 'clients-missing-many' : 'clients-missing';
  await alertOfServer(em, from, {
    key: `${code}:${serverId}:${from.now.getTime()}`,
    data: { code, serverId, server: name, missing, total },
  });
}

async function mendEdits(
  needs: UpkeepNeeds,
  em: SqlEntityManager,
  { server, drift, all }: Drifting & { all: boolean },
): Promise<number> {
  if (drift.edited.length === 0) return 0;
  if (server.driftPolicy === 'ours' || all) return pushAgain(needs, em, drift.edited);
  const { shop, clock } = needs;
  const now = clock.now();
  const { id: serverId, name } = server;
  const day = now.toISOString().slice(0, 10);
  await alertOfServer(
    em,
    { shop, now },
    {
      key: `clients-edited:${serverId}:${day}`,
      data: { code: 'clients-edited', serverId, server: name, edited: drift.edited.length },
    },
  );
  return 0;
}

const openEdits = ({ driftPolicy }: Server, { edited }: PanelDrift, all: boolean): number =>
  driftPolicy === 'report' && !all ? edited.length : 0;

/** The panel is asked to hold them as they were sold; one that changed meanwhile is left alone. */
async function pushAgain(needs: UpkeepNeeds, em: SqlEntityManager, ids: readonly number[]): Promise<number> {
  if (ids.length === 0) return 0;
  const now = needs.clock.now();
  await lockOrdersOf(em, ids);
  const clients = await em.find(
    ServerClient,
    { id: { $in: [...ids] }, pushDueAt: null, status: { $in: ['active', 'suspended'] } },
    { lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { id: 'asc' } },
  );
  for (const client of clients) client.want(client.wanted, now);
  await em.flush();
  return clients.length;
}

/** The order first, as every step of the shop locks. */
async function lockOrdersOf(em: SqlEntityManager, ids: readonly number[]): Promise<void> {
  const rows = await em.execute<{ id: string }[]>(sql`
    select distinct order_id as id from server_clients where id in (${[...ids]})`);
  await em.find(
    Order,
    { id: { $in: rows.map(({ id }) => id) } },
    { lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { id: 'asc' } },
  );
}

/** What was given up or has ended goes, whenever it turns up. Answers how many. */
export async function bury(
  needs: UpkeepNeeds,
  em: SqlEntityManager,
  { serverId, emails }: { serverId: number; emails: readonly string[] },
): Promise<number> {
  const now = needs.clock.now();
  for (const email of emails) {
    await em.execute(sql`
      insert into tombstones (server_id, email, due_at, looks, created_at)
      values (${serverId}, ${email}, ${now}, 0, ${now})
      on conflict (server_id, email) do update set due_at = excluded.due_at, looks = 0`);
  }
  return emails.length;
}
