import { createHash } from 'node:crypto';
import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { PanelInventory, RemoteInbound, SeenClient } from '../ports/panel.ts';
import type { FleetNeeds } from './needs.ts';

/** A client on a panel that the shop did not make, and the first inbound that lists it. */
export type Stranger = { client: SeenClient; inbound: RemoteInbound };

/** Fits a button; whoever holds it learns nothing of the name. */
export const strangerKey = (email: string): string =>
  createHash('sha256').update(email).digest('base64url').slice(0, 16);

/**
 * The clients of a panel that are not the shop's, by name: neither made by it, nor bound, nor abandoned and still to be
 * removed there. Those that hang on no inbound are left out.
 */
export async function strangersOn(
  { shop }: Pick<FleetNeeds, 'shop'>,
  em: SqlEntityManager,
  { serverId, inventory }: { serverId: number; inventory: PanelInventory },
): Promise<Stranger[]> {
  const homes = homesOf(inventory, `${shop.shop4}-`);
  if (homes.size === 0) return [];
  const seen = new Map(inventory.clients.map((client) => [client.email, client]));
  const known = await knownNames(em, serverId);
  return [...homes]
    .filter(([email]) => !known.has(email))
    .map(([email, inbound]) => ({ client: seen.get(email) ?? unseen(email), inbound }))
    .sort((one, other) => one.client.email.localeCompare(other.client.email));
}

const unseen = (email: string): SeenClient => ({ email, used: 0n as SeenClient['used'], lastOnline: null });

function homesOf({ inbounds }: PanelInventory, ours: string): Map<string, RemoteInbound> {
  const homes = new Map<string, RemoteInbound>();
  for (const inbound of inbounds)
    for (const email of inbound.emails)
      if (email !== '' && !email.startsWith(ours) && !homes.has(email)) homes.set(email, inbound);
  return homes;
}

async function knownNames(em: SqlEntityManager, serverId: number): Promise<Set<string>> {
  const rows = await em.execute<{ email: string }[]>(sql`
    select client.email
      from server_clients client join server_inbounds inbound on inbound.id = client.inbound_id
     where inbound.server_id = ${serverId}
     union all
    select email from tombstones where server_id = ${serverId}`);
  return new Set(rows.map(({ email }) => email));
}
