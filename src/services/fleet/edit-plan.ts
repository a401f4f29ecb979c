import { LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { ok, type Result, refuse } from '../../model/result.ts';
import { type PlanTerms, ServerPlan } from '../../model/server-plan.ts';
import { MOST_STARS, starsFor } from '../../model/values/money.ts';
import { audit } from '../messages/audit.ts';
import { type ChangedMeanwhile, type EditOf, loggable, standingOf, targetOf } from './edit.ts';
import type { FleetNeeds } from './needs.ts';

export type PlanEdit = EditOf<PlanTerms> & { planId: number; actorId: number };
export type PlanNotFound = { code: 'plan-not-found' };
/** More units are sold than the new number allows. */
export type BelowTaken = { code: 'below-taken'; taken: number };
/** Telegram takes no invoice of so many Stars. */
export type TooManyStars = { code: 'too-many-stars'; stars: number };

/** A plan that may be changed, locked to the end of the transaction; null = there is none on a server in use. */
export const lockPlan = (em: SqlEntityManager, planId: number): Promise<ServerPlan | null> =>
  em.findOne(ServerPlan, { id: planId, isActive: true }, { lockMode: LockMode.PESSIMISTIC_WRITE });

/** Sets one value of a plan, if it still is what the card showed; the same edit a second time changes nothing. */
export function editPlan(
  needs: FleetNeeds,
  edit: PlanEdit,
): Promise<Result<null, PlanNotFound | ChangedMeanwhile | BelowTaken | TooManyStars>> {
  const { planId, field, value, actorId } = edit;
  return needs.work.run(async (em) => {
    const plan = await lockPlan(em, planId);
    if (!plan) return refuse({ code: 'plan-not-found' });
    const before = plan[field];
    const standing = standingOf(before, edit);
    if (standing === 'changed') return refuse({ code: 'changed-meanwhile' });
    if (standing === 'done') return ok(null);
    const obstacle = obstacleOf(needs, plan, edit);
    if (obstacle) return refuse(obstacle);
    plan.amend({ [field]: value });
    const target = targetOf('plan', plan);
    const values = { before: { [field]: loggable(before) }, after: { [field]: loggable(value) } };
    audit(em, { actorId, action: 'plan.edit', target, ...values }, needs.clock.now());
    await em.flush();
    return ok(null);
  });
}

function obstacleOf(
  { shop }: FleetNeeds,
  plan: ServerPlan,
  edit: EditOf<PlanTerms>,
): BelowTaken | TooManyStars | null {
  const taken = plan.currentClients;
  if (edit.field === 'maxClients' && edit.value !== null && edit.value < taken) {
    return { code: 'below-taken', taken };
  }
  if (edit.field !== 'setupFee') return null;
  const stars =
    BigInt(plan.priceStars ?? starsFor(plan.price, shop.starRate)) + starsFor(edit.value, shop.starRate);
  return stars > BigInt(MOST_STARS) ? { code: 'too-many-stars', stars: Number(stars) } : null;
}
