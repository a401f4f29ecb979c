import { LockMode, sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { readLinksLater } from '../../model/client-links.ts';
import { ServerClient } from '../../model/server-client.ts';
import { later, minutes } from '../../model/values/period.ts';
import { noteCall } from '../lanes/breaker.ts';
import type { Lane } from '../lanes/lane.ts';
import { isStillGood } from '../lanes/still-good.ts';
import type { MessageToQueue } from '../messages/message-kinds.ts';
import { queueMessages } from '../messages/queue-messages.ts';
import type { PanelFault } from '../ports/panel.ts';
import { isBehind } from './links-behind.ts';
import type { ProvisioningNeeds } from './needs.ts';

/** What the panel gave for one client; null = no link that opens its inbound, and why. */
export type ReadLinks = { client: ServerClient; links: readonly string[] | null; why: string };

/** `clients` = as they were when the panel was asked; `trouble` = why it did not tell of all of them. */
type Reading = {
  clients: readonly ServerClient[];
  read: readonly ReadLinks[];
  trouble: PanelFault | null;
};

const AFTER_TROUBLE = minutes(1);
/** Nothing but a hand on the panel changes this. */
const WITHOUT_LINKS = minutes(10);

/**
 * The transaction after the links were read. Customers are told in it, with the key itself, where a link that they have
 * opens nothing any more: so they are told once, whatever happens. It is told at once, also by night: until then it
 * does not work.
 */
export async function keepReadLinks(needs: ProvisioningNeeds, lane: Lane, reading: Reading): Promise<void> {
  const now = needs.clock.now();
  await needs.work.do(async (em) => {
    await lane.fence(em);
    const told = takeOver(await lockThem(em, reading), reading, now);
    await em.flush();
    if (reading.trouble) await postponeRest(em, lane, now);
    await queueMessages(em, { shop: needs.shop, now }, await messagesFor(em, told, now));
    await noteCall(em, { shop: needs.shop, now }, { serverId: lane.serverId, fault: reading.trouble });
  });
  tellTrouble(needs, lane, reading);
  needs.wakes.sender();
}

/** Answers those whose customers have a link that opens nothing any more. */
function takeOver(rows: readonly Locked[], { read }: Reading, now: Date): ServerClient[] {
  const found = new Map(read.map((each) => [each.client.id, each]));
  return rows.flatMap(({ row, seen }) => {
    const answer = found.get(row.id);
    if (answer === undefined) return [];
    if (answer.links !== null) return keep(row, { seen, links: answer.links }) ? [row] : [];
    readLinksLater(row, later(now, WITHOUT_LINKS));
    return [];
  });
}

/** A panel in trouble is not asked once for each of thousands. */
async function postponeRest(em: SqlEntityManager, { serverId }: Lane, now: Date): Promise<void> {
  await em.execute(sql`
    update server_clients set links_due_at = ${later(now, AFTER_TROUBLE)}
     where id in (
       select client.id from server_clients client join server_inbounds inbound on inbound.id = client.inbound_id
        where inbound.server_id = ${serverId} and ${isBehind} and coalesce(client.links_due_at, 'epoch') <= ${now}
        order by client.id for no key update of client skip locked)`);
}

type Locked = { row: ServerClient; seen: ServerClient };

/** Without those that got other names meanwhile, went elsewhere, or are in use no more. */
async function lockThem(em: SqlEntityManager, { clients }: Reading): Promise<Locked[]> {
  const asked = new Map(clients.map((client) => [client.id, client]));
  const rows = await em.find(
    ServerClient,
    { id: { $in: [...asked.keys()] } },
    { lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { id: 'asc' } },
  );
  return rows.flatMap((row) => {
    const seen = asked.get(row.id);
    const isSame = seen?.email === row.email && seen.inbound.id === row.inbound.id;
    return seen && isSame && row.status === 'active' ? [{ row, seen }] : [];
  });
}

/** true = a link that its customer has opens nothing any more. */
function keep(row: ServerClient, { seen, links }: { seen: ServerClient; links: readonly string[] }): boolean {
  const { inbound } = seen;
  const isDead = row.links.some((link) => !isStillGood(link, links, inbound.linkParts));
  row.keepLinks(links, inbound.linksRev);
  return isDead;
}

async function messagesFor(
  em: SqlEntityManager,
  told: readonly ServerClient[],
  now: Date,
): Promise<MessageToQueue[]> {
  if (told.length === 0) return [];
  const units = await em.execute<{ id: string; clientId: number }[]>(sql`
    select id, server_client_id as "clientId" from order_server_clients
     where server_client_id in (${told.map(({ id }) => id)}) and provision_status = 'completed'`);
  const unitOf = new Map(units.map(({ id, clientId }) => [clientId, id]));
  return told.flatMap((client) => {
    const unitId = unitOf.get(client.id);
    return unitId === undefined ? [] : keyAgain(client, unitId, now);
  });
}

/** The key as after a new one, with a word about why. Purchases go first. */
function keyAgain({ id, customer }: ServerClient, unitId: string, now: Date): MessageToQueue[] {
  const to = { chatId: customer.id, priority: 1 } as const;
  const period = `${id}:${now.getTime()}`;
  const data = { unitId, moved: true, changed: true } as const;
  return [
    { ...to, kind: 'key-text', data, key: `links-text:${period}` },
    { ...to, kind: 'key-qr', data: { unitId }, key: `links-qr:${period}` },
  ];
}

function tellTrouble({ log }: ProvisioningNeeds, { serverId }: Lane, { read, trouble }: Reading): void {
  const without = read.filter(({ links }) => links === null);
  if (trouble) log.warn('links.unread', { serverId, error: trouble.message });
  if (without.length > 0)
    log.warn('links.missing', { serverId, count: without.length, why: without[0]?.why });
}
