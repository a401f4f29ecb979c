import type { SqlEntityManager } from '@mikro-orm/sql';
import type { ServerInbound } from '../../model/server-inbound.ts';
import { ServerPlan } from '../../model/server-plan.ts';
import { ServerPlanPool } from '../../model/server-plan-pool.ts';
import type { Shop } from '../ports/shop.ts';
import { inboundsOfPlans } from '../seats/inbounds-of-plans.ts';
import type { PlanView } from './views.ts';

type Around = { inbounds: readonly ServerInbound[]; pool: readonly ServerPlanPool[]; shop: Shop };

/** Every plan of a server in use, or the one with this id, as its card shows it; in the order of the lists. */
export async function planViews(em: SqlEntityManager, shop: Shop, planId?: number): Promise<PlanView[]> {
  const plans = await em.find(
    ServerPlan,
    { server: { retiredAt: null }, ...(planId !== undefined && { id: planId }) },
    { populate: ['server', 'preferredInbound'], orderBy: { sortOrder: 'asc', id: 'asc' } },
  );
  const inboundsOf = await inboundsOfPlans(em);
  const pools = await em.findAll(ServerPlanPool, {
    populate: ['server'],
    orderBy: { rank: 'asc', server: 'asc' },
  });
  return plans.map((plan) =>
    planView(plan, {
      shop,
      inbounds: inboundsOf(plan),
      pool: pools.filter((each) => each.plan.id === plan.id),
    }),
  );
}

const planView = (plan: ServerPlan, { inbounds, pool, shop }: Around): PlanView => ({
  planId: plan.id,
  type: plan.type,
  name: plan.name,
  description: plan.description,
  category: plan.category,
  serverId: plan.server.id,
  server: plan.server.name,
  durationDays: plan.durationDays,
  priceMinor: plan.price,
  priceStars: plan.priceStars,
  priceVersion: plan.priceVersion,
  setupFeeMinor: plan.setupFee,
  currency: shop.currency,
  stars: plan.starsPerUnit(shop.starRate),
  dataLimitGb: plan.dataLimitGb,
  connections: plan.concurrentConnections,
  currentClients: plan.currentClients,
  maxClients: plan.maxClients,
  renewable: plan.renewable,
  renewalRule: plan.renewalRule,
  movesPerPeriod: plan.movesPerPeriod,
  trialDays: plan.trialDays,
  maxPauseDays: plan.maxPauseDays,
  trafficPacks: plan.trafficPacks,
  extraDevices: plan.extraDevices,
  autoProvision: plan.autoProvision,
  preferred: preferredOf(plan.preferredInbound),
  pool: pool.map(({ server }) => ({ serverId: server.id, server: server.name })),
  onSale: plan.onSale,
  unavailable: plan.isAvailable(inbounds),
});

const preferredOf = (inbound: ServerInbound | null): PlanView['preferred'] =>
  inbound && { inboundId: inbound.id, label: `${inbound.protocol}:${inbound.port} ${inbound.remark}` };
