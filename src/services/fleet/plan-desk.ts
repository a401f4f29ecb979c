import type { Result } from '../../model/result.ts';
import {
  clonePlan,
  deletePlan,
  movePlan,
  type PlanCopy,
  type PlanMove,
  type PlanSold,
} from './arrange-plans.ts';
import { changePrice, countHolders, type PriceChange, type PriceChanged } from './change-price.ts';
import type { ChangedMeanwhile } from './edit.ts';
import {
  editPlan,
  type PlanEdit,
  type PlanNotEdited,
  type PlanNotFound,
  type TooManyStars,
} from './edit-plan.ts';
import type { FleetNeeds } from './needs.ts';
import {
  changePool,
  type InboundElsewhere,
  type PoolChange,
  type Preference,
  preferInbound,
  type ServerNotFound,
} from './plan-places.ts';
import { planViews } from './plan-views.ts';
import type { PlanView } from './views.ts';

/** What admins change about plans; every act may come twice and is done once, and is audited with before and after. */
export class PlanDesk {
  private readonly needs: FleetNeeds;

  constructor(needs: FleetNeeds) {
    this.needs = needs;
  }

  /** null = there is no such plan on a server in use. */
  async plan(planId: number): Promise<PlanView | null> {
    const [plan] = await planViews(this.needs.work.read(), this.needs.shop, planId);
    return plan ?? null;
  }

  /** Sets one value that was typed or switched. */
  edit(edit: PlanEdit): Promise<Result<null, PlanNotEdited>> {
    return this.needs.work.run((em) => editPlan(this.needs, em, edit));
  }

  /** Gives a new price a new version, and tells who holds a running access. Orders keep theirs. */
  changePrice(
    change: PriceChange,
  ): Promise<Result<PriceChanged, PlanNotFound | ChangedMeanwhile | TooManyStars>> {
    return changePrice(this.needs, change);
  }

  /** How many customers would be told of a new price. */
  countHolders(planId: number): Promise<number> {
    return countHolders(this.needs, planId);
  }

  /** One place up or down in every list. */
  move(move: PlanMove): Promise<Result<null, PlanNotFound | ChangedMeanwhile>> {
    return movePlan(this.needs, move);
  }

  /** A hidden copy, last in the list. */
  clone(copy: PlanCopy): Promise<Result<{ planId: number }, PlanNotFound>> {
    return clonePlan(this.needs, copy);
  }

  /** For a plan that was never sold; the others can be hidden. */
  delete(request: {
    planId: number;
    actorId: number;
  }): Promise<Result<{ name: string }, PlanNotFound | PlanSold>> {
    return deletePlan(this.needs, request);
  }

  /** Which inbound is asked first; only one of the plan's own server. */
  prefer(preference: Preference): Promise<Result<null, PlanNotFound | InboundElsewhere>> {
    return preferInbound(this.needs, preference);
  }

  /** Which further servers it may use when its own has no room, and in which order. */
  changePool(change: PoolChange): Promise<Result<null, PlanNotFound | ServerNotFound>> {
    return changePool(this.needs, change);
  }
}
