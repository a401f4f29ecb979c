import { isGone } from '../../../model/client-billing.ts';
import { planBefore, putPlanBack, takePlan } from '../../../model/client-plan.ts';
import { InvariantViolation } from '../../../model/errors.ts';
import { OrderItem } from '../../../model/order.ts';
import type { OrderPurchase, PlanBefore, PlanGiven } from '../../../model/order-purchase.ts';
import type { ServerClient } from '../../../model/server-client.ts';
import { type Bytes, bytes } from '../../../model/values/traffic.ts';
import { audit } from '../../messages/audit.ts';
import { hasPlanSeat } from '../../seats/plan-seats.ts';
import { returnPlanSeats, takePlanSeats } from '../../seats/seat-statements.ts';
import { soldLine } from '../../seats/sold-line.ts';
import { cancelSubscription } from '../subscriptions/end-subscription.ts';
import { accessOf } from './bought.ts';
import { isMoving, standsAsShown } from './changeable.ts';
import { giveCreditOf, isCreditThere, takeCreditBack } from './plan-credit.ts';
import type { Giving, PurchaseStep } from './purchase-step.ts';

/**
 * Another plan for the time that is left; the end stays. The seats of both plans are counted with it. A subscription
 * in Stars goes on charging for the old plan: it ends.
 */
export const planStep: PurchaseStep = {
  obstacle: async ({ purchase, client }, now, em) => {
    if (client === null || isGone(client)) return 'access-gone';
    if (client.isExpired(now)) return 'access-ended';
    const isOther = !standsAsShown(client, purchase.terms.shown) || (await isMoving(em, client.id));
    if (isOther) return 'access-changed';
    const line = await em.findOneOrFail(OrderItem, { order: purchase.order.id });
    return (await hasPlanSeat(em, line.plan.id)) ? null : 'plan-full';
  },
  give: async (giving, bought) => {
    const { em, now } = giving;
    const [client, { purchase }] = [accessOf(bought), bought];
    const old = await soldLine(em, client);
    const line = await em.findOneOrFail(OrderItem, { order: purchase.order.id });
    await moveSeat(giving, { from: old.plan.id, to: line.plan.id });
    purchase.noteBefore(planBefore(client));
    await cancelSubscription(giving.needs, em, { clientId: client.id, customerId: client.customer.id });
    takePlan(client, { line, ...givenBy(purchase) }, now);
    await giveCreditOf(giving, purchase);
    note(giving, client, { before: old.planName, after: line.planName, credit: purchase.terms.credit });
  },
  keeps: async (giving, { purchase, client }) => {
    if (!purchase.isInForce()) return null;
    const returns = client !== null && !isGone(client);
    if (returns && !(await hasPlanSeat(giving.em, await oldPlanOf(giving, purchase, client))))
      return 'old-plan-full';
    return (await isCreditThere(giving, purchase)) ? null : 'credit-spent';
  },
  takeBack: async (giving, { purchase, client }) => {
    await takeCreditBack(giving, purchase);
    if (client === null || isGone(client)) return;
    const { em, now } = giving;
    const before = beforeOf(purchase);
    const line = before.soldAs === null ? null : await em.findOneOrFail(OrderItem, before.soldAs);
    const { plan } = await soldLine(em, client);
    await moveSeat(giving, { from: plan.id, to: await oldPlanOf(giving, purchase, client) });
    putPlanBack(client, { line, before }, now);
  },
  tell: ({ orderId, ...to }) => ({ ...to, kind: 'plan-changed', data: { orderId } }),
};

/** `used` when it was ordered: what is used since then is used of the new share, so that nobody has it twice. */
function givenBy(purchase: OrderPurchase) {
  const { used, limitIp, price, stars } = planOf(purchase);
  const limit: Bytes | null = purchase.data === null ? null : bytes(BigInt(used) + purchase.data);
  return { limit, limitIp, price: { minor: BigInt(price), stars } };
}

function planOf({ terms: { plan }, order }: OrderPurchase): PlanGiven {
  if (plan === undefined) throw new InvariantViolation(`order ${order.id} brings no plan`);
  return plan;
}

function beforeOf({ terms: { before }, order }: OrderPurchase): PlanBefore {
  if (before === undefined) throw new InvariantViolation(`order ${order.id} never changed a plan`);
  return before;
}

async function oldPlanOf({ em }: Giving, purchase: OrderPurchase, client: ServerClient): Promise<number> {
  const { soldAs } = beforeOf(purchase);
  const which = soldAs === null ? { order: client.order.id } : { id: soldAs };
  return (await em.findOneOrFail(OrderItem, which)).plan.id;
}

/** Both plans are locked, and a seat was seen. */
async function moveSeat({ em }: Giving, { from, to }: { from: number; to: number }): Promise<void> {
  if (!(await takePlanSeats(em, { planId: to, quantity: 1 })))
    throw new InvariantViolation(`plan ${to}: its last seat went meanwhile`);
  await returnPlanSeats(em, { planId: from, quantity: 1 });
}

function note(
  { em, now }: Giving,
  client: ServerClient,
  { before, after, credit }: { before: string; after: string; credit?: string | undefined },
): void {
  const act = { actorId: client.customer.id, action: 'client.plan', target: `client:${client.id}` };
  const credited = credit === undefined ? {} : { creditedMinor: credit };
  audit(em, { ...act, before: { plan: before }, after: { plan: after, ...credited } }, now);
}
