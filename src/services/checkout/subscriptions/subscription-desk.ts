import type { Result } from '../../../model/result.ts';
import type { CheckoutNeeds } from '../needs.ts';
import type { PlacedPurchase } from '../purchases/pay-purchase.ts';
import { type NotRenewed, placeRenewal, type RenewalRequest } from '../purchases/place-renewal.ts';
import type { AccessOf } from '../purchases/renewal-offer.ts';
import { endForCustomer, letTakeUpAgain, type NotSubscribed } from './end-subscription.ts';
import { hearSubscription, type SubscriptionNews } from './hear-subscription.ts';
import { type SubscriptionView, subscriptionView } from './open-subscription.ts';
import { tellSubscriptions } from './tell-subscriptions.ts';

/** Renewals that Telegram charges for every thirty days by itself (SPEC 210). */
export class SubscriptionDesk {
  private readonly needs: CheckoutNeeds;

  constructor(needs: CheckoutNeeds) {
    this.needs = needs;
  }

  /** The subscription of this person's access; null = there is none that is open. */
  of(own: AccessOf): Promise<SubscriptionView | null> {
    const { work, clock } = this.needs;
    return subscriptionView(work.read(), own, clock.now());
  }

  /** Orders the renewal that was shown, paid by a subscription, and queues the way to it. Once per nonce. */
  place(
    request: Omit<RenewalRequest, 'fromBalance' | 'subscribes'>,
  ): Promise<Result<PlacedPurchase, NotRenewed>> {
    return placeRenewal(this.needs, { ...request, fromBalance: undefined, subscribes: true });
  }

  /** Telegram charges no more for this person's access; what is paid stays. */
  end(of: AccessOf): Promise<Result<SubscriptionView, NotSubscribed>> {
    return endForCustomer(this.needs, of);
  }

  /** This person may take it up again, in Telegram. */
  letTakeUp(of: AccessOf): Promise<Result<SubscriptionView, NotSubscribed>> {
    return letTakeUpAgain(this.needs, of);
  }

  /** Telegram says what its payer did to a subscription there, or that it could not be charged. */
  hear(news: SubscriptionNews): Promise<void> {
    return hearSubscription(this.needs, news);
  }

  /** Sweep: tells Telegram which subscriptions are over or may be taken up again; answers how many it knows now. */
  tell(): Promise<number> {
    return tellSubscriptions(this.needs);
  }
}
