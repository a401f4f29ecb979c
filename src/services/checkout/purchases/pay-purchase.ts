import type { SqlEntityManager } from '@mikro-orm/sql';
import { Customer } from '../../../model/customer.ts';
import type { Order } from '../../../model/order.ts';
import { starsForRest } from '../../../model/order-money.ts';
import { Payment } from '../../../model/payment.ts';
import { ok, type Result } from '../../../model/result.ts';
import { queueMessage } from '../../messages/queue-message.ts';
import type { CheckoutNeeds } from '../needs.ts';
import { settleOrder } from '../settle-order.ts';
import { type NotTaken, takeable, takePart } from '../wallet-part.ts';

/** `serverId` = whose lane has to hear of it; null = none. `isPaid` = nothing is left to be paid in Stars. */
export type PlacedPurchase = { orderId: string; serverId: number | null; paymentId?: string; isPaid?: true };

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
  const { id: orderId } = order;
  if (order.totalStars > 0 && !taken?.isSettled())
    return { orderId, serverId: null, paymentId: await askStars(needs, em, { order, part }) };
  const serverId = await settleOrder(needs, em, { order, retakenInbound: null });
  return { orderId, serverId, isPaid: true, ...(taken && { paymentId: taken.id }) };
}

/**
 * `fromBalance` = what the screen said the balance would pay, in minor units; null = as much as there is; left out = all
 * of it in Stars.
 */
type Payer = { customerId: number; fromBalance?: number | null };

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

/** The payment in Stars, of all or of what the balance leaves open, and its invoice as a message. */
async function askStars(
  { ids, shop, clock }: CheckoutNeeds,
  em: SqlEntityManager,
  { order, part }: { order: Order; part: bigint },
): Promise<string> {
  const now = clock.now();
  const payment = em.create(Payment, {
    id: ids.id(),
    order,
    provider: 'stars',
    amount: BigInt(part > 0n ? starsForRest(order, part) : order.totalStars),
    currency: 'XTR',
    createdAt: now,
  });
  await em.flush();
  await queueMessage(
    em,
    { shop, now },
    {
      chatId: order.customer.id,
      kind: 'invoice',
      data: { paymentId: payment.id },
      key: `invoice:${payment.id}`,
    },
  );
  return payment.id;
}

/** Once per version (SPEC 206): the first acceptance of a version keeps its moment. */
export async function acceptTerms(
  em: SqlEntityManager,
  customerId: number,
  { version, now }: { version: string; now: Date },
): Promise<void> {
  const notYet = { id: customerId, $or: [{ termsVersion: null }, { termsVersion: { $ne: version } }] };
  await em.nativeUpdate(Customer, notYet, { termsVersion: version, termsAcceptedAt: now });
}
