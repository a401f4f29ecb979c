import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { alertSettingsOf } from '../../model/alert-settings.ts';
import { inboundWarnings } from '../../model/inbound-warnings.ts';
import { Server } from '../../model/server.ts';
import { ServerInbound } from '../../model/server-inbound.ts';
import type { InboundObstacle, InboundView, ServerView } from './views.ts';

type Tally = { server_id: number; total: number; active: number };

/** Every server that is in use, or those with these ids, as the cards show them; the oldest first. */
export async function serverViews(em: SqlEntityManager, ids?: readonly number[]): Promise<ServerView[]> {
  const servers = await em.find(
    Server,
    { retiredAt: null, ...(ids && { id: { $in: [...ids] } }) },
    { orderBy: { id: 'asc' } },
  );
  const inbounds = await em.find(
    ServerInbound,
    { server: { $in: servers.map(({ id }) => id) }, kind: { $ne: 'dedicated' } },
    { populate: ['server'], orderBy: { remoteId: 'asc' } },
  );
  const tallies = await tallyClients(em);
  return servers.map((server) =>
    serverView(server, {
      inbounds: inbounds.filter((each) => each.server.id === server.id),
      tally: tallies.find((each) => each.server_id === server.id),
    }),
  );
}

/** An inbound as its card shows it; `server` has to be loaded. */
export const inboundView = (inbound: ServerInbound): InboundView => ({
  inboundId: inbound.id,
  isSource: inbound.kind === 'source',
  serverId: inbound.server.id,
  server: inbound.server.name,
  remark: inbound.remark,
  protocol: inbound.protocol,
  port: inbound.port,
  network: inbound.network,
  security: inbound.security,
  status: inbound.status,
  statusMessage: inbound.statusMessage,
  currentClients: inbound.currentClients,
  capacity: inbound.capacity ?? inbound.server.maxClientsPerInbound,
  ownCapacity: inbound.capacity,
  serverCapacity: inbound.server.maxClientsPerInbound,
  isDefault: inbound.isDefault,
  enabled: inbound.provisioningEnabled,
  trafficUsed: inbound.trafficUsed,
  trafficLimit: inbound.trafficLimit,
  closed: inbound.canProvision() ? null : obstacleOf(inbound),
  warnings: inboundWarnings({
    protocol: inbound.protocol,
    cipher: inbound.cipher,
    generation: inbound.server.panelGeneration,
    version: inbound.server.panelVersion,
  }),
});

function obstacleOf(inbound: ServerInbound): InboundObstacle {
  if (inbound.status !== 'active') return 'status';
  if (!inbound.provisioningEnabled) return 'stopped';
  if (!inbound.server.canProvision()) return 'server';
  return inbound.getAvailableCapacity() === 0 ? 'full' : 'traffic';
}

function serverView(
  server: Server,
  { inbounds, tally }: { inbounds: readonly ServerInbound[]; tally: Tally | undefined },
): ServerView {
  const source = inbounds.find(({ kind }) => kind === 'source');
  const views = inbounds.filter(({ kind }) => kind === 'shared').map(inboundView);
  return {
    serverId: server.id,
    name: server.name,
    country: server.country,
    health: server.healthStatus,
    healthReason: server.healthReason,
    healthSince: server.healthSince,
    latencyMs: server.performanceMetrics?.latencyP50Ms ?? null,
    uptimePercent: server.performanceMetrics?.uptimePercent ?? null,
    version: server.panelVersion,
    generation: server.panelGeneration,
    publicHost: server.publicHost,
    panelAt: new URL(server.panelUrl).origin,
    isPinned: server.pinnedSha256 !== null,
    proxy: server.panelProxyHost,
    lastConnectedAt: server.lastConnectedAt,
    isPaused: !server.autoProvisioning,
    maxClientsPerInbound: server.maxClientsPerInbound,
    probe: lastProbe(inbounds),
    clients: { total: tally?.total ?? 0, active: tally?.active ?? 0 },
    strangers: server.strangers,
    seats: seatsOf(views),
    cutsNeighbours: server.cutsNeighbours(),
    alerts: alertsOf(server),
    own: {
      ports: server.ownPorts,
      serverName: server.ownServerName,
      source: source ? inboundView(source) : null,
    },
    inbounds: views,
  };
}

function alertsOf(server: Server): ServerView['alerts'] {
  const { held, mutedUntil, ...marks } = alertSettingsOf(server);
  return { ...marks, mutedUntil: mutedUntil === null ? null : new Date(mutedUntil), held: held.length };
}

function lastProbe(inbounds: readonly ServerInbound[]): ServerView['probe'] {
  const tried = inbounds.flatMap(({ probedAt: at, probeOutcome: outcome }) =>
    at && outcome ? [{ at, outcome }] : [],
  );
  return tried.reduce<ServerView['probe']>((last, each) => (last && last.at >= each.at ? last : each), null);
}

function seatsOf(inbounds: readonly InboundView[]): ServerView['seats'] {
  const taken = inbounds.reduce((sum, { currentClients }) => sum + currentClients, 0);
  const capacities = inbounds.map(({ capacity }) => capacity);
  const capacity = capacities.includes(null)
    ? null
    : capacities.reduce<number>((sum, each) => sum + (each ?? 0), 0);
  return { taken, capacity };
}

function tallyClients(em: SqlEntityManager): Promise<Tally[]> {
  return em.execute<Tally[]>(sql`
    select inbound.server_id, count(*)::int as total,
           (count(*) filter (where client.status = 'active'))::int as active
      from server_clients client join server_inbounds inbound on inbound.id = client.inbound_id
     where client.status <> 'terminated'
     group by inbound.server_id`);
}
