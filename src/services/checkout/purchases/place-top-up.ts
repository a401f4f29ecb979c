import type { SqlEntityManager } from '@mikro-orm/sql';
import { Customer } from '../../../model/customer.ts';
import { Order } from '../../../model/order.ts';
import { OrderPurchase } from '../../../model/order-purchase.ts';
import { ok, type Result, refuse } from '../../../model/result.ts';
import { MOST_STARS, type Money, starsFor } from '../../../model/values/money.ts';
import { later } from '../../../model/values/period.ts';
import type { Shop } from '../../ports/shop.ts';
import type { CheckoutNeeds } from '../needs.ts';
import { acceptTerms, askStars } from '../place-order.ts';
import { mayBuy, type NotAllowed } from './may-buy.ts';

/** One amount that a balance can be topped up with. */
export type TopUpOffer = { amount: Money; stars: number };

/** `minor` = the amount that was pressed, in minor units. */
export type TopUpRequest = { customerId: number; nonce: string; minor: bigint };

/** `topup-not-offered`: the shop has other amounts now, or none. */
export type NotToppedUp = NotAllowed | { code: 'topup-not-offered' };

/** What can be chosen, as configured; what is more than Telegram takes in one invoice is left out. */
export const topUpOffers = ({ topUpAmounts = [], currency, starRate }: Shop): TopUpOffer[] =>
  topUpAmounts
    .map((minor) => ({ amount: { minor, currency }, stars: Number(starsFor(minor, starRate)) }))
    .filter(({ stars }) => stars <= MOST_STARS);

/** Writes a top-up down with its invoice in Stars. A second call with the same nonce answers the first one's order. */
export function placeTopUp(
  needs: CheckoutNeeds,
  request: TopUpRequest,
): Promise<Result<{ orderId: string }, NotToppedUp>> {
  return needs.work.run(async (em) => {
    const { nonce, customerId, minor } = request;
    const placed = await em.findOne(Order, { nonce, customer: customerId });
    if (placed) return ok({ orderId: placed.id });
    const allowed = await mayBuy(needs, em, customerId);
    if (!allowed.ok) return allowed;
    const offer = topUpOffers(needs.shop).find(({ amount }) => amount.minor === minor);
    if (!offer) return refuse({ code: 'topup-not-offered' });
    return ok({ orderId: await write(needs, em, { ...request, stars: offer.stars }) });
  });
}

async function write(
  needs: CheckoutNeeds,
  em: SqlEntityManager,
  { customerId, nonce, minor, stars }: TopUpRequest & { stars: number },
): Promise<string> {
  const { ids, shop, clock } = needs;
  const now = clock.now();
  const order = em.create(Order, {
    id: ids.id(),
    customer: em.getReference(Customer, customerId),
    botId: shop.botId,
    nonce,
    purpose: 'topup',
    total: minor,
    totalStars: stars,
    currency: shop.currency,
    termsVersion: shop.termsVersion,
    reservedUntil: later(now, shop.reservation),
    createdAt: now,
  });
  em.create(OrderPurchase, { order, client: null, days: null, data: null, terms: {} });
  await em.flush();
  await acceptTerms(em, customerId, { version: shop.termsVersion, now });
  await askStars(needs, em, { order, part: 0n });
  return order.id;
}
