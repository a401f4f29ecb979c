import type { SqlEntityManager } from '@mikro-orm/sql';
import { Order } from '../../../model/order.ts';
import { ok, type Result, refuse } from '../../../model/result.ts';
import type { CheckoutNeeds } from '../needs.ts';
import { type NotSubscribable, whyNotSubscribable } from '../subscriptions/subscribable.ts';
import type { NotTaken } from '../wallet-part.ts';
import { lockAccess } from './bought.ts';
import { mayBuy, type NotAllowed } from './may-buy.ts';
import { type PlacedPurchase, partOf, payPurchase } from './pay-purchase.ts';
import { type AccessOf, fingerprintOf, type NotRenewable, renewableOf } from './renewal-offer.ts';
import { writeRenewal } from './write-renewal.ts';

/** A press on the preview. */
export type RenewalRequest = AccessOf & {
  nonce: string;
  /** What the screen showed. */
  fingerprint: string;
  /** What the screen said the balance would pay, in minor units; left out = all of it in Stars. */
  fromBalance?: number;
  /** Telegram is to charge for it every thirty days by itself; then the balance pays nothing of it. */
  subscribes?: boolean;
};

export type NotRenewed = NotRenewable | NotTaken | NotAllowed | NotSubscribable | { code: 'renewal-changed' };

/**
 * Writes the order for a further period down, with the price and the terms that were shown, and its invoice; where the
 * balance pays all of it, it is renewed at once. A second call with the same nonce answers the first one's order.
 */
export function placeRenewal(
  needs: CheckoutNeeds,
  request: RenewalRequest,
): Promise<Result<PlacedPurchase, NotRenewed>> {
  return needs.work.run(async (em) => {
    const { nonce, customerId } = request;
    const placed = await em.findOne(Order, { nonce, customer: customerId });
    return placed ? ok({ orderId: placed.id, serverId: null }) : placeNew(needs, em, request);
  });
}

async function placeNew(
  needs: CheckoutNeeds,
  em: SqlEntityManager,
  request: RenewalRequest,
): Promise<Result<PlacedPurchase, NotRenewed>> {
  const allowed = await mayBuy(needs, em, request.customerId);
  if (!allowed.ok) return allowed;
  await lockAccess(em, request.clientId);
  const found = await renewableOf(needs, em, request);
  if (!found.ok) return found;
  if (fingerprintOf(found.value) !== request.fingerprint) return refuse({ code: 'renewal-changed' });
  const obstacle = request.subscribes ? await whyNotSubscribable(needs, em, found.value) : null;
  if (obstacle) return refuse(obstacle);
  const part = await partOf(needs, em, { request, total: found.value.price.minor });
  if (!part.ok) return part;
  const order = await writeRenewal(needs, em, { ...found.value, ...request, automatic: false });
  return ok(await payPurchase(needs, em, { order, part: part.value }));
}
