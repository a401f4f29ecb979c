import { LockMode, sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { PanelLane } from '../../model/panel-lane.ts';
import { SELLING_HEALTH, Server } from '../../model/server.ts';
import type { HealthChange, HealthEvidence, HealthProbe } from '../../model/server-health.ts';
import { minutes, type Period } from '../../model/values/period.ts';
import { alertOfServer, type OfServer } from '../messages/alert-of-server.ts';
import type { CoreState, PanelFault, PanelFaultKind } from '../ports/panel.ts';
import type { Shop } from '../ports/shop.ts';

type From = { shop: Shop; now: Date };

const SILENT: readonly PanelFaultKind[] = ['not-sent', 'ambiguous', 'session'];
const AT_ONCE: readonly PanelFaultKind[] = ['auth', 'tls', 'poisoned', 'unsupported', 'forbidden-address'];

/** That its panel answers reads says nothing after these: it may be sold on again only when it took a client. */
const TAKES_NO_CLIENT: readonly PanelFaultKind[] = ['poisoned', 'unsupported'];

/** Counts a fault against its server, and takes it out of sale where that is due. Tells the owners once per change. */
export async function reportTrouble(
  em: SqlEntityManager,
  from: From,
  trouble: { serverId: number; fault: PanelFault },
): Promise<void> {
  const probe = probeOf(trouble.fault);
  if (TAKES_NO_CLIENT.includes(trouble.fault.kind)) await markPoisoned(em, from, trouble.serverId);
  if (probe !== null) await recordLook(em, from, { serverId: trouble.serverId, probe });
}

async function markPoisoned(em: SqlEntityManager, { now }: From, serverId: number): Promise<void> {
  await em.execute(
    sql`update servers set poisoned_at = ${now} where id = ${serverId} and poisoned_at is null`,
  );
}

/** What a fault says of its panel's health; null = nothing: it was busy, or did not like what was asked. */
export function probeOf({ kind, message: reason }: PanelFault): HealthProbe | null {
  if (AT_ONCE.includes(kind)) return { outcome: 'refused', reason };
  return SILENT.includes(kind) ? { outcome: 'silent', reason } : null;
}

/** The panel answered: only silences in a row take a server out of sale. */
export async function forgetSilences(em: SqlEntityManager, serverId: number): Promise<void> {
  await em.execute(sql`
    update servers set failed_probes = 0
     where id = ${serverId} and failed_probes > 0 and health_status in (${SELLING_HEALTH})`);
}

/** Why nobody could use a key of this server, in the core's own words; null = the core runs, or is about to. */
export function coreTrouble(core: CoreState): string | null {
  if (core.state === 'running' || core.state === 'starting') return null;
  return core.message || `the proxy core is ${core.state}`;
}

/**
 * Its panel may be told of what runs there, though nothing may be sold: it was heard of last, and its breaker is shut.
 * Of a row `server`.
 */
export const isReached = sql`(server.health_status <> 'offline' and not exists (
  select from panel_lanes broken where broken.server_id = server.id and broken.breaker_state = 'open'))`;

/** The same, asked when the work begins: another kind of it may have found the panel silent a moment ago. */
export async function reaches(em: SqlEntityManager, serverId: number): Promise<boolean> {
  const rows = await em.execute<unknown[]>(
    sql`select from servers server where server.id = ${serverId} and ${isReached}`,
  );
  return rows.length > 0;
}

/** Out of sale: paid orders wait, nothing more is sold there. */
export async function takeOut(
  em: SqlEntityManager,
  from: From,
  out: { serverId: number; reason: string },
): Promise<void> {
  const probe = { outcome: 'refused', reason: out.reason } as const;
  await recordLook(em, from, { serverId: out.serverId, probe });
}

/**
 * One look at a panel: the server is what it shows it to be, and owners are told of a change, once. In sale again: what
 * waited for it is due now. While its breaker is open an answer changes nothing: reads may work where writes do not.
 */
export async function recordLook(
  em: SqlEntityManager,
  from: From,
  look: { serverId: number; probe: HealthEvidence },
): Promise<HealthChange | null> {
  const server = await em.findOneOrFail(Server, look.serverId, { lockMode: LockMode.PESSIMISTIC_WRITE });
  const broken = { server: server.id, breakerState: { $ne: 'closed' } } as const;
  const lane = await em.findOne(PanelLane, broken);
  const isShut = look.probe.outcome === 'answered' && lane?.isBroken(from.now) === true;
  const change = server.checkHealth(isShut ? stillGone(server) : look.probe, from.now);
  if (look.probe.outcome === 'answered' && server.isSelling()) passOn(lane, from);
  await em.flush();
  if (change === null) return null;
  const alert = alertOf(server, change);
  if (alert?.code === 'server-back') await makeDue(em, server.id, from.now);
  if (alert)
    await alertOfServer(em, from, { key: `${alert.code}:${server.id}:${from.now.getTime()}`, data: alert });
  return change;
}

const stillGone = ({ healthReason }: Server): HealthEvidence => ({
  outcome: 'gone',
  reason: healthReason ?? 'the panel left too much without an answer',
});

/** A look is the read that a breaker lets through when its wait is over; those after it are answers like others. */
function passOn(lane: PanelLane | null, { shop, now }: From): void {
  if (lane?.breakerState === 'open') lane.halfOpenBreaker();
  else lane?.noteAnswer(now, shop.breakerWindow);
}

/** null = it was out of sale for one reason and is now for another: that is no news. */
function alertOf({ id: serverId, name: server }: Server, change: HealthChange): OfServer | null {
  const [sold, sells] = [SELLING_HEALTH.includes(change.from), SELLING_HEALTH.includes(change.to)];
  const reason = change.reason ?? '';
  if (sold && !sells) return { code: 'server-out', serverId, server, reason };
  if (!sold && sells) return { code: 'server-back', serverId, server, minutes: wholeMinutes(change.lasted) };
  if (!sells) return null;
  return change.to === 'warning'
    ? { code: 'server-slow', serverId, server, reason }
    : { code: 'server-quick', serverId, server };
}

const wholeMinutes = (period: Period): number => Math.max(1, Math.round(period / minutes(1)));

async function makeDue(em: SqlEntityManager, serverId: number, now: Date): Promise<void> {
  await em.execute(sql`
    update order_server_clients unit set due_at = ${now}
      from server_inbounds inbound
     where inbound.id = unit.inbound_id and inbound.server_id = ${serverId}
       and unit.provision_status in ('pending', 'provisioning') and unit.due_at > ${now}`);
}
