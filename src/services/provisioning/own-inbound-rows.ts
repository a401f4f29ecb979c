import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { DedicatedInbound } from '../../model/dedicated-inbound.ts';
import type { OrderServerClient } from '../../model/order-server-client.ts';
import type { ServerClient } from '../../model/server-client.ts';
import { ServerInbound } from '../../model/server-inbound.ts';
import { later, minutes } from '../../model/values/period.ts';
import type { RemoteInbound } from '../ports/panel.ts';
import type { ProvisioningNeeds } from './needs.ts';
import { nextName, placeUnit } from './place-unit.ts';

/** Every port of the range that was set is taken on the panel or promised to somebody. */
export class NoFreePort extends Error {
  override readonly name = 'NoFreePort';
}

export type Planning = { unit: OrderServerClient; seen: readonly RemoteInbound[] };

/** Where the private key of an inbound is sealed for: it opens in no other row. */
export const keyPlace = (inboundId: number): string => `dedicated_inbounds:${inboundId}:private_key`;

/** The living inbound that was chosen for a unit; null = there is none, or none any more. */
export async function ownInboundOf(
  em: SqlEntityManager,
  unit: OrderServerClient,
): Promise<DedicatedInbound | null> {
  const inbound = unit.serverClient?.inbound;
  if (inbound?.kind !== 'dedicated') return null;
  const own = await em.findOne(DedicatedInbound, { inbound: inbound.id }, { populate: ['inbound'] });
  return own?.isLiving() ? own : null;
}

/**
 * Chooses port, name and keys of a unit's own inbound and the client on it, and writes them down; the panel is asked
 * later. @throws {NoFreePort}
 */
export async function planOwnInbound(
  needs: ProvisioningNeeds,
  em: SqlEntityManager,
  { unit, seen }: Planning,
): Promise<ServerClient> {
  const { server } = unit.inbound;
  const { shop4 } = needs.shop;
  const now = needs.clock.now();
  // The id is part of what the key is sealed for, so it is drawn before the row is written.
  const [drawn] = await em.execute<{ id: number }[]>(
    sql`select nextval('server_inbounds_id_seq')::int as id`,
  );
  const id = drawn?.id ?? 0;
  const inbound = em.create(ServerInbound, {
    id,
    server,
    kind: 'dedicated',
    remoteId: -id,
    remark: nextName(unit, shop4),
    protocol: 'vless',
    port: await freePort(needs, em, { unit, seen }),
    network: 'tcp',
    security: 'reality',
    flowCapable: true,
    provisioningEnabled: false,
    performanceMetrics: null,
    clientTemplate: unit.inbound.clientTemplate,
    provisioningRules: null,
  });
  const keys = needs.ids.realityKeys();
  em.create(DedicatedInbound, {
    inbound,
    unit,
    serverName: server.ownServerName,
    shortId: keys.shortId,
    publicKey: keys.publicKey,
    privateKey: needs.vault.seal(keys.privateKey, keyPlace(id)),
    createdAt: now,
  });
  unit.serverClient?.terminate('placed anew', now);
  return placeUnit(em, unit, { shop4, ids: needs.ids, inbound });
}

/** A port of the server's range that neither the panel nor the shop uses. @throws {NoFreePort} */
export async function freePort(
  needs: ProvisioningNeeds,
  em: SqlEntityManager,
  { unit, seen }: Planning,
): Promise<number> {
  const { server } = unit.inbound;
  const reserved = await em.execute<{ port: number }[]>(sql`
    select inbound.port from dedicated_inbounds own join server_inbounds inbound on inbound.id = own.inbound_id
     where inbound.server_id = ${server.id} and own.state <> 'removed'`);
  const taken = new Set([...seen, ...reserved].map(({ port }) => port));
  const [first = 0, last = 0] = server.ownPorts.split('-').map(Number);
  const free = Array.from({ length: last - first + 1 }, (_, at) => first + at).filter(
    (port) => !taken.has(port),
  );
  const port = free[Math.min(free.length - 1, Math.floor(needs.ids.chance() * free.length))];
  if (port === undefined) throw new NoFreePort(`no port of ${server.ownPorts} is free for an own inbound`);
  return port;
}

/** Its number may have belonged to an inbound that the panel has lost since: that row gives it up. */
export async function settleOwnInbound(
  em: SqlEntityManager,
  own: DedicatedInbound,
  remoteId: number,
): Promise<void> {
  const { id, server } = own.inbound;
  await em.execute(sql`
    update server_inbounds set remote_id = -id
     where server_id = ${server.id} and remote_id = ${remoteId} and id <> ${id}`);
  own.markMade(remoteId);
}

/** The unit is given up: what was made for it goes. */
export async function abandonOwnInbound(
  em: SqlEntityManager,
  unit: OrderServerClient,
  now: Date,
): Promise<void> {
  (await ownInboundOf(em, unit))?.abandon(now);
}

/** The panel has removed it together with its client; one more look follows. */
export async function forgetOwnInbound(em: SqlEntityManager, inboundId: number, now: Date): Promise<void> {
  const own = await em.findOne(DedicatedInbound, { inbound: inboundId }, { populate: ['inbound'] });
  own?.markGone(now, later(now, minutes(1)));
  await em.flush();
}
