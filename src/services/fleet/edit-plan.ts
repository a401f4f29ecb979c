import { LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { ok, type Result, refuse } from '../../model/result.ts';
import { type PlanTerms, ServerPlan } from '../../model/server-plan.ts';
import { MOST_STARS, starsFor } from '../../model/values/money.ts';
import { audit } from '../messages/audit.ts';
import type { Shop } from '../ports/shop.ts';
import { openSources } from '../seats/open-source.ts';
import { type ChangedMeanwhile, type EditOf, type Editor, standingOf, targetOf, traceOf } from './edit.ts';
import type { EditNeeds } from './needs.ts';

export type PlanEdit = EditOf<PlanTerms> & Editor & { planId: number };
export type PlanNotFound = { code: 'plan-not-found' };
/** More units are sold than the new number allows. */
export type BelowTaken = { code: 'below-taken'; taken: number };
/** Telegram takes no invoice of so many Stars. */
export type TooManyStars = { code: 'too-many-stars'; stars: number };
/** A trial ends before what is sold does; `days` = of the plan, or of its trial. */
export type TrialTooLong = { code: 'trial-too-long' | 'shorter-than-trial'; days: number };
export type PlanNotEdited = PlanNotFound | ChangedMeanwhile | BelowTaken | TooManyStars | TrialTooLong;

/** A plan that may be changed, locked to the end of the transaction; null = there is none on a server in use. */
export const lockPlan = (em: SqlEntityManager, planId: number): Promise<ServerPlan | null> =>
  em.findOne(ServerPlan, { id: planId, isActive: true }, { lockMode: LockMode.PESSIMISTIC_WRITE });

/** Sets one value of a plan, if it still is what the card showed; the same edit a second time changes nothing. */
export async function editPlan(
  needs: EditNeeds,
  em: SqlEntityManager,
  edit: PlanEdit,
): Promise<Result<null, PlanNotEdited>> {
  const { planId, field, value, actorId } = edit;
  const plan = await lockPlan(em, planId);
  if (!plan) return refuse({ code: 'plan-not-found' });
  const before = plan[field];
  const standing = standingOf(before, edit);
  if (standing === 'changed') return refuse({ code: 'changed-meanwhile' });
  if (standing === 'done') return ok(null);
  const obstacle = obstacleOf(needs, plan, edit);
  if (obstacle) return refuse(obstacle);
  plan.amend({ [field]: value });
  await openSources(em, plan);
  const act = { actorId, action: 'plan.edit', target: targetOf('plan', plan) };
  audit(em, { ...act, ...traceOf(edit, before) }, needs.clock.now());
  await em.flush();
  return ok(null);
}

function obstacleOf(
  { shop }: EditNeeds,
  plan: ServerPlan,
  edit: EditOf<PlanTerms>,
): BelowTaken | TooManyStars | TrialTooLong | null {
  const taken = plan.currentClients;
  if (edit.field === 'maxClients' && edit.value !== null && edit.value < taken) {
    return { code: 'below-taken', taken };
  }
  return edit.field === 'setupFee' ? starsObstacle(shop, plan, edit.value) : trialObstacle(plan, edit);
}

function trialObstacle(plan: ServerPlan, edit: EditOf<PlanTerms>): TrialTooLong | null {
  const { durationDays, trialDays } = plan;
  if (edit.field === 'trialDays' && edit.value >= durationDays)
    return { code: 'trial-too-long', days: durationDays };
  const isTooShort = edit.field === 'durationDays' && edit.value <= trialDays;
  return isTooShort ? { code: 'shorter-than-trial', days: trialDays } : null;
}

function starsObstacle({ starRate }: Shop, plan: ServerPlan, setupFee: bigint): TooManyStars | null {
  const stars = BigInt(plan.priceStars ?? starsFor(plan.price, starRate)) + starsFor(setupFee, starRate);
  return stars > BigInt(MOST_STARS) ? { code: 'too-many-stars', stars: Number(stars) } : null;
}
