import type { Result } from '../../../model/result.ts';
import type { CheckoutNeeds } from '../needs.ts';
import type { PlacedPurchase } from './pay-purchase.ts';
import { type NotReplanned, type PlanRequest, placePlan } from './place-plan.ts';
import { type PlanNews, planNews } from './plan-news.ts';
import { type NoOtherPlan, type PlanOffer, planOffer } from './plan-offer.ts';
import type { AccessOf } from './renewal-offer.ts';

/** Another plan for an access that runs, for the time that is left (SPEC 197). */
export class PlanChangeDesk {
  private readonly needs: CheckoutNeeds;

  constructor(needs: CheckoutNeeds) {
    this.needs = needs;
  }

  /** What this person's access can be changed to now, and what that costs or brings. Moves nothing. */
  offer(of: AccessOf): Promise<Result<PlanOffer, NoOtherPlan>> {
    return planOffer(this.needs, this.needs.work.read(), of);
  }

  /** Orders what was shown; where nothing is left to be paid in Stars, it is changed at once. Once per nonce. */
  place(request: PlanRequest): Promise<Result<PlacedPurchase, NotReplanned>> {
    return placePlan(this.needs, request);
  }

  /** What a paid change brought; null = its money went back, or there is none. */
  news(orderId: string): Promise<PlanNews | null> {
    return planNews(this.needs.work.read(), orderId);
  }
}
