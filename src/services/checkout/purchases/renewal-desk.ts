import type { Result } from '../../../model/result.ts';
import type { CheckoutNeeds } from '../needs.ts';
import { type AccessOf, type NotRenewable, type RenewalOffer, renewalOffer } from './renewal-offer.ts';

/** A further period for an access that runs, or has just ended. */
export class RenewalDesk {
  private readonly needs: CheckoutNeeds;

  constructor(needs: CheckoutNeeds) {
    this.needs = needs;
  }

  /** What a renewal of this person's access would give now, and cost. Moves nothing. */
  offer(of: AccessOf): Promise<Result<RenewalOffer, NotRenewable>> {
    return renewalOffer(this.needs, this.needs.work.read(), of);
  }
}
