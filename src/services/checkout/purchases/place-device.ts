import type { SqlEntityManager } from '@mikro-orm/sql';
import { Customer } from '../../../model/customer.ts';
import { Order, OrderItem } from '../../../model/order.ts';
import { OrderPurchase } from '../../../model/order-purchase.ts';
import { ok, type Result, refuse } from '../../../model/result.ts';
import { later } from '../../../model/values/period.ts';
import type { CheckoutNeeds } from '../needs.ts';
import type { NotTaken } from '../wallet-part.ts';
import { lockAccess } from './bought.ts';
import { standingOf } from './changeable.ts';
import { deviceFingerprint, type NoDevices, oneMoreOf } from './devices-offer.ts';
import { mayBuy, type NotAllowed } from './may-buy.ts';
import { type PlacedPurchase, partOf, payPurchase } from './pay-purchase.ts';
import type { AccessOf } from './renewal-offer.ts';

/** A press on one more device, and what the screen showed of it. */
export type DeviceRequest = AccessOf & {
  nonce: string;
  fingerprint: string;
  /** What the screen said the balance would pay, in minor units; left out = all of it in Stars. */
  fromBalance?: number;
};

export type NotAdded = NoDevices | NotTaken | NotAllowed | { code: 'change-differs' };

/**
 * Writes the order for one more device down at the price that was shown, and its invoice; where the balance pays all of
 * it, it is given at once. A second call with the same nonce answers the first one's order.
 */
export function placeDevice(
  needs: CheckoutNeeds,
  request: DeviceRequest,
): Promise<Result<PlacedPurchase, NotAdded>> {
  return needs.work.run(async (em) => {
    const { nonce, customerId } = request;
    const placed = await em.findOne(Order, { nonce, customer: customerId });
    return placed ? ok({ orderId: placed.id, serverId: null }) : placeNew(needs, em, request);
  });
}

async function placeNew(
  needs: CheckoutNeeds,
  em: SqlEntityManager,
  request: DeviceRequest,
): Promise<Result<PlacedPurchase, NotAdded>> {
  const allowed = await mayBuy(needs, em, request.customerId);
  if (!allowed.ok) return allowed;
  await lockAccess(em, request.clientId);
  const found = await oneMoreOf(needs, em, request);
  if (!found.ok) return found;
  if (deviceFingerprint(found.value) !== request.fingerprint) return refuse({ code: 'change-differs' });
  const part = await partOf(needs, em, { request, total: found.value.minor });
  if (!part.ok) return part;
  const order = await write(needs, em, { ...found.value, ...request });
  return ok(await payPurchase(needs, em, { order, part: part.value }));
}

type Found = Extract<Awaited<ReturnType<typeof oneMoreOf>>, { ok: true }>['value'];

/** The order with its line and what it is for; no unit and no seat. */
async function write(
  { ids, shop, clock }: CheckoutNeeds,
  em: SqlEntityManager,
  { client, line, minor, stars, customerId, nonce }: Found & { customerId: number; nonce: string },
): Promise<Order> {
  const now = clock.now();
  const order = em.create(Order, {
    id: ids.id(),
    customer: em.getReference(Customer, customerId),
    botId: shop.botId,
    nonce,
    purpose: 'devices',
    total: minor,
    totalStars: stars,
    currency: shop.currency,
    termsVersion: shop.termsVersion,
    reservedUntil: later(now, shop.reservation),
    createdAt: now,
  });
  const { plan, planName, durationDays, dataLimitGb, concurrentConnections } = line;
  const sold = { planName, durationDays, dataLimitGb, concurrentConnections };
  const cost = { unitPrice: minor, setupFee: 0n, unitStars: stars };
  em.create(OrderItem, { id: ids.id(), order, plan, quantity: 1, ...sold, ...cost });
  const terms = { shown: standingOf(client) };
  em.create(OrderPurchase, { order, client, days: null, data: null, terms });
  await em.flush();
  return order;
}
