import type { SqlEntityManager } from '@mikro-orm/sql';
import { Order } from '../../../model/order.ts';
import { ok, type Result } from '../../../model/result.ts';
import type { CheckoutNeeds } from '../needs.ts';
import { mayBuy, type NotAllowed } from './may-buy.ts';
import type { PlacedPurchase } from './pay-purchase.ts';
import type { AccessOf } from './renewal-offer.ts';

/** A press on something that is bought for a running access. */
export type PurchaseRequest = AccessOf & {
  nonce: string;
  /** What the screen showed. */
  fingerprint: string;
  /** What the screen said the balance would pay, in minor units; left out = all of it in Stars. */
  fromBalance?: number;
};

/**
 * One press is one order: a second call with the same nonce answers the first one's. `place` writes it, in the same
 * transaction, for a person who may buy and whose row is locked. Who has to hear of it is woken.
 */
export async function placeOnce<Refusal extends { code: string }>(
  needs: CheckoutNeeds,
  { nonce, customerId }: { nonce: string; customerId: number },
  place: (em: SqlEntityManager) => Promise<Result<PlacedPurchase, Refusal>>,
): Promise<Result<PlacedPurchase, Refusal | NotAllowed>> {
  const placed = await needs.work.run<Result<PlacedPurchase, Refusal | NotAllowed>>(async (em) => {
    const before = await em.findOne(Order, { nonce, customer: customerId });
    if (before) return ok({ orderId: before.id, serverId: null });
    const allowed = await mayBuy(needs, em, customerId);
    return allowed.ok ? place(em) : allowed;
  });
  if (!placed.ok) return placed;
  needs.wakes.sender();
  if (placed.value.serverId !== null) needs.wakes.lane(placed.value.serverId);
  return placed;
}
