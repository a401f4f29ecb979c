import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Order } from '../../../model/order.ts';
import { ok, type Result } from '../../../model/result.ts';
import type { CheckoutNeeds } from '../needs.ts';
import { acceptTerms, askStars } from '../place-order.ts';
import { settleOrder } from '../settle-order.ts';
import { type NotTaken, takeable, takePart } from '../wallet-part.ts';

/** `serverId` = whose lane has to hear of it; null = it waits for its payment. */
export type PlacedPurchase = { orderId: string; serverId: number | null };

/** Has an order written and paid: the balance gives what its owner was shown, the rest is asked for in Stars. */
export async function buyWith(
  needs: CheckoutNeeds,
  em: SqlEntityManager,
  { payer, total, write }: { payer: Payer; total: bigint; write: () => Promise<Order> },
): Promise<Result<PlacedPurchase, NotTaken>> {
  const part = await partOf(needs, em, { payer, total });
  return part.ok ? ok(await payPurchase(needs, em, { order: await write(), part: part.value })) : part;
}

/** Takes what the balance pays of an order that was just written; the rest, if any, is asked for in Stars. */
export async function payPurchase(
  needs: CheckoutNeeds,
  em: SqlEntityManager,
  { order, part }: { order: Order; part: bigint },
): Promise<PlacedPurchase> {
  const { shop, clock } = needs;
  await acceptTerms(em, order.customer.id, { version: shop.termsVersion, now: clock.now() });
  const taken = part > 0n ? await takePart(needs, em, { order, part }) : null;
  if (order.total === 0n || taken?.isSettled())
    return { orderId: order.id, serverId: await settleOrder(needs, em, { order, retakenInbound: null }) };
  await askStars(needs, em, { order, part });
  return { orderId: order.id, serverId: null };
}

/** `fromBalance` = what the screen said the balance would pay, in minor units; left out = all of it in Stars. */
type Payer = { customerId: number; fromBalance?: number };

/** What the balance pays of it, in minor units. */
async function partOf(
  { shop }: CheckoutNeeds,
  em: SqlEntityManager,
  { payer, total }: { payer: Payer; total: bigint },
): Promise<Result<bigint, NotTaken>> {
  const { customerId, fromBalance } = payer;
  if (fromBalance === undefined) return ok(0n);
  return takeable(em, { customerId, currency: shop.currency, shown: fromBalance, total });
}
