import { beginPeriod, isGone, takePeriodBack } from '../../../model/client-billing.ts';
import { InvariantViolation } from '../../../model/errors.ts';
import type { OrderPurchase } from '../../../model/order-purchase.ts';
import { type RenewalTerms, renewedPeriod } from '../../../model/renewal.ts';
import { adoptPrice } from '../../../model/renewal-price.ts';
import { accessOf } from './bought.ts';
import { boughtSince } from './bought-since.ts';
import type { PurchaseStep } from './purchase-step.ts';

/** A further period of a running access, or of one that has just ended. */
export const renewalStep: PurchaseStep = {
  obstacle: ({ purchase, client }) => {
    if (client === null || isGone(client)) return 'access-gone';
    const { shownEnd } = purchase.terms;
    return shownEnd !== undefined && shownEnd !== client.expiresAt?.toISOString()
      ? 'renewed-meanwhile'
      : null;
  },
  give: async ({ now }, bought) => {
    const [client, { purchase }] = [accessOf(bought), bought];
    const terms = termsOf(purchase);
    const after = renewedPeriod(client, terms, now);
    // Charged ahead by the shop: what is left of the time is never dropped then.
    const { trafficLimit: _, ...time } = purchase.terms.isAutomatic
      ? renewedPeriod(client, { ...terms, rule: 'keep' }, now)
      : after;
    adoptPrice(client, now);
    beginPeriod(client, { ...after, ...time }, now);
  },
  takeBack: async ({ em, now }, bought) => {
    const { purchase, client } = bought;
    if (client === null || isGone(client)) return;
    const { days, data } = termsOf(purchase);
    const since = await boughtSince(em, bought);
    takePeriodBack(client, { days: since.isAnew ? 0 : days, data, later: since.data }, now);
  },
  tell: ({ orderId, ...to }) => ({ ...to, kind: 'renewed', data: { orderId } }),
};

function termsOf({ days, data, terms: { rule }, order }: OrderPurchase): RenewalTerms {
  if (days === null || rule === undefined) throw new InvariantViolation(`order ${order.id} renews nothing`);
  return { rule, days, data };
}
