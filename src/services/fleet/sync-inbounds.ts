import { LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { InboundTrafficSample } from '../../model/fleet-history.ts';
import { type LinkPart, takeLinkParts } from '../../model/inbound-links.ts';
import type { Server } from '../../model/server.ts';
import { ServerInbound } from '../../model/server-inbound.ts';
import { alertOfServer } from '../messages/alert-of-server.ts';
import type { PanelInventory, RemoteInbound } from '../ports/panel.ts';
import { importInbound } from './add-server.ts';
import { countRunning } from './links-anew.ts';
import type { Look } from './look-at-server.ts';
import type { FleetNeeds } from './needs.ts';
import { errorRate } from './server-tally.ts';
import { standingOf, tellInbounds } from './tell-inbounds.ts';

type Matched = { rows: readonly ServerInbound[]; seen: readonly RemoteInbound[]; at: Date };
type Told = { server: Server; look: Look & { inventory: PanelInventory } };
type Counted = { created: number; changed: number; missing: number };

/**
 * Takes over the inbounds of a panel: new ones get a row, changed ones are brought up to date, missing ones are closed
 * and stay. Each leaves a sample of its traffic. The staff is told of what its keys or its sale feel, and when it is over.
 */
export async function syncInbounds(needs: FleetNeeds, em: SqlEntityManager, told: Told): Promise<Counted> {
  const { server, look } = told;
  const rows = await em.find(
    ServerInbound,
    { server: server.id, remoteId: { $gt: 0 } },
    { lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { id: 'asc' } },
  );
  const seen = await strangers(em, { rows, server, seen: look.inventory.inbounds });
  const before = standingOf(rows);
  readopt({ rows, seen });
  takeTraffic(em, { rows, seen, at: look.at });
  const anew = takeLinks({ rows, seen, at: look.at });
  const { created, changed, missing } = server.syncInbounds({ rows, seen }, look.at);
  const fresh = created.map((remote) => addClosed(em, server, { remote, at: look.at }));
  await em.flush();
  const measured = { latencyMs: look.latencyMs, syncMs: look.syncMs, errorRate: await errorRate(em, told) };
  for (const row of rows) row.updatePerformanceMetrics(measured, look.at);
  await tellInbounds(needs, em, { server, at: look.at, created: fresh, rows, before });
  await tellChanged(needs, em, { ...told, anew });
  const touched = new Set([...changed, ...anew.map(({ inbound }) => inbound)]);
  return { created: created.length, changed: touched.size, missing: missing.length };
}

type Listed = { rows: readonly ServerInbound[]; server: Server; seen: readonly RemoteInbound[] };

/** Without those that the shop itself is making or removing for a customer: they are no news, and never for sale. */
async function strangers(em: SqlEntityManager, { rows, server, seen }: Listed): Promise<RemoteInbound[]> {
  const known = new Set(rows.map(({ remoteId }) => remoteId));
  const own = await em.find(ServerInbound, { server: server.id, kind: 'dedicated' }, { fields: ['remark'] });
  const names = new Set(own.map(({ remark }) => remark));
  return seen.filter(({ remoteId, remark }) => remoteId > 0 && (known.has(remoteId) || !names.has(remark)));
}

/**
 * One that was deleted and made again by hand, with the same name, port and protocol, is the same to its customers: its
 * row takes the panel's new number. Where two could be meant, nobody guesses.
 */
function readopt({ rows, seen }: Pick<Matched, 'rows' | 'seen'>): void {
  const numbers = new Set(seen.map(({ remoteId }) => remoteId));
  const known = new Set(rows.map(({ remoteId }) => remoteId));
  const lost = rows.filter(({ remoteId, kind }) => kind === 'shared' && !numbers.has(remoteId));
  const fresh = seen.filter(({ remoteId }) => !known.has(remoteId));
  for (const row of lost) {
    const again = fresh.filter((each) => isSame(each, row));
    const alike = lost.filter((each) => isSame(each, row));
    const [found] = again;
    if (found && again.length === 1 && alike.length === 1) row.settleAt(found.remoteId);
  }
}

type Named = { remark: string; port: number; protocol: string };

const isSame = (one: Named, other: Named): boolean =>
  one.remark === other.remark && one.port === other.port && one.protocol === other.protocol;

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

/** Its running totals, and what came since the last look. */
function takeTraffic(em: SqlEntityManager, { rows, seen, at }: Matched): void {
  const totals = new Map(seen.map(({ remoteId, used }) => [remoteId, used]));
  for (const inbound of rows) {
    const total = totals.get(inbound.remoteId);
    const delta = total === undefined ? null : inbound.updateTrafficStats(total, at);
    if (total !== undefined && delta !== null) em.create(InboundTrafficSample, { inbound, at, total, delta });
  }
}

type Anew = { inbound: ServerInbound; changed: LinkPart[] };

/** Answers the inbounds in whose links something else has to stand from now on, and what. */
function takeLinks({ rows, seen }: Matched): Anew[] {
  const told = new Map(seen.map(({ remoteId, linkParts }) => [remoteId, linkParts]));
  return rows
    .map((inbound) => ({ inbound, changed: takeLinkParts(inbound, told.get(inbound.remoteId) ?? null) }))
    .filter(({ changed }) => changed.length > 0);
}

/** Where nobody uses it there is nothing to tell. */
async function tellChanged(
  needs: FleetNeeds,
  em: SqlEntityManager,
  { server, look, anew }: Told & { anew: readonly Anew[] },
): Promise<void> {
  for (const { inbound, changed } of anew) {
    const clients = await countRunning(em, inbound.id);
    if (clients === 0) continue;
    const place = { serverId: server.id, server: server.name, inbound: inbound.remark };
    const data = { code: 'inbound-changed', ...place, changed, clients } as const;
    const key = `inbound-changed:${inbound.id}:${inbound.linksRev}`;
    await alertOfServer(em, { shop: needs.shop, now: look.at }, { key, data });
  }
}
