import type { Result } from '../../../model/result.ts';
import type { CheckoutNeeds } from '../needs.ts';
import {
  type AutoRenewal,
  type NotSwitched,
  type StaffWish,
  setAutoRenewal,
  setAutoRenewalFor,
} from './auto-renewal.ts';
import type { PlacedPurchase } from './pay-purchase.ts';
import { type NotRenewed, placeRenewal, type RenewalRequest } from './place-renewal.ts';
import { type LostPurchase, type NotRebuilt, rebuildPurchase } from './rebuild-purchase.ts';
import { renewDue } from './renew-due.ts';
import { type RenewalNews, renewalNews } from './renewal-news.ts';
import { type AccessOf, type NotRenewable, type RenewalOffer, renewalOffer } from './renewal-offer.ts';

/** A further period for an access that runs, or has just ended. It never makes a client: it changes one (SPEC 115). */
export class RenewalDesk {
  private readonly needs: CheckoutNeeds;

  constructor(needs: CheckoutNeeds) {
    this.needs = needs;
  }

  /** What a renewal of this person's access would give now, and cost. Moves nothing. */
  offer(of: AccessOf): Promise<Result<RenewalOffer, NotRenewable>> {
    return renewalOffer(this.needs, this.needs.work.read(), of);
  }

  /** Orders what was shown; where the balance pays all of it, it is renewed at once. Once per nonce. */
  place(request: RenewalRequest): Promise<Result<PlacedPurchase, NotRenewed>> {
    return placeRenewal(this.needs, request);
  }

  /** Switches the renewal from the balance on or off for one access of this person. */
  setAuto(of: AccessOf & { isOn: boolean }): Promise<Result<AutoRenewal, NotSwitched>> {
    return setAutoRenewal(this.needs, of);
  }

  /** The same by the staff for anybody's access: audited with them as the actor, and its customer is told. */
  async setAutoFor(wish: StaffWish): Promise<Result<AutoRenewal, NotSwitched>> {
    const answer = await setAutoRenewalFor(this.needs, wish);
    if (answer.ok) this.needs.wakes.sender();
    return answer;
  }

  /** Sweep: renews from their balances what is due; answers how many. One charge per period, whoever runs it. */
  renewDue(): Promise<number> {
    return renewDue(this.needs);
  }

  /** Gives once more what a lost order had bought, as its invoice tells; once per charge. */
  async rebuild(lost: LostPurchase): Promise<Result<{ serverId: number | null }, NotRebuilt>> {
    const rebuilt = await rebuildPurchase(this.needs, lost);
    if (!rebuilt.ok) return rebuilt;
    this.needs.wakes.sender();
    if (rebuilt.value.serverId !== null) this.needs.wakes.lane(rebuilt.value.serverId);
    return rebuilt;
  }

  /** What a paid renewal brought; null = its money went back, or there is none. */
  news(orderId: string): Promise<RenewalNews | null> {
    return renewalNews(this.needs.work.read(), orderId);
  }
}
