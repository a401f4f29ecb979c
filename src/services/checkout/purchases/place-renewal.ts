import { type Result, refuse } from '../../../model/result.ts';
import type { CheckoutNeeds } from '../needs.ts';
import { type NotSubscribable, whyNotSubscribable } from '../subscriptions/subscribable.ts';
import type { NotTaken } from '../wallet-part.ts';
import { lockAccess } from './bought.ts';
import { buyWith, type PlacedPurchase } from './pay-purchase.ts';
import { type NotOnce, type PurchaseRequest, placeOnce } from './place-once.ts';
import { fingerprintOf, type NotRenewable, renewableOf } from './renewal-offer.ts';
import { writeRenewal } from './write-renewal.ts';

/** `subscribes` = Telegram is to charge for it every thirty days by itself; then the balance pays nothing of it. */
export type RenewalRequest = PurchaseRequest & { subscribes?: boolean };

export type NotRenewed = NotRenewable | NotTaken | NotOnce | NotSubscribable | { code: 'renewal-changed' };

/**
 * Writes the order for a further period down, with the price and the terms that were shown, and its invoice; where the
 * balance pays all of it, it is renewed at once. A second call with the same nonce answers the first one's order.
 */
export function placeRenewal(
  needs: CheckoutNeeds,
  request: RenewalRequest,
): Promise<Result<PlacedPurchase, NotRenewed>> {
  return placeOnce<NotRenewed>(needs, request, async (em) => {
    await lockAccess(em, request.clientId);
    const found = await renewableOf(needs, em, request);
    if (!found.ok) return found;
    if (fingerprintOf(found.value) !== request.fingerprint) return refuse({ code: 'renewal-changed' });
    const obstacle = request.subscribes ? await whyNotSubscribable(needs, em, found.value) : null;
    if (obstacle) return refuse(obstacle);
    return buyWith(needs, em, {
      payer: request,
      total: found.value.price.minor,
      write: () => writeRenewal(needs, em, { ...found.value, ...request, automatic: false }),
    });
  });
}
