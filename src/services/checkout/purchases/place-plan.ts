import type { SqlEntityManager } from '@mikro-orm/sql';
import { Customer } from '../../../model/customer.ts';
import { Order, OrderItem } from '../../../model/order.ts';
import { OrderPurchase } from '../../../model/order-purchase.ts';
import { ok, type Result, refuse } from '../../../model/result.ts';
import { ServerPlan } from '../../../model/server-plan.ts';
import { later } from '../../../model/values/period.ts';
import { lockPlansOf } from '../../seats/plan-seats.ts';
import type { CheckoutNeeds } from '../needs.ts';
import type { NotTaken } from '../wallet-part.ts';
import { lockAccess } from './bought.ts';
import { standingOf } from './changeable.ts';
import { mayBuy, type NotAllowed } from './may-buy.ts';
import { type PlacedPurchase, partOf, payPurchase } from './pay-purchase.ts';
import { type NoOtherPlan, type OtherPlans, otherPlansOf, type PlanChoice } from './plan-offer.ts';
import type { AccessOf } from './renewal-offer.ts';

/** A press on another plan, and what the screen showed of it. */
export type PlanRequest = AccessOf & {
  planId: number;
  nonce: string;
  fingerprint: string;
  /** What the screen said the balance would pay, in minor units; left out = all of it in Stars. */
  fromBalance?: number;
};

export type NotReplanned =
  | NoOtherPlan
  | NotTaken
  | NotAllowed
  | { code: 'plan-not-available' | 'plan-full' | 'change-differs' };

/**
 * Writes the order for another plan down with the price and the terms that were shown, and its invoice; where nothing is
 * to be paid, or the balance pays all of it, it is given at once. A second call with the same nonce answers the first
 * one's order.
 */
export function placePlan(
  needs: CheckoutNeeds,
  request: PlanRequest,
): Promise<Result<PlacedPurchase, NotReplanned>> {
  return needs.work.run(async (em) => {
    const { nonce, customerId } = request;
    const placed = await em.findOne(Order, { nonce, customer: customerId });
    return placed ? ok({ orderId: placed.id, serverId: null }) : placeNew(needs, em, request);
  });
}

async function placeNew(
  needs: CheckoutNeeds,
  em: SqlEntityManager,
  request: PlanRequest,
): Promise<Result<PlacedPurchase, NotReplanned>> {
  const allowed = await mayBuy(needs, em, request.customerId);
  if (!allowed.ok) return allowed;
  await lockPlansOf(em, request);
  await lockAccess(em, request.clientId);
  const found = await otherPlansOf(needs, em, request);
  if (!found.ok) return found;
  const { choices, full } = found.value;
  if (full.includes(request.planId)) return refuse({ code: 'plan-full' });
  const choice = choices.find(({ planId }) => planId === request.planId);
  if (!choice) return refuse({ code: 'plan-not-available' });
  if (choice.fingerprint !== request.fingerprint) return refuse({ code: 'change-differs' });
  const wish = choice.due.minor === 0n ? { ...request, fromBalance: undefined } : request;
  const part = await partOf(needs, em, { request: wish, total: choice.due.minor });
  if (!part.ok) return part;
  const order = await write(needs, em, { ...found.value, ...request, choice });
  return ok(await payPurchase(needs, em, { order, part: part.value }));
}

type NewChange = OtherPlans & { customerId: number; nonce: string; choice: PlanChoice };

/** The order with its line, under which the access is sold from then on, and what it is for. */
async function write(
  { ids, shop, clock }: CheckoutNeeds,
  em: SqlEntityManager,
  { client, choice, customerId, nonce }: NewChange,
): Promise<Order> {
  const now = clock.now();
  const order = em.create(Order, {
    id: ids.id(),
    customer: em.getReference(Customer, customerId),
    botId: shop.botId,
    nonce,
    purpose: 'plan',
    total: choice.due.minor,
    totalStars: choice.dueStars,
    currency: shop.currency,
    termsVersion: shop.termsVersion,
    reservedUntil: later(now, shop.reservation),
    createdAt: now,
  });
  const plan = await em.findOneOrFail(ServerPlan, choice.planId);
  const { dataLimitGb, concurrentConnections, durationDays } = plan;
  const sold = { planName: choice.name, durationDays, dataLimitGb, concurrentConnections };
  const cost = { unitPrice: choice.due.minor, setupFee: 0n, unitStars: choice.dueStars };
  em.create(OrderItem, { id: ids.id(), order, plan, quantity: 1, ...sold, ...cost });
  const { limitIp } = plan.getProvisioningSettings(client.inbound.clientTemplate);
  const used = String(client.trafficUsed);
  const given = { used, limitIp, price: String(choice.price.minor), stars: choice.stars };
  const credit = choice.credit.minor > 0n ? { credit: String(choice.credit.minor) } : {};
  const terms = { shown: standingOf(client), plan: given, ...credit };
  em.create(OrderPurchase, { order, client, days: null, data: choice.share, terms });
  await em.flush();
  return order;
}
