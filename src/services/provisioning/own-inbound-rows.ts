import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { DedicatedInbound } from '../../model/dedicated-inbound.ts';
import type { OrderServerClient } from '../../model/order-server-client.ts';
import type { ServerClient } from '../../model/server-client.ts';
import { later, minutes } from '../../model/values/period.ts';
import { addOwnInbound } from '../lanes/own-inbound.ts';
import type { RemoteInbound } from '../ports/panel.ts';
import type { ProvisioningNeeds } from './needs.ts';
import { nextName, placeUnit } from './place-unit.ts';

/** Every port of the range that was set is taken on the panel or promised to somebody. */
export class NoFreePort extends Error {
  override readonly name = 'NoFreePort';
}

export type Planning = { unit: OrderServerClient; seen: readonly RemoteInbound[] };

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
  const { shop4 } = needs.shop;
  const port = await freePort(needs, em, { unit, seen });
  const { inbound } = await addOwnInbound(needs, em, { unit, name: nextName(unit, shop4), port });
  unit.serverClient?.terminate('placed anew', needs.clock.now());
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
