import type { SqlEntityManager } from '@mikro-orm/sql';
import { Customer } from '../../../model/customer.ts';
import { Order, OrderItem } from '../../../model/order.ts';
import { OrderPurchase } from '../../../model/order-purchase.ts';
import { ok, type Result, refuse } from '../../../model/result.ts';
import { later } from '../../../model/values/period.ts';
import { gigabytes } from '../../../model/values/traffic.ts';
import type { CheckoutNeeds } from '../needs.ts';
import type { NotTaken } from '../wallet-part.ts';
import { lockAccess } from './bought.ts';
import { mayBuy, type NotAllowed } from './may-buy.ts';
import { type PlacedPurchase, partOf, payPurchase } from './pay-purchase.ts';
import type { AccessOf } from './renewal-offer.ts';
import { type Extendable, extendableOf, type NoTraffic, type PackOffer } from './traffic-offer.ts';

/** A press on a pack: its size, and what the screen showed of it. */
export type TrafficRequest = AccessOf & {
  gb: number;
  nonce: string;
  fingerprint: string;
  /** What the screen said the balance would pay, in minor units; left out = all of it in Stars. */
  fromBalance?: number;
};

export type NotExtended = NoTraffic | NotTaken | NotAllowed | { code: 'renewal-changed' };

/**
 * Writes the order for a pack of traffic down at the price that was shown, and its invoice; where the balance pays all
 * of it, it is given at once. A second call with the same nonce answers the first one's order.
 */
export function placeTraffic(
  needs: CheckoutNeeds,
  request: TrafficRequest,
): Promise<Result<PlacedPurchase, NotExtended>> {
  return needs.work.run(async (em) => {
    const { nonce, customerId } = request;
    const placed = await em.findOne(Order, { nonce, customer: customerId });
    return placed ? ok({ orderId: placed.id, serverId: null }) : placeNew(needs, em, request);
  });
}

async function placeNew(
  needs: CheckoutNeeds,
  em: SqlEntityManager,
  request: TrafficRequest,
): Promise<Result<PlacedPurchase, NotExtended>> {
  const allowed = await mayBuy(needs, em, request.customerId);
  if (!allowed.ok) return allowed;
  await lockAccess(em, request.clientId);
  const found = await extendableOf(needs, em, request);
  if (!found.ok) return found;
  const pack = found.value.packs.find(({ gb }) => gb === request.gb);
  if (pack?.fingerprint !== request.fingerprint) return refuse({ code: 'renewal-changed' });
  const part = await partOf(needs, em, { request, total: pack.price.minor });
  if (!part.ok) return part;
  const order = await write(needs, em, { ...found.value, ...request, pack });
  return ok(await payPurchase(needs, em, { order, part: part.value }));
}

type NewTraffic = Extendable & { customerId: number; nonce: string; pack: PackOffer };

/** The order with its line and what it is for; no unit and no seat. */
async function write(
  { ids, shop, clock }: CheckoutNeeds,
  em: SqlEntityManager,
  { client, line, pack, customerId, nonce }: NewTraffic,
): Promise<Order> {
  const now = clock.now();
  const { minor, currency } = pack.price;
  const order = em.create(Order, {
    id: ids.id(),
    customer: em.getReference(Customer, customerId),
    botId: shop.botId,
    nonce,
    purpose: 'traffic',
    total: minor,
    totalStars: pack.stars,
    currency,
    termsVersion: shop.termsVersion,
    reservedUntil: later(now, shop.reservation),
    createdAt: now,
  });
  const { plan, planName, durationDays, concurrentConnections } = line;
  const sold = { planName, durationDays, dataLimitGb: pack.gb, concurrentConnections };
  const cost = { unitPrice: minor, setupFee: 0n, unitStars: pack.stars };
  em.create(OrderItem, { id: ids.id(), order, plan, quantity: 1, ...sold, ...cost });
  em.create(OrderPurchase, { order, client, days: null, data: gigabytes(BigInt(pack.gb)), terms: {} });
  await em.flush();
  return order;
}
