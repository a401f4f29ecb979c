import { LockMode, sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { InboundSettings } from '../../model/inbound-facts.ts';
import { ok, type Result, refuse } from '../../model/result.ts';
import { ServerInbound } from '../../model/server-inbound.ts';
import { audit } from '../messages/audit.ts';
import { type ChangedMeanwhile, type EditOf, loggable, standingOf, targetOf } from './edit.ts';
import type { BelowTaken } from './edit-plan.ts';
import { inboundView } from './fleet-views.ts';
import type { FleetNeeds } from './needs.ts';
import type { InboundView } from './views.ts';

export type InboundEdit = EditOf<InboundSettings & { capacity: number | null }> & {
  inboundId: number;
  actorId: number;
};
export type InboundNotFound = { code: 'inbound-not-found' };

/** What admins change about inbounds; every act may come twice and is done once, and is audited. */
export class InboundDesk {
  private readonly needs: FleetNeeds;

  constructor(needs: FleetNeeds) {
    this.needs = needs;
  }

  /** null = there is no such inbound on a server in use. */
  async inbound(inboundId: number): Promise<InboundView | null> {
    const inbound = await find(this.needs.work.read(), inboundId);
    return inbound && inboundView(inbound);
  }

  /** Sets one value, if it still is what the card showed. Seats never below those that are taken. */
  edit(edit: InboundEdit): Promise<Result<null, InboundNotFound | ChangedMeanwhile | BelowTaken>> {
    const { inboundId, field, actorId } = edit;
    return this.needs.work.run(async (em) => {
      const inbound = await lock(em, inboundId);
      if (!inbound) return refuse({ code: 'inbound-not-found' });
      const before = inbound[field];
      const standing = standingOf(before, edit);
      if (standing === 'done') return ok(null);
      const refusal = standing === 'changed' ? CHANGED : belowTaken(inbound, edit);
      if (refusal) return refuse(refusal);
      set(inbound, edit);
      const values = { before: { [field]: loggable(before) }, after: { [field]: loggable(edit.value) } };
      const act = { actorId, action: 'inbound.edit', target: targetOf('inbound', inbound) };
      audit(em, { ...act, ...values }, this.needs.clock.now());
      await em.flush();
      return ok(null);
    });
  }

  /** Ties between equally empty inbounds of a server go to this one from now on. */
  makeDefault({
    inboundId,
    actorId,
  }: {
    inboundId: number;
    actorId: number;
  }): Promise<Result<null, InboundNotFound>> {
    return this.needs.work.run(async (em) => {
      const inbound = await find(em, inboundId);
      if (!inbound) return refuse({ code: 'inbound-not-found' });
      await em.execute(sql`
        select id from server_inbounds where server_id = ${inbound.server.id} order by id for update`);
      const before = await em.findOne(ServerInbound, { server: inbound.server, isDefault: true });
      if (before === inbound) return ok(null);
      before?.yieldDefault();
      await em.flush();
      inbound.makeDefault();
      const act = { actorId, action: 'inbound.default', target: targetOf('inbound', inbound) };
      const values = { before: { default: before?.id ?? null }, after: { default: inbound.id } };
      audit(em, { ...act, ...values }, this.needs.clock.now());
      await em.flush();
      return ok(null);
    });
  }
}

const find = (em: SqlEntityManager, id: number): Promise<ServerInbound | null> =>
  em.findOne(ServerInbound, { id, server: { retiredAt: null } }, { populate: ['server'] });

/** Locked first, read then: what a purchase changes meanwhile is seen. */
async function lock(em: SqlEntityManager, id: number): Promise<ServerInbound | null> {
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
