import type { SqlEntityManager } from '@mikro-orm/sql';
import { isGone } from '../../../model/client-billing.ts';
import { InvariantViolation } from '../../../model/errors.ts';
import { hasLostPlace } from '../../../model/lost-place.ts';
import { type Order, OrderItem, type OrderPurpose } from '../../../model/order.ts';
import { queueMessage } from '../../messages/queue-message.ts';
import { soldLine } from '../../seats/sold-line.ts';
import type { CheckoutNeeds } from '../needs.ts';
import { openSubscription } from '../subscriptions/open-subscription.ts';
import { type Bought, boughtBy } from './bought.ts';
import { boughtSince } from './bought-since.ts';
import { deviceStep } from './device-step.ts';
import { planStep } from './plan-step.ts';
import type { NotGiven, NotTakenBack, PurchaseStep } from './purchase-step.ts';
import { renewalStep } from './renewal-step.ts';
import { topUpStep } from './top-up-step.ts';
import { trafficStep } from './traffic-step.ts';

/** What each purpose does; one that is not here cannot be sold. */
const STEPS: ReadonlyMap<OrderPurpose, PurchaseStep> = new Map([
  ['renewal', renewalStep],
  ['topup', topUpStep],
  ['traffic', trafficStep],
  ['plan', planStep],
  ['devices', deviceStep],
]);

function stepOf({ id, purpose }: Order): PurchaseStep {
  const step = STEPS.get(purpose);
  if (!step) throw new InvariantViolation(`order ${id}: nothing gives what a ${purpose} buys`);
  return step;
}

/** Why the money of this order would buy nothing any more; null = it does. Needs `lockBought`, and the order itself. */
export async function obstacleOf(
  { clock }: CheckoutNeeds,
  em: SqlEntityManager,
  order: Order,
): Promise<NotGiven | null> {
  if (order.purpose === 'access') return null;
  const [bought, now] = [await boughtBy(em, order), clock.now()];
  const obstacle = await stepOf(order).obstacle(bought, now, em);
  if (obstacle !== null) return obstacle;
  if (bought.client !== null && hasLostPlace(bought.client)) return 'access-no-place';
  if (await isOfOtherPlan(em, order, bought)) return 'access-changed';
  const { purchase, client } = bought;
  if (!purchase.terms.subscribes || client === null) return null;
  return (await openSubscription(em, client.id, now)) ? 'already-subscribed' : null;
}

/** Days and traffic were ordered at the prices of one plan, and the access has another one by now. */
async function isOfOtherPlan(em: SqlEntityManager, order: Order, { client }: Bought): Promise<boolean> {
  if (client === null || order.purpose === 'plan') return false;
  const line = await em.findOneOrFail(OrderItem, { order: order.id });
  return line.plan.id !== (await soldLine(em, client)).plan.id;
}

/**
 * The money is there: gives what was bought, in the same transaction, and tells its buyer. No panel is asked: the lane
 * pushes what the row wants. Answers the server whose lane has to hear of it; null = none. Needs `lockBought`.
 */
export async function applyPurchase(
  needs: CheckoutNeeds,
  em: SqlEntityManager,
  order: Order,
): Promise<number | null> {
  const now = needs.clock.now();
  const step = stepOf(order);
  const bought = await boughtBy(em, order);
  const { purchase, client } = bought;
  const from = client?.expiresAt ?? null;
  await step.give({ needs, em, now }, bought);
  purchase.markApplied(now, { from, until: client?.expiresAt ?? null });
  order.completeAtOnce(now);
  await em.flush();
  const to = { orderId: order.id, chatId: order.customer.id, key: `bought:${order.id}` };
  await queueMessage(em, { shop: needs.shop, now }, step.tell(to));
  return client?.inbound.server.id ?? null;
}

/** Why the money of this purchase has to stay; null = it can go back. Needs `lockBought` and the order. */
export async function whyKept(
  needs: CheckoutNeeds,
  em: SqlEntityManager,
  order: Order,
): Promise<NotTakenBack | null> {
  if (order.purpose === 'access') return null;
  const giving = { needs, em, now: needs.clock.now() };
  const bought = await boughtBy(em, order);
  if (await isBuiltUpon(em, order, bought)) return 'bought-since';
  return (await stepOf(order).keeps?.(giving, bought)) ?? null;
}

/** Refunds go backwards: a later change of plan has taken this in payment, and what was bought on a plan counts on it. */
async function isBuiltUpon(em: SqlEntityManager, { purpose }: Order, bought: Bought): Promise<boolean> {
  if (bought.client === null || !bought.purchase.isInForce()) return false;
  const { hasPlan, hasAny } = await boughtSince(em, bought);
  return hasPlan || (purpose === 'plan' && hasAny && !isGone(bought.client));
}

/** The money goes back: so does what it gave, where it still stands. Answers the server to wake; null = none. */
export async function takeBackPurchase(
  needs: CheckoutNeeds,
  em: SqlEntityManager,
  order: Order,
): Promise<number | null> {
  const now = needs.clock.now();
  const bought = await boughtBy(em, order);
  if (!bought.purchase.isInForce()) return null;
  await stepOf(order).takeBack({ needs, em, now }, bought);
  bought.purchase.markTakenBack(now);
  await em.flush();
  return bought.client?.inbound.server.id ?? null;
}
