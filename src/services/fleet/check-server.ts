import { LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { ServerCheck } from '../../model/fleet-history.ts';
import { ok, type Result, refuse } from '../../model/result.ts';
import { Server } from '../../model/server.ts';
import type { HealthProbe } from '../../model/server-health.ts';
import { letThrough } from '../lanes/breaker.ts';
import { panelAccess, panelWay, sealCredentials, sealProxy } from '../lanes/panel-access.ts';
import { coreTrouble, probeOf, recordLook, reportTrouble } from '../lanes/server-trouble.ts';
import { audit } from '../messages/audit.ts';
import {
  type PanelAccess,
  type PanelCredentials,
  PanelFault,
  type PanelFaultKind,
  type PanelIdentity,
} from '../ports/panel.ts';
import { targetOf } from './edit.ts';
import { stopwatch } from './look-at-server.ts';
import type { FleetNeeds } from './needs.ts';
import type { ServerNotFound } from './plan-places.ts';
import { takeIdentity } from './take-identity.ts';
import { testRefusing } from './test-refusing.ts';

/**
 * The panel did not let the shop in, or not right; the text is for admins and holds no secret. `waitMs` = it was not
 * asked at all, because it refused this login a moment ago: after so long it is.
 */
export type PanelAway = { code: 'panel-unusable'; kind: PanelFaultKind; text: string; waitMs?: number };
/** It answered after `ms`; `trouble` null = its core runs too, else the core's own words. */
export type PanelLook = { ms: number; version: string; trouble: string | null };
/** `signal` aborted = nobody waits for the answer any more, so nothing is stored. */
export type ServerAct = { serverId: number; actorId: number; signal?: AbortSignal };
export type NewLogin = ServerAct & { credentials: PanelCredentials };
/** `proxyUrl` null = straight to the panel from now on. */
export type NewProxy = ServerAct & { proxyUrl: string | null };

type Seen = { identity: PanelIdentity; look: PanelLook };

/** Asks a panel as a purchase would, and puts its server out of sale or back by what it finds. */
export async function checkServer(
  needs: FleetNeeds,
  { serverId, actorId }: { serverId: number; actorId?: number | undefined },
): Promise<Result<PanelLook, ServerNotFound | PanelAway>> {
  const server = await needs.work.read().findOne(Server, { id: serverId, retiredAt: null });
  if (!server) return refuse({ code: 'server-not-found' });
  const seen = await lookAt(needs, panelAccess(server, needs.vault));
  if (seen instanceof PanelFault && wasNotAsked(seen)) return away(seen);
  const from = { shop: needs.shop, now: needs.clock.now() };
  await needs.work.do(async (em) => {
    const row = await em.findOneOrFail(Server, serverId, { lockMode: LockMode.PESSIMISTIC_WRITE });
    const before = row.healthStatus;
    noteCheck(em, row, { seen, at: from.now });
    if (seen instanceof PanelFault) await reportTrouble(em, from, { serverId, fault: seen });
    else await takeOver(needs, em, { serverId, seen });
    if (actorId !== undefined) noteChange(em, row, { actorId, before, at: from.now });
    await em.flush();
  });
  wake(needs, serverId);
  return seen instanceof PanelFault ? away(seen) : ok(seen.look);
}

/** A look like every other: uptime and latencies are worked out from these. */
function noteCheck(
  em: SqlEntityManager,
  server: Server,
  { seen, at }: { seen: Seen | PanelFault; at: Date },
): void {
  const outcome = outcomeOf(seen);
  const ms = !(seen instanceof PanelFault) && outcome === 'answered' ? seen.look.ms : null;
  em.create(ServerCheck, { server, at, outcome, ms });
}

function outcomeOf(seen: Seen | PanelFault): ServerCheck['outcome'] {
  if (!(seen instanceof PanelFault)) return seen.look.trouble === null ? 'answered' : 'refused';
  return probeOf(seen)?.outcome ?? 'silent';
}

type Pressed = { actorId: number; before: string; at: Date };

/** A test that changes nothing is no act. */
function noteChange(em: SqlEntityManager, server: Server, { actorId, before, at }: Pressed): void {
  if (server.healthStatus === before) return;
  const change = { before: { status: before }, after: { status: server.healthStatus } };
  audit(em, { actorId, action: 'server.check', target: targetOf('server', server), ...change }, at);
}

/** Enters the panel with a new login, and stores it only if that works. Nothing else of the server changes. */
export const changeLogin = (
  needs: FleetNeeds,
  { serverId, credentials, actorId, signal }: NewLogin,
): Promise<Result<PanelLook, ServerNotFound | PanelAway>> =>
  enterAnew(needs, serverId, {
    signal,
    access: (server) => ({ ...panelWay(server, needs.vault), credentials }),
    store: (_em, server) => {
      server.enterWith(sealCredentials(needs.vault, serverId, credentials));
      return { actorId, action: 'server.login', after: { kind: credentials.kind } };
    },
  });

/** Enters the panel through a proxy, or straight again, and stores that only if it works. */
export const changeProxy = (
  needs: FleetNeeds,
  { serverId, proxyUrl, actorId, signal }: NewProxy,
): Promise<Result<PanelLook, ServerNotFound | PanelAway>> =>
  enterAnew(needs, serverId, {
    signal,
    access: (server) => ({ ...panelAccess(server, needs.vault), proxyUrl }),
    store: (_em, server) => {
      const before = { proxy: server.panelProxyHost };
      server.reachThrough(proxyUrl === null ? null : sealProxy(needs.vault, serverId, proxyUrl));
      return { actorId, action: 'server.proxy', before, after: { proxy: server.panelProxyHost } };
    },
  });

/** What was met at a way to a panel that is about to be stored. */
export type Met = { server: Server; access: PanelAccess; identity: PanelIdentity };

/** How the panel would be entered, and what is written down where that works; never a secret in the act. */
export type Entrance<Refusal extends { code: string } = never> = Pick<ServerAct, 'signal'> & {
  access: (server: Server) => PanelAccess;
  /** What speaks against it, asked before anything is stored; null = nothing. */
  hinder?: (met: Met) => Promise<Refusal | PanelAway | null>;
  /** First thing in the transaction, which locks the lane before the server, as lanes do. */
  begin?: (em: SqlEntityManager, met: Met) => Promise<Refusal | null>;
  /** null = it is so already: nobody has changed anything. */
  store: (
    em: SqlEntityManager,
    server: Server,
    met: Met,
  ) => Omit<Parameters<typeof audit>[1], 'target'> | null;
};

/** Enters a panel in another way, and stores that only if it works. */
export async function enterAnew<Refusal extends { code: string } = never>(
  needs: FleetNeeds,
  serverId: number,
  entrance: Entrance<Refusal>,
): Promise<Result<PanelLook, ServerNotFound | PanelAway | Refusal>> {
  const server = await needs.work.read().findOne(Server, { id: serverId, retiredAt: null });
  if (!server) return refuse({ code: 'server-not-found' });
  const access = entrance.access(server);
  const seen = await lookAt(needs, access);
  if (seen instanceof PanelFault) return away(seen);
  const met: Met = { server, access, identity: seen.identity };
  const hindered = await entrance.hinder?.(met);
  if (hindered) return refuse(hindered);
  const stored = await storeAnew(needs, entrance, { met, seen });
  if (stored.ok) wake(needs, serverId);
  return stored;
}

function storeAnew<Refusal extends { code: string }>(
  needs: FleetNeeds,
  { begin, store, signal }: Entrance<Refusal>,
  { met, seen }: { met: Met; seen: Seen },
): Promise<Result<PanelLook, ServerNotFound | PanelAway | Refusal>> {
  const serverId = met.server.id;
  return needs.work.run(async (em) => {
    const hindered = await begin?.(em, met);
    if (hindered) return refuse(hindered);
    const where = { id: serverId, retiredAt: null };
    const row = await em.findOne(Server, where, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (!row) return refuse({ code: 'server-not-found' });
    const act = store(em, row, met);
    if (act) audit(em, { ...act, target: targetOf('server', row) }, needs.clock.now());
    await em.flush();
    await takeOver(needs, em, { serverId, seen });
    return signal?.aborted ? TOO_LATE : ok(seen.look);
  });
}

/** As if the panel had not answered: nobody heard it. */
export const TOO_LATE = refuse({ code: 'panel-unusable', kind: 'ambiguous', text: '' });

/** A person waits for the answer, so that a login which was refused a while ago is tried again. */
async function lookAt(needs: FleetNeeds, given: PanelAccess): Promise<Seen | PanelFault> {
  const { panel } = needs;
  const passed = stopwatch(needs);
  const access = { ...given, insists: true };
  try {
    const identity = await panel.identify(access);
    const ms = passed();
    const trouble = coreTrouble(await panel.coreState(access));
    return { identity, look: { ms, version: identity.version, trouble } };
  } catch (fault) {
    if (!(fault instanceof PanelFault)) throw fault;
    return fault;
  }
}

/** A panel refuses a login without a word of when to come back: who knows that has not asked it. */
const wasNotAsked = ({ kind, retryAfterMs }: PanelFault): boolean => kind === 'auth' && retryAfterMs !== null;

/** A fault of a panel as the refusal that it is to who asked. */
export const awayOf = (fault: PanelFault): PanelAway => ({
  code: 'panel-unusable',
  kind: fault.kind,
  text: fault.message,
  ...(wasNotAsked(fault) && { waitMs: fault.retryAfterMs ?? 0 }),
});

const away = (fault: PanelFault) => refuse(awayOf(fault));

/** What the panel is by now, and whether its server can sell. */
async function takeOver(
  needs: FleetNeeds,
  em: SqlEntityManager,
  { serverId, seen }: { serverId: number; seen: Seen },
): Promise<void> {
  const now = needs.clock.now();
  const server = await takeIdentity(needs, em, { serverId, identity: seen.identity });
  await letThrough(em, serverId);
  await testRefusing(em, serverId, now);
  if (server.poisonedAt !== null) return testFirst(em, server, now);
  const { trouble: reason, ms } = seen.look;
  const probe: HealthProbe = reason === null ? { outcome: 'answered', ms } : { outcome: 'refused', reason };
  await recordLook(em, { shop: needs.shop, now }, { serverId, probe });
}

/** That it answers proves nothing of a panel that refuses every new client: its lane tries. */
async function testFirst(em: SqlEntityManager, server: Server, now: Date): Promise<void> {
  server.testAt(now);
  await em.flush();
}

function wake({ wakes }: FleetNeeds, serverId: number): void {
  wakes.lane(serverId);
  wakes.sender();
}
