import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Order } from '../../../model/order.ts';
import { ok, type Result, refuse } from '../../../model/result.ts';
import { ServerPlan } from '../../../model/server-plan.ts';
import { lockPlansOf } from '../../seats/plan-seats.ts';
import type { CheckoutNeeds } from '../needs.ts';
import type { NotTaken } from '../wallet-part.ts';
import { lockAccess } from './bought.ts';
import { standingOf } from './changeable.ts';
import { buyWith, type PlacedPurchase } from './pay-purchase.ts';
import { type NotOnce, type PurchaseRequest, placeOnce } from './place-once.ts';
import { type NoOtherPlan, type OtherPlans, otherPlansOf, type PlanChoice } from './plan-offer.ts';
import { writePurchase } from './write-purchase.ts';

/** A press on this other plan. */
export type PlanRequest = PurchaseRequest & { planId: number };

export type NotReplanned =
  | NoOtherPlan
  | NotTaken
  | NotOnce
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
  return placeOnce<NotReplanned>(
    needs,
    { ...request, buys: ({ line }) => line?.plan.id === request.planId },
    async (em) => {
      await lockPlansOf(em, request);
      await lockAccess(em, request.clientId);
      const found = await otherPlansOf(needs, em, request);
      if (!found.ok) return found;
      const choice = chosen(found.value, request);
      if (!choice.ok) return choice;
      const { due } = choice.value;
      return buyWith(needs, em, {
        payer: due.minor === 0n ? { customerId: request.customerId } : request,
        total: due.minor,
        write: () => write(needs, em, { ...found.value, ...request, choice: choice.value }),
      });
    },
  );
}

/** The plan that was pressed, if it is what the screen showed. */
function chosen(
  { choices, full }: OtherPlans,
  { planId, fingerprint }: PlanRequest,
): Result<PlanChoice, { code: 'plan-not-available' | 'plan-full' | 'change-differs' }> {
  if (full.includes(planId)) return refuse({ code: 'plan-full' });
  const choice = choices.find((each) => each.planId === planId);
  if (!choice) return refuse({ code: 'plan-not-available' });
  return choice.fingerprint === fingerprint ? ok(choice) : refuse({ code: 'change-differs' });
}

type NewChange = OtherPlans & { customerId: number; nonce: string; choice: PlanChoice };

/** Its line is the one under which the access is sold from then on. */
async function write(
  needs: CheckoutNeeds,
  em: SqlEntityManager,
  { client, choice, customerId, nonce }: NewChange,
): Promise<Order> {
  const plan = await em.findOneOrFail(ServerPlan, choice.planId);
  const { dataLimitGb, concurrentConnections, durationDays } = plan;
  const { limitIp } = plan.getProvisioningSettings(client.inbound.clientTemplate);
  const used = String(client.trafficUsed);
  const given = { used, limitIp, price: String(choice.price.minor), stars: choice.stars };
  const credit = choice.credit.minor > 0n ? { credit: String(choice.credit.minor) } : {};
  return writePurchase(needs, em, {
    purpose: 'plan',
    customerId,
    nonce,
    price: { minor: choice.due.minor, stars: choice.dueStars },
    client,
    line: { plan, planName: choice.name, durationDays, dataLimitGb, concurrentConnections },
    days: null,
    data: choice.share,
    terms: { shown: standingOf(client), plan: given, ...credit },
  });
}
