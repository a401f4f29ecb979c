import type { SqlEntityManager } from '@mikro-orm/sql';
import { ServerInbound } from '../../model/server-inbound.ts';
import type { ServerPlan } from '../../model/server-plan.ts';
import { ServerPlanPool } from '../../model/server-plan-pool.ts';

/**
 * Where each plan may put its customers: the inbounds of its own server and of its pool. Two queries for all plans,
 * for screens; `takeInboundSeats` decides by itself.
 */
export async function inboundsOfPlans(em: SqlEntityManager): Promise<(plan: ServerPlan) => ServerInbound[]> {
  const inbounds = await em.find(ServerInbound, { kind: { $ne: 'dedicated' } }, { populate: ['server'] });
  const pools = await em.findAll(ServerPlanPool);
  return (plan) => {
    const pool = pools.filter((each) => each.plan.id === plan.id).map((each) => each.server.id);
    const homes = new Set([plan.server.id, ...pool]);
    return inbounds.filter((inbound) => homes.has(inbound.server.id));
  };
}
