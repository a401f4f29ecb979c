import { LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { InboundSettings } from '../../model/inbound-facts.ts';
import { ok, type Result, refuse } from '../../model/result.ts';
import { ServerInbound } from '../../model/server-inbound.ts';
import { audit } from '../messages/audit.ts';
import { type ChangedMeanwhile, type EditOf, type Editor, standingOf, targetOf, traceOf } from './edit.ts';
import type { BelowTaken } from './edit-plan.ts';
import type { EditNeeds } from './needs.ts';

export type InboundTerms = InboundSettings & { capacity: number | null };
export type InboundEdit = EditOf<InboundTerms> & Editor & { inboundId: number };
export type InboundNotFound = { code: 'inbound-not-found' };

/** Sets one value of an inbound, if it still is what the card showed; the same edit a second time changes nothing. */
export async function editInbound(
  needs: EditNeeds,
  em: SqlEntityManager,
  edit: InboundEdit,
): Promise<Result<null, InboundNotFound | ChangedMeanwhile | BelowTaken>> {
  const { inboundId, field, actorId } = edit;
  const inbound = await lockInbound(em, inboundId);
  if (!inbound) return refuse({ code: 'inbound-not-found' });
  const before = inbound[field];
  const standing = standingOf(before, edit);
  if (standing === 'done') return ok(null);
  const refusal = standing === 'changed' ? CHANGED : belowTaken(inbound, edit);
  if (refusal) return refuse(refusal);
  set(inbound, edit);
  const act = { actorId, action: 'inbound.edit', target: targetOf('inbound', inbound) };
  audit(em, { ...act, ...traceOf(edit, before) }, needs.clock.now());
  await em.flush();
  return ok(null);
}

/** Locked first, read then: what a purchase changes meanwhile is seen. */
export async function lockInbound(em: SqlEntityManager, id: number): Promise<ServerInbound | null> {
  const inbound = await em.findOne(ServerInbound, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!inbound) return null;
  await em.populate(inbound, ['server']);
  return inbound.server.retiredAt === null ? inbound : null;
}

const CHANGED: ChangedMeanwhile = { code: 'changed-meanwhile' };

function belowTaken(
  { currentClients: taken }: ServerInbound,
  { field, value }: InboundEdit,
): BelowTaken | null {
  return field === 'capacity' && value !== null && value < taken ? { code: 'below-taken', taken } : null;
}

function set(inbound: ServerInbound, edit: InboundEdit): void {
  if (edit.field === 'capacity') inbound.setCapacity(edit.value);
  else inbound.amend({ [edit.field]: edit.value });
}
