import { LockMode, sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { ok, type Result, refuse } from '../../model/result.ts';
import { Server, type ServerSettings } from '../../model/server.ts';
import { audit } from '../messages/audit.ts';
import { changeLogin, checkServer, type NewLogin, type PanelAway, type PanelLook } from './check-server.ts';
import { type DeleteOutlook, deleteOutlook, deleteServer, type ServerInUse } from './delete-server.ts';
import { type ChangedMeanwhile, type EditOf, loggable, standingOf, targetOf } from './edit.ts';
import type { BelowTaken } from './edit-plan.ts';
import { serverViews } from './fleet-views.ts';
import type { FleetNeeds } from './needs.ts';
import type { ServerNotFound } from './plan-places.ts';
import type { ServerView } from './views.ts';

export type ServerEdit = EditOf<ServerSettings> & { serverId: number; actorId: number };

/** What admins change about servers; every act may come twice and is done once, and is audited. */
export class ServerDesk {
  private readonly needs: FleetNeeds;

  constructor(needs: FleetNeeds) {
    this.needs = needs;
  }

  /** null = there is no such server in use. */
  async server(serverId: number): Promise<ServerView | null> {
    const [server] = await serverViews(this.needs.work.read(), [serverId]);
    return server ?? null;
  }

  /** Sets one value, if it still is what the card showed. */
  edit(edit: ServerEdit): Promise<Result<null, ServerNotFound | ChangedMeanwhile | BelowTaken>> {
    const { serverId, field, value, actorId } = edit;
    return this.needs.work.run(async (em) => {
      const server = await lock(em, serverId);
      if (!server) return refuse({ code: 'server-not-found' });
      const before = server[field];
      const standing = standingOf(before, edit);
      if (standing === 'changed') return refuse({ code: 'changed-meanwhile' });
      if (standing === 'done') return ok(null);
      const taken = await takenAbove(em, serverId, edit);
      if (taken !== null) return refuse({ code: 'below-taken', taken });
      server.amend({ [field]: value });
      const values = { before: { [field]: loggable(before) }, after: { [field]: loggable(value) } };
      const act = { actorId, action: 'server.edit', target: targetOf('server', server) };
      audit(em, { ...act, ...values }, this.needs.clock.now());
      await em.flush();
      return ok(null);
    });
  }

  /** Asks the panel now, and puts its server out of sale or back by what it finds. */
  check(serverId: number): Promise<Result<PanelLook, ServerNotFound | PanelAway>> {
    return checkServer(this.needs, serverId);
  }

  /** Stores a new login of the panel, if it lets the shop in. */
  changeLogin(login: NewLogin): Promise<Result<PanelLook, ServerNotFound | PanelAway>> {
    return changeLogin(this.needs, login);
  }

  /** What would stand in the way of deleting it, and what would go with it; null = there is no such server. */
  deleteOutlook(serverId: number): Promise<DeleteOutlook | null> {
    return deleteOutlook(this.needs, serverId);
  }

  /** Takes it out of the shop for good; refused while somebody depends on it. */
  delete(request: {
    serverId: number;
    actorId: number;
  }): Promise<Result<{ name: string }, ServerNotFound | ServerInUse>> {
    return deleteServer(this.needs, request);
  }
}

const lock = (em: SqlEntityManager, id: number): Promise<Server | null> =>
  em.findOne(Server, { id, retiredAt: null }, { lockMode: LockMode.PESSIMISTIC_WRITE });

/** The fullest of the inbounds that a lower default would leave with more clients than seats; null = none. */
async function takenAbove(
  em: SqlEntityManager,
  serverId: number,
  edit: EditOf<ServerSettings>,
): Promise<number | null> {
  if (edit.field !== 'maxClientsPerInbound' || edit.value === null) return null;
  const [row] = await em.execute<{ taken: number | null }[]>(sql`
    select max(current_clients)::int as taken from server_inbounds
     where server_id = ${serverId} and capacity is null and current_clients > ${edit.value}`);
  return row?.taken ?? null;
}
