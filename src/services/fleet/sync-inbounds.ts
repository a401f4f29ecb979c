import { LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { InboundTrafficSample } from '../../model/fleet-history.ts';
import type { Server } from '../../model/server.ts';
import { ServerInbound } from '../../model/server-inbound.ts';
import type { AlertData } from '../messages/message-kinds.ts';
import { alertStaff } from '../messages/queue-message.ts';
import type { PanelInventory, RemoteInbound } from '../ports/panel.ts';
import { importInbound } from './add-server.ts';
import type { Look } from './look-at-server.ts';
import type { FleetNeeds } from './needs.ts';
import { errorRate } from './server-tally.ts';

type Told = { server: Server; look: Look & { inventory: PanelInventory } };
type Counted = { created: number; changed: number; missing: number };

/**
 * Takes over the inbounds of a panel: new ones get a row, changed ones are brought up to date, missing ones are closed
 * and stay. Each leaves a sample of its traffic. Owners are told of what went missing and of what is used up.
 */
export async function syncInbounds(needs: FleetNeeds, em: SqlEntityManager, told: Told): Promise<Counted> {
  const { server, look } = told;
  const seen = look.inventory.inbounds.filter(({ remoteId }) => remoteId > 0);
  const rows = await em.find(
    ServerInbound,
    { server: server.id },
    { lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { id: 'asc' } },
  );
  const usedUp = takeTraffic(em, { rows, seen, at: look.at });
  const { created, changed, missing } = server.syncInbounds({ rows, seen }, look.at);
  const fresh = created.map((remote) => addClosed(em, server, { remote, at: look.at }));
  await em.flush();
  const measured = { latencyMs: look.latencyMs, syncMs: look.syncMs, errorRate: await errorRate(em, told) };
  for (const row of rows) row.updatePerformanceMetrics(measured, look.at);
  await tellOwners(needs, em, { ...told, created: fresh, missing, usedUp });
  return { created: created.length, changed: changed.length, missing: missing.length };
}

/** What somebody made on the panel is not sold before an owner says so. */
function addClosed(
  em: SqlEntityManager,
  server: Server,
  { remote, at }: { remote: RemoteInbound; at: Date },
): ServerInbound {
  const inbound = importInbound(em, server, remote);
  inbound.syncWithRemote(remote, at);
  inbound.stopProvisioning();
  return inbound;
}

type Matched = { rows: readonly ServerInbound[]; seen: readonly RemoteInbound[]; at: Date };

/** Answers the inbounds that reached their limit with this look. */
function takeTraffic(em: SqlEntityManager, { rows, seen, at }: Matched): ServerInbound[] {
  const totals = new Map(seen.map(({ remoteId, used }) => [remoteId, used]));
  return rows.filter((inbound) => {
    const total = totals.get(inbound.remoteId);
    if (total === undefined) return false;
    const wasUsedUp = inbound.hasUsedUpTraffic();
    const delta = inbound.updateTrafficStats(total, at);
    if (delta === null) return false;
    em.create(InboundTrafficSample, { inbound, at, total, delta });
    return !wasUsedUp && inbound.hasUsedUpTraffic();
  });
}

type News = {
  created: readonly ServerInbound[];
  missing: readonly ServerInbound[];
  usedUp: readonly ServerInbound[];
};

async function tellOwners(
  needs: FleetNeeds,
  em: SqlEntityManager,
  { server, look, ...news }: Told & News,
): Promise<void> {
  const place = { serverId: server.id, server: server.name };
  const say = (inbound: ServerInbound, data: AlertData) =>
    alertStaff(
      em,
      { shop: needs.shop, now: look.at },
      { key: `${data.code}:${inbound.id}:${look.at.getTime()}`, data },
    );
  for (const inbound of news.created) {
    await say(inbound, { code: 'inbound-new', ...place, inbound: inbound.remark });
  }
  for (const inbound of news.missing) {
    const { remark, currentClients: clients } = inbound;
    await say(inbound, { code: 'inbound-missing', ...place, inbound: remark, clients });
  }
  for (const inbound of news.usedUp) {
    await say(inbound, { code: 'inbound-used-up', ...place, inbound: inbound.remark });
  }
}
