import type { Result } from '../../../model/result.ts';
import type { CheckoutNeeds } from '../needs.ts';
import type { PlacedPurchase } from './pay-purchase.ts';
import { type NotExtended, placeTraffic, type TrafficRequest } from './place-traffic.ts';
import type { AccessOf } from './renewal-offer.ts';
import { type NoTraffic, type TrafficOffer, trafficOffer } from './traffic-offer.ts';

/** More traffic for an access that runs, until the end of its period (SPEC 197). */
export class TrafficDesk {
  private readonly needs: CheckoutNeeds;

  constructor(needs: CheckoutNeeds) {
    this.needs = needs;
  }

  /** What can be bought for this person's access now. Moves nothing. */
  offer(of: AccessOf): Promise<Result<TrafficOffer, NoTraffic>> {
    return trafficOffer(this.needs, this.needs.work.read(), of);
  }

  /** Orders what was shown; where the balance pays all of it, it is there at once. Once per nonce. */
  place(request: TrafficRequest): Promise<Result<PlacedPurchase, NotExtended>> {
    return placeTraffic(this.needs, request);
  }
}
