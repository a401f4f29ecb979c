import type { SqlEntityManager } from '@mikro-orm/sql';
import { Order } from '../../../model/order.ts';
import { ok, type Result, refuse } from '../../../model/result.ts';
import type { CheckoutNeeds } from '../needs.ts';
import { acceptTerms, askStars } from '../place-order.ts';
import { settleOrder } from '../settle-order.ts';
import { type NotTaken, takeable, takePart } from '../wallet-part.ts';
import { lockAccess } from './bought.ts';
import { mayBuy, type NotAllowed } from './may-buy.ts';
import { type AccessOf, fingerprintOf, type NotRenewable, renewableOf } from './renewal-offer.ts';
import { writeRenewal } from './write-renewal.ts';

/** A press on the preview. */
export type RenewalRequest = AccessOf & {
  nonce: string;
  /** What the screen showed. */
  fingerprint: string;
  /** What the screen said the balance would pay, in minor units; left out = all of it in Stars. */
  fromBalance?: number;
};

/** `serverId` = whose lane has to hear of it; null = it waits for its payment. */
export type PlacedRenewal = { orderId: string; serverId: number | null };

export type NotRenewed = NotRenewable | NotTaken | NotAllowed | { code: 'renewal-changed' };

/**
 * Writes the order for a further period down, with the price and the terms that were shown, and its invoice; where the
 * balance pays all of it, it is renewed at once. A second call with the same nonce answers the first one's order.
 */
export function placeRenewal(
  needs: CheckoutNeeds,
  request: RenewalRequest,
): Promise<Result<PlacedRenewal, NotRenewed>> {
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
): Promise<Result<PlacedRenewal, NotRenewed>> {
  const allowed = await mayBuy(needs, em, request.customerId);
  if (!allowed.ok) return allowed;
  await lockAccess(em, request.clientId);
  const found = await renewableOf(needs, em, request);
  if (!found.ok) return found;
  if (fingerprintOf(found.value) !== request.fingerprint) return refuse({ code: 'renewal-changed' });
  const part = await partOf(needs, em, { request, total: found.value.price.minor });
  if (!part.ok) return part;
  const order = await writeRenewal(needs, em, { ...found.value, ...request, automatic: false });
  await acceptTerms(em, request.customerId, { version: needs.shop.termsVersion, now: needs.clock.now() });
  const taken = part.value > 0n ? await takePart(needs, em, { order, part: part.value }) : null;
  if (taken?.isSettled())
    return ok({ orderId: order.id, serverId: await settleOrder(needs, em, { order, retakenInbound: null }) });
  await askStars(needs, em, { order, part: part.value });
  return ok({ orderId: order.id, serverId: null });
}

/** What the balance pays of it, in minor units. */
async function partOf(
  { shop }: CheckoutNeeds,
  em: SqlEntityManager,
  { request, total }: { request: RenewalRequest; total: bigint },
): Promise<Result<bigint, NotTaken>> {
  const { customerId, fromBalance } = request;
  if (fromBalance === undefined) return ok(0n);
  return takeable(em, { customerId, currency: shop.currency, shown: fromBalance, total });
}
