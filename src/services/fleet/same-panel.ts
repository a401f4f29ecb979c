import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Server } from '../../model/server.ts';
import { type PanelAccess, PanelFault, type RemoteInbound } from '../ports/panel.ts';
import type { PanelKnown } from './add-server.ts';
import { awayOf, type Met, type PanelAway } from './check-server.ts';
import type { FleetNeeds } from './needs.ts';
import { foreignShop } from './shop-names.ts';
import { type ForeignShop, serversOfClients } from './test-panel.ts';

/** `found` of the `expected` clients of this server are on the panel there: it is not the one that they were sold on. */
export type OtherPanel = { code: 'other-panel'; expected: number; found: number };
/**
 * Nothing proves that it is the same panel, and nothing that it is not: a person has to say so. `named` = it calls
 * itself another than the one before, and holds our clients all the same.
 */
export type PanelUnsure = { code: 'panel-unsure'; expected: number; found: number; named: boolean };
export type NotSamePanel = PanelKnown | OtherPanel | PanelUnsure | ForeignShop;

/** null = the panel that was met is the one that this server stands for, or `sure` says so where nobody can tell. */
export async function whoIsThere(
  needs: FleetNeeds,
  met: Met,
  sure: boolean,
): Promise<NotSamePanel | PanelAway | null> {
  const known = await otherServer(needs.work.read(), met);
  if (known !== null) return known;
  if (met.identity.guid !== null && met.identity.guid === met.server.panelGuid) return null;
  const inbounds = await inboundsAt(needs, met.access);
  if (inbounds instanceof PanelFault) return awayOf(inbounds);
  const verdict = await byClients(needs, met, inbounds);
  return verdict?.code === 'panel-unsure' && sure ? null : verdict;
}

/** Another server of the shop that has this address, or that is this panel. */
export async function otherServer(
  em: SqlEntityManager,
  { server, access: { url }, identity: { guid } }: Met,
): Promise<PanelKnown | null> {
  const theirs = [{ panelUrl: url }, ...(guid === null ? [] : [{ panelGuid: guid }])];
  const other = await em.findOne(Server, { id: { $ne: server.id }, $or: theirs });
  return other && { code: 'panel-known', server: other.name };
}

async function inboundsAt({ panel }: FleetNeeds, access: PanelAccess): Promise<RemoteInbound[] | PanelFault> {
  try {
    return await panel.listInbounds(access);
  } catch (fault) {
    if (!(fault instanceof PanelFault)) throw fault;
    return fault;
  }
}

async function byClients(
  needs: FleetNeeds,
  { server, identity }: Met,
  inbounds: readonly RemoteInbound[],
): Promise<NotSamePanel | null> {
  const em = needs.work.read();
  const there = new Set(inbounds.flatMap(({ emails }) => emails));
  const owners = await serversOfClients(em, [...there]);
  const ours = await sold(em, server.id);
  const found = ours.filter((email) => there.has(email)).length;
  const numbers = {
    expected: ours.length,
    found,
    named: identity.guid !== null && server.panelGuid !== null,
  };
  if (owners.some(({ serverId }) => serverId === server.id)) return numbers.named ? unsure(numbers) : null;
  const [other] = owners;
  if (other) return { code: 'panel-known', server: other.name };
  return unproven(numbers, foreignShop(inbounds, [needs.shop.shop4]));
}

type Numbers = Omit<PanelUnsure, 'code'>;

const unsure = (numbers: Numbers): PanelUnsure => ({ code: 'panel-unsure', ...numbers });

/** Of a panel that holds nothing which this shop alone can have made. */
function unproven({ expected, found, named }: Numbers, shop4: string | null): NotSamePanel {
  if (found === 0 && (named || expected > 0)) return { code: 'other-panel', expected, found };
  return shop4 === null ? unsure({ expected, found, named }) : { code: 'foreign-shop', shop4 };
}

/** Names of the clients that its panel has to hold, the ones that were bound there too. */
async function sold(em: SqlEntityManager, serverId: number): Promise<string[]> {
  const rows = await em.execute<{ email: string }[]>(sql`
    select client.email
      from server_clients client join server_inbounds inbound on inbound.id = client.inbound_id
     where inbound.server_id = ${serverId} and client.status in ('active', 'suspended')`);
  return rows.map(({ email }) => email);
}
