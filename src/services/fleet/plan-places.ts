import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { ok, type Result, refuse } from '../../model/result.ts';
import { Server } from '../../model/server.ts';
import { ServerInbound } from '../../model/server-inbound.ts';
import type { ServerPlan } from '../../model/server-plan.ts';
import { audit } from '../messages/audit.ts';
import { openSources } from '../seats/open-source.ts';
import { targetOf } from './edit.ts';
import { lockPlan, type PlanNotFound } from './edit-plan.ts';
import type { FleetNeeds } from './needs.ts';

/** null = no preference. */
export type Preference = { planId: number; inboundId: number | null; actorId: number };
/** What is done with one further server of a plan. */
export const POOL_ACTS = ['add', 'remove', 'first'] as const;
export type PoolAct = (typeof POOL_ACTS)[number];
export type PoolChange = { planId: number; serverId: number; act: PoolAct; actorId: number };
/** The inbound is not there, or on another server than the plan. */
export type InboundElsewhere = { code: 'inbound-elsewhere' };
export type ServerNotFound = { code: 'server-not-found' };

/** Which inbound of its own server a plan asks first; the same a second time changes nothing. */
export function preferInbound(
  needs: FleetNeeds,
  { planId, inboundId, actorId }: Preference,
): Promise<Result<null, PlanNotFound | InboundElsewhere>> {
  return needs.work.run(async (em) => {
    const plan = await lockPlan(em, planId);
    if (!plan) return refuse({ code: 'plan-not-found' });
    const before = plan.preferredInbound?.id ?? null;
    if (before === inboundId) return ok(null);
    const inbound = await ownInbound(em, plan, inboundId);
    if (inbound === undefined) return refuse({ code: 'inbound-elsewhere' });
    plan.prefer(inbound);
    const act = { actorId, action: 'plan.preferred', target: targetOf('plan', plan) };
    audit(em, { ...act, before: { inbound: before }, after: { inbound: inboundId } }, needs.clock.now());
    await em.flush();
    return ok(null);
  });
}

/** null = none was asked for; undefined = the plan's server has no such inbound. */
async function ownInbound(
  em: SqlEntityManager,
  { server }: ServerPlan,
  id: number | null,
): Promise<ServerInbound | null | undefined> {
  return id === null ? null : ((await em.findOne(ServerInbound, { id, server })) ?? undefined);
}

/** Adds, removes or puts first one further server that a plan may use; the same a second time changes nothing. */
export function changePool(
  needs: FleetNeeds,
  { planId, serverId, act, actorId }: PoolChange,
): Promise<Result<null, PlanNotFound | ServerNotFound>> {
  return needs.work.run(async (em) => {
    const plan = await lockPlan(em, planId);
    if (!plan) return refuse({ code: 'plan-not-found' });
    const before = await poolOf(em, planId);
    const after = WAYS[act](before, serverId);
    if (before.join() === after.join()) return ok(null);
    if (act === 'add' && !(await isFurther(em, plan, serverId))) return refuse({ code: 'server-not-found' });
    await writePool(em, planId, after);
    await openSources(em, plan);
    const entry = { actorId, action: 'plan.pool', target: targetOf('plan', plan) };
    audit(em, { ...entry, before: { servers: before }, after: { servers: after } }, needs.clock.now());
    await em.flush();
    return ok(null);
  });
}

const without = (ids: readonly number[], id: number): number[] => ids.filter((each) => each !== id);

const WAYS: Record<PoolAct, (ids: readonly number[], id: number) => number[]> = {
  add: (ids, id) => (ids.includes(id) ? [...ids] : [...ids, id]),
  remove: without,
  first: (ids, id) => (ids.includes(id) ? [id, ...without(ids, id)] : [...ids]),
};

async function poolOf(em: SqlEntityManager, planId: number): Promise<number[]> {
  const rows = await em.execute<{ id: number }[]>(sql`
    select server_id as id from server_plan_pool where plan_id = ${planId} order by rank, server_id`);
  return rows.map(({ id }) => id);
}

async function writePool(em: SqlEntityManager, planId: number, serverIds: readonly number[]): Promise<void> {
  await em.execute(sql`delete from server_plan_pool where plan_id = ${planId}`);
  for (const [place, serverId] of serverIds.entries()) {
    await em.execute(sql`
      insert into server_plan_pool (plan_id, server_id, rank) values (${planId}, ${serverId}, ${place + 1})`);
  }
}

/** Another server than the plan's own, and in use. */
const isFurther = async (em: SqlEntityManager, plan: ServerPlan, serverId: number): Promise<boolean> =>
  serverId !== plan.server.id && (await em.count(Server, { id: serverId, retiredAt: null })) === 1;
