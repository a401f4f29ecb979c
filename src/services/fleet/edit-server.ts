import { LockMode, sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { ok, type Result, refuse } from '../../model/result.ts';
import { Server } from '../../model/server.ts';
import type { ServerSettings } from '../../model/server-facts.ts';
import { audit } from '../messages/audit.ts';
import { type ChangedMeanwhile, type EditOf, type Editor, standingOf, targetOf, traceOf } from './edit.ts';
import type { BelowTaken } from './edit-plan.ts';
import { leaveHost } from './links-anew.ts';
import type { EditNeeds } from './needs.ts';
import type { ServerNotFound } from './plan-places.ts';

export type ServerEdit = EditOf<ServerSettings> & Editor & { serverId: number };

/** Sets one value of a server, if it still is what the card showed; the same edit a second time changes nothing. */
export async function editServer(
  needs: EditNeeds,
  em: SqlEntityManager,
  edit: ServerEdit,
): Promise<Result<null, ServerNotFound | ChangedMeanwhile | BelowTaken>> {
  const { serverId, field, value, actorId } = edit;
  const server = await lockServer(em, serverId);
  if (!server) return refuse({ code: 'server-not-found' });
  const before = server[field];
  const standing = standingOf(before, edit);
  if (standing === 'changed') return refuse({ code: 'changed-meanwhile' });
  if (standing === 'done') return ok(null);
  const taken = await takenAbove(em, serverId, edit);
  if (taken !== null) return refuse({ code: 'below-taken', taken });
  server.amend({ [field]: value });
  if (field === 'publicHost') await leaveHost(em, { serverId, host: String(before) });
  const act = { actorId, action: 'server.edit', target: targetOf('server', server) };
  audit(em, { ...act, ...traceOf(edit, before) }, needs.clock.now());
  await em.flush();
  return ok(null);
}

/** A server in use, locked to the end of the transaction; null = there is none. */
export const lockServer = (em: SqlEntityManager, id: number): Promise<Server | null> =>
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
