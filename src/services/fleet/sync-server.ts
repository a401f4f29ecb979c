import { LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { ServerCheck } from '../../model/fleet-history.ts';
import { Server } from '../../model/server.ts';
import type { HealthChange, HealthProbe } from '../../model/server-health.ts';
import { recordLook } from '../lanes/server-trouble.ts';
import type { PanelFault, PanelInventory } from '../ports/panel.ts';
import { takeTraffic } from '../traffic/take-traffic.ts';
import { type Look, lookAtServer } from './look-at-server.ts';
import type { FleetNeeds } from './needs.ts';
import { serverTally } from './server-tally.ts';
import { strangersOn } from './strangers.ts';
import { syncInbounds } from './sync-inbounds.ts';
import { identifyDaily } from './take-identity.ts';
import { watchCapacity } from './watch-capacity.ts';

/** What a sync found: inbounds that are new, that changed, that went missing; clients of ours; milliseconds. */
export type SyncReport = { created: number; changed: number; missing: number; clients: number; ms: number };

/** `report` null = the panel did not tell, see `fault`; `change` null = its health is what it was. */
export type Synced = { report: SyncReport | null; fault: PanelFault | null; change: HealthChange | null };

/**
 * Looks at a panel once and writes down all that it tells, in one transaction: health, inbounds, traffic, connections,
 * statistics. May run at any time, beside the lane: it writes nothing to the panel. null = there is no such server.
 */
export async function syncServer(needs: FleetNeeds, serverId: number): Promise<Synced | null> {
  const server = await needs.work.read().findOne(Server, { id: serverId, retiredAt: null });
  if (!server) return null;
  await identifyDaily(needs, server);
  const look = await lookAtServer(needs, server);
  const { counted, change, switchedOff, selfTest } = await needs.work.do((em) =>
    writeDown(needs, em, { server, look }),
  );
  const report = counted && { ...counted, ms: look.syncMs };
  needs.log.info('server.synced', { serverId, ...report, outcome: look.probe?.outcome ?? 'busy' });
  if (switchedOff > 0 || change || selfTest || counted?.changed) needs.wakes.lane(serverId);
  needs.wakes.sender();
  return { report, fault: look.fault, change };
}

type Written = {
  counted: Omit<SyncReport, 'ms'> | null;
  change: HealthChange | null;
  switchedOff: number;
  selfTest: boolean;
};

async function writeDown(
  needs: FleetNeeds,
  em: SqlEntityManager,
  { server: asked, look }: { server: Server; look: Look },
): Promise<Written> {
  const serverId = asked.id;
  const server = await em.findOneOrFail(Server, serverId, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (server.panelUrl !== asked.panelUrl) return NOTHING; // it moved, or was deleted, while its old address was asked
  const { inventory, at } = look;
  const selfTest = isWorthATest(server, look);
  if (selfTest) server.testAt(at);
  const probe = stillPoisoned(server, look.probe);
  const change = await recordHealth(needs, em, { server, look: { ...look, probe } });
  const news = inventory ? await takeOver(needs, em, { server, look: { ...look, inventory } }) : null;
  await watchCapacity(needs, em, { server, at });
  server.updateStatistics(await serverTally(em, { serverId, at }), at);
  await em.flush();
  return { counted: news?.counted ?? null, change, switchedOff: news?.switchedOff ?? 0, selfTest };
}

const NOTHING: Written = { counted: null, change: null, switchedOff: 0, selfTest: false };

/** As drivers say of an inbound that makes every new client of its panel fail. */
const POISON = /^its settings are not readable JSON/;

/** It answers, and nothing that it lists would make it refuse new clients: its lane tries one. */
function isWorthATest({ poisonedAt }: Server, { probe, inventory }: Look): boolean {
  if (poisonedAt === null || probe?.outcome !== 'answered' || inventory === null) return false;
  return !inventory.inbounds.some(({ notSellable }) => POISON.test(notSellable ?? ''));
}

/** An answer alone does not bring a panel back that refused every new client. */
function stillPoisoned(server: Server, probe: HealthProbe | null): HealthProbe | null {
  if (probe?.outcome !== 'answered') return probe;
  if (server.massDriftAt !== null)
    return { outcome: 'refused', reason: server.healthReason ?? 'clients are missing' };
  if (server.poisonedAt === null) return probe;
  return { outcome: 'refused', reason: server.healthReason ?? 'the panel refuses every new client' };
}

/** The row of the look first: uptime and latencies are worked out from these. */
async function recordHealth(
  needs: FleetNeeds,
  em: SqlEntityManager,
  { server, look }: { server: Server; look: Look },
): Promise<HealthChange | null> {
  const { probe, at } = look;
  const outcome = probe?.outcome ?? 'silent';
  em.create(ServerCheck, { server, at, outcome, ms: probe?.outcome === 'answered' ? probe.ms : null });
  await em.flush();
  if (probe === null) return null;
  return recordLook(em, { shop: needs.shop, now: at }, { serverId: server.id, probe });
}

type Told = { server: Server; look: Look & { inventory: PanelInventory } };

async function takeOver(needs: FleetNeeds, em: SqlEntityManager, { server, look }: Told) {
  const inbounds = await syncInbounds(needs, em, { server, look });
  server.noteStrangers(
    (await strangersOn(needs, em, { serverId: server.id, inventory: look.inventory })).length,
  );
  await em.flush();
  const seen = { serverId: server.id, at: look.at, clients: look.inventory.clients };
  const { clients, switchedOff } = await takeTraffic(em, needs, seen);
  return { counted: { ...inbounds, clients }, switchedOff };
}
