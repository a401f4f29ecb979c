import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { ok, type Result, refuse } from '../../model/result.ts';
import { ServerInbound } from '../../model/server-inbound.ts';
import { audit } from '../messages/audit.ts';
import { type ChangedMeanwhile, targetOf } from './edit.ts';
import { editInbound, type InboundEdit, type InboundNotFound } from './edit-inbound.ts';
import type { BelowTaken } from './edit-plan.ts';
import { inboundView } from './fleet-views.ts';
import type { FleetNeeds } from './needs.ts';
import type { InboundView } from './views.ts';

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
    return this.needs.work.run((em) => editInbound(this.needs, em, edit));
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
  em.findOne(
    ServerInbound,
    { id, kind: { $ne: 'dedicated' }, server: { retiredAt: null } },
    { populate: ['server'] },
  );
