import type { SqlEntityManager } from '@mikro-orm/sql';
import { PanelLane } from '../../model/panel-lane.ts';
import type { PanelFault, PanelFaultKind } from '../ports/panel.ts';
import type { Shop } from '../ports/shop.ts';
import { forgetSilences, recordLook, reportTrouble } from './server-trouble.ts';

type From = { shop: Shop; now: Date };

/** Nobody knows whether the panel is there. */
const SILENT: readonly PanelFaultKind[] = ['not-sent', 'ambiguous', 'session'];
/** It is there and lets nobody in: asking again only locks the shop out (RELIABILITY 57). */
const SHUT: readonly PanelFaultKind[] = ['auth', 'tls'];

/** `answers` = calls before it that the panel answered; left out = none but the one that is recorded. */
type Call = { serverId: number; fault: PanelFault | null; answers?: number };

/**
 * Counts what a lane's call came to, in the transaction that records it; `fault` null = the panel answered. A breaker
 * that opens takes its server out of sale, so that nobody pays for a key that cannot be made now.
 */
export async function noteCall(
  em: SqlEntityManager,
  from: From,
  { serverId, fault, answers = 0 }: Call,
): Promise<void> {
  const lane = await em.findOneOrFail(PanelLane, { server: serverId });
  const answered = fault === null ? Math.max(1, answers) : answers;
  if (answered > 0) lane.noteAnswer(from.now, from.shop.breakerWindow, answered);
  await em.flush();
  if (fault === null) return forgetSilences(em, serverId);
  if (SILENT.includes(fault.kind)) return noteSilence(em, from, { lane, serverId, reason: fault.message });
  if (SHUT.includes(fault.kind) && !lane.isBroken(from.now))
    lane.openBreaker(from.now, from.shop.breakerWindow);
  await em.flush();
  await reportTrouble(em, from, { serverId, fault });
}

async function noteSilence(
  em: SqlEntityManager,
  from: From,
  { lane, serverId, reason }: { lane: PanelLane; serverId: number; reason: string },
): Promise<void> {
  const opens = lane.noteSilence(from.now, from.shop.breakerWindow);
  await em.flush();
  if (opens) await recordLook(em, from, { serverId, probe: { outcome: 'gone', reason } });
}

/** Somebody of the staff has just looked, or changed the login, and the panel answered: nobody waits any longer. */
export async function letThrough(em: SqlEntityManager, serverId: number): Promise<void> {
  const lane = await em.findOne(PanelLane, { server: serverId });
  lane?.halfOpenBreaker();
  await em.flush();
}
