import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { OrderItem } from '../../model/order.ts';
import { ok, type Result, refuse } from '../../model/result.ts';
import { ServerPlan } from '../../model/server-plan.ts';
import { audit } from '../messages/audit.ts';
import { type ChangedMeanwhile, targetOf } from './edit.ts';
import { lockPlan, type PlanNotFound } from './edit-plan.ts';
import type { FleetNeeds } from './needs.ts';

/** From one place of the list to a neighbouring one; places count from 0. */
export type PlanMove = { planId: number; from: number; to: number; actorId: number };
/** `createKey` is drawn with the card: one press, one copy. */
export type PlanCopy = { planId: number; name: string; createKey: string; actorId: number };
/** It was sold, so its orders need it. */
export type PlanSold = { code: 'plan-sold' };

const AS_LISTED = { sortOrder: 'asc', id: 'asc' } as const;
const MOST_NAME = 60;

/** Exchanges a plan with its neighbour in every list; refused when it is not where the card showed it any more. */
export function movePlan(
  needs: FleetNeeds,
  { planId, from, to, actorId }: PlanMove,
): Promise<Result<null, PlanNotFound | ChangedMeanwhile>> {
  return needs.work.run(async (em) => {
    await em.execute(sql`select id from server_plans order by id for update`);
    const plans = await em.find(ServerPlan, { server: { retiredAt: null } }, { orderBy: AS_LISTED });
    const plan = plans.find(({ id }) => id === planId);
    if (!plan) return refuse({ code: 'plan-not-found' });
    const neighbour = plans[to];
    if (plans[from] !== plan || !neighbour) return refuse({ code: 'changed-meanwhile' });
    plans[from] = neighbour;
    plans[to] = plan;
    for (const [place, each] of plans.entries()) each.moveTo(place + 1);
    const act = { actorId, action: 'plan.move', target: targetOf('plan', plan) };
    audit(em, { ...act, before: { place: from + 1 }, after: { place: to + 1 } }, needs.clock.now());
    await em.flush();
    return ok(null);
  });
}

/** Where a new plan goes: behind all others. */
export async function lastPlace(em: SqlEntityManager): Promise<number> {
  const [row] = await em.execute<{ last: number }[]>(
    'select coalesce(max(sort_order), 0) + 1 as last from server_plans',
  );
  return row?.last ?? 1;
}

/** A hidden copy of a plan, without its sales; the same press a second time answers the same copy. */
export function clonePlan(
  needs: FleetNeeds,
  { planId, name, createKey, actorId }: PlanCopy,
): Promise<Result<{ planId: number }, PlanNotFound>> {
  return needs.work.run(async (em) => {
    const made = await em.findOne(ServerPlan, { createKey });
    if (made) return ok({ planId: made.id });
    const plan = await lockPlan(em, planId);
    if (!plan) return refuse({ code: 'plan-not-found' });
    const copy = em.create(ServerPlan, {
      ...copied(plan),
      name: [...name].slice(0, MOST_NAME).join(''),
      onSale: false,
      sortOrder: await lastPlace(em),
      createKey,
      createdAt: needs.clock.now(),
    });
    await em.flush();
    await copyPool(em, { from: plan.id, to: copy.id });
    const act = { actorId, action: 'plan.clone', target: targetOf('plan', copy) };
    audit(em, { ...act, after: { name: copy.name, of: plan.id } }, needs.clock.now());
    await em.flush();
    return ok({ planId: copy.id });
  });
}

const copied = (plan: ServerPlan) => ({
  server: plan.server,
  description: plan.description,
  category: plan.category,
  type: plan.type,
  durationDays: plan.durationDays,
  price: plan.price,
  priceStars: plan.priceStars,
  setupFee: plan.setupFee,
  dataLimitGb: plan.dataLimitGb,
  concurrentConnections: plan.concurrentConnections,
  trialDays: plan.trialDays,
  renewable: plan.renewable,
  renewalRule: plan.renewalRule,
  movesPerPeriod: plan.movesPerPeriod,
  maxPauseDays: plan.maxPauseDays,
  trafficPacks: plan.trafficPacks,
  extraDevices: plan.extraDevices,
  autoProvision: plan.autoProvision,
  provisionSettings: plan.provisionSettings,
  preferredInbound: plan.preferredInbound,
  maxClients: plan.maxClients,
  performanceMetrics: null,
});

async function copyPool(em: SqlEntityManager, { from, to }: { from: number; to: number }): Promise<void> {
  await em.execute(
    `insert into server_plan_pool (plan_id, server_id, rank)
     select ?, server_id, rank from server_plan_pool where plan_id = ?`,
    [to, from],
  );
}

/** Removes a plan that was never sold; one that was can only be hidden. Answers its name. */
export function deletePlan(
  needs: FleetNeeds,
  { planId, actorId }: { planId: number; actorId: number },
): Promise<Result<{ name: string }, PlanNotFound | PlanSold>> {
  return needs.work.run(async (em) => {
    const plan = await lockPlan(em, planId);
    if (!plan) return refuse({ code: 'plan-not-found' });
    if ((await em.count(OrderItem, { plan: planId })) > 0) return refuse({ code: 'plan-sold' });
    const { name } = plan;
    audit(
      em,
      { actorId, action: 'plan.delete', target: targetOf('plan', plan), before: { name } },
      needs.clock.now(),
    );
    em.remove(plan);
    await em.flush();
    return ok({ name });
  });
}
