import { ok, type Result, refuse } from '../../../model/result.ts';
import { MOST_STARS, type Money, starsFor } from '../../../model/values/money.ts';
import type { Shop } from '../../ports/shop.ts';
import type { CheckoutNeeds } from '../needs.ts';
import { payPurchase } from './pay-purchase.ts';
import { type NotOnce, placeOnce } from './place-once.ts';
import { writePurchase } from './write-purchase.ts';

/** One amount that a balance can be topped up with. */
export type TopUpOffer = { amount: Money; stars: number };

/** `minor` = the amount that was pressed, in minor units. */
export type TopUpRequest = { customerId: number; nonce: string; minor: bigint };

/** `topup-not-offered`: the shop has other amounts now, or none. */
export type NotToppedUp = NotOnce | { code: 'topup-not-offered' };

/** What can be chosen, as configured; what is more than Telegram takes in one invoice is left out. */
export const topUpOffers = ({ topUpAmounts = [], currency, starRate }: Shop): TopUpOffer[] =>
  topUpAmounts
    .map((minor) => ({ amount: { minor, currency }, stars: Number(starsFor(minor, starRate)) }))
    .filter(({ stars }) => stars <= MOST_STARS);

/** Writes a top-up down with its invoice in Stars. A second call with the same nonce answers the first one's order. */
export function placeTopUp(
  needs: CheckoutNeeds,
  { customerId, nonce, minor }: TopUpRequest,
): Promise<Result<{ orderId: string }, NotToppedUp>> {
  return placeOnce<NotToppedUp>(
    needs,
    { customerId, nonce, buys: ({ order }) => order.total === minor },
    async (em) => {
      const offer = topUpOffers(needs.shop).find(({ amount }) => amount.minor === minor);
      if (!offer) return refuse({ code: 'topup-not-offered' });
      const nothing = { client: null, line: null, days: null, data: null, terms: {} };
      const of = { purpose: 'topup', customerId, nonce, price: { minor, stars: offer.stars } } as const;
      const order = await writePurchase(needs, em, { ...of, ...nothing });
      return ok(await payPurchase(needs, em, { order, part: 0n }));
    },
  );
}
