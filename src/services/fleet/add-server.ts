import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { PanelLane } from '../../model/panel-lane.ts';
import { ok, type Result, refuse } from '../../model/result.ts';
import { Server } from '../../model/server.ts';
import { ServerInbound } from '../../model/server-inbound.ts';
import { sealCredentials, sealProxy } from '../lanes/panel-access.ts';
import { audit } from '../messages/audit.ts';
import type { RemoteInbound } from '../ports/panel.ts';
import type { FleetNeeds } from './needs.ts';
import { isOfAShop } from './shop-names.ts';
import type { PanelFinding, ServerDraft } from './views.ts';

/** `insistedOn` = marks of other shops on that panel, which an owner said in words are gone. */
export type NewServer = {
  draft: ServerDraft;
  finding: PanelFinding;
  actorId: number;
  insistedOn?: readonly string[];
};
export type PanelKnown = { code: 'panel-known'; server: string };

/**
 * Writes a tested panel down as a server with its inbounds; what the shop cannot sell right is imported closed, with
 * the reason, and an inbound that a shop made for one customer is not sold to others. A panel that is there already, under this address or another, is refused.
 */
export function addServer(
  needs: FleetNeeds,
  added: NewServer,
): Promise<Result<{ serverId: number }, PanelKnown>> {
  const { draft, finding, actorId, insistedOn = [] } = added;
  const now = needs.clock.now();
  return needs.work.run(async (em) => {
    const known = await knownServer(em, draft.access.url, finding.identity.guid);
    if (known) return refuse({ code: 'panel-known', server: known.name });
    const server = em.create(Server, { ...(await rowOf(needs, em, added)), createdAt: now });
    server.markReachable(now);
    em.create(PanelLane, { server });
    const rows = importAll(em, server, { remotes: finding.inbounds, now });
    // The path is part of the panel's lock, and these entries stay for good.
    const url = new URL(draft.access.url).host;
    const foreign = insistedOn.length > 0 && { foreignShops: insistedOn.join(', ') };
    const after = { name: draft.name, url, inbounds: rows.length, ...foreign };
    audit(em, { actorId, action: 'server.add', target: `server:${server.id}`, after }, now);
    await em.flush();
    return ok({ serverId: server.id });
  });
}

type Imported = { remotes: readonly RemoteInbound[]; now: Date };

function importAll(em: SqlEntityManager, server: Server, { remotes, now }: Imported): ServerInbound[] {
  const rows = remotes.map((remote) => importInbound(em, server, remote));
  for (const [at, remote] of remotes.entries()) rows[at]?.syncWithRemote(remote, now);
  for (const row of rows) if (isOfAShop(row.remark)) row.stopProvisioning();
  rows.find((row) => row.status === 'active' && row.provisioningEnabled)?.makeDefault();
  return rows;
}

/** The same panel, by its address or by what it says it is (RELIABILITY 108). */
export function knownServer(em: SqlEntityManager, url: string, guid: string | null): Promise<Server | null> {
  return em.findOne(Server, { $or: [{ panelUrl: url }, ...(guid === null ? [] : [{ panelGuid: guid }])] });
}

async function rowOf(needs: FleetNeeds, em: SqlEntityManager, { draft, finding }: NewServer) {
  const { access, name, country } = draft;
  const { identity } = finding;
  // The id is part of what the credentials are sealed for, so it is drawn before the row is written.
  const [drawn] = await em.execute<{ id: number }[]>(sql`select nextval('servers_id_seq')::int as id`);
  const id = drawn?.id ?? 0;
  const proxy = access.proxyUrl ? sealProxy(needs.vault, id, access.proxyUrl) : null;
  return {
    id,
    name,
    country,
    panelUrl: access.url,
    publicHost: access.publicHost,
    panelCredentials: sealCredentials(needs.vault, id, access.credentials),
    allowHttp: access.allowHttp,
    pinnedSha256: access.pinnedSha256,
    panelProxy: proxy?.sealed ?? null,
    panelProxyHost: proxy?.host ?? null,
    panelGuid: identity.guid,
    panelVersion: identity.version,
    panelGeneration: identity.generation,
    panelHasBulk: identity.hasBulk,
    panelRepeatsSafely: identity.repeatsSafely,
    panelRestartsCore: identity.restartsCoreOnDisable,
    identifiedAt: needs.clock.now(),
    performanceMetrics: null,
    alertSettings: null,
    retiredAt: null,
  };
}

/** A row for an inbound of the panel, open until it is looked at closely. */
export function importInbound(em: SqlEntityManager, server: Server, remote: RemoteInbound): ServerInbound {
  const { remoteId, remark, protocol, port, network, security, flowCapable, cipher, linkParts } = remote;
  return em.create(ServerInbound, {
    server,
    remoteId,
    remark,
    protocol,
    port,
    network,
    security,
    flowCapable,
    cipher,
    linkParts,
    performanceMetrics: null,
    clientTemplate: null,
    provisioningRules: null,
  });
}
