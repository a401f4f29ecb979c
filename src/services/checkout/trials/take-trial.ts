import { LockMode, sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Customer } from '../../../model/customer.ts';
import { FreeTrial, isTrialSpent, trialDaysOf } from '../../../model/free-trial.ts';
import { Order } from '../../../model/order.ts';
import { ok, type Result, refuse } from '../../../model/result.ts';
import { ServerPlan } from '../../../model/server-plan.ts';
import { days, later, type Period } from '../../../model/values/period.ts';
import { isClosedFor } from '../../lanes/maintenance.ts';
import { trialRulesOf } from '../../ports/shop.ts';
import { type NoSeat, reserveSeats } from '../../seats/reserve-seats.ts';
import { writeFreeOrder } from '../free-order.ts';
import type { CheckoutNeeds } from '../needs.ts';
import { acceptTerms } from '../purchases/pay-purchase.ts';

/** `nonce` = of the screen that was pressed; `shown` = the days that its button promised. */
export type TrialRequest = { nonce: string; customerId: number; planId: number; shown: number };

/**
 * Why somebody gets no trial: they had one; the plan offers none, or another number of days than was shown; the shop
 * has given enough away for today; or why nobody could buy the plan either.
 */
export type NotTried =
  | NoSeat
  | { code: 'plan-not-available' | 'customer-suspended' | 'maintenance' }
  | { code: 'trial-used' | 'trial-not-offered' | 'trial-changed' | 'trials-over' };

type Step = { needs: CheckoutNeeds; em: SqlEntityManager; request: TrialRequest };
type Answer = Result<{ orderId: string }, NotTried>;

/**
 * Gives one access of a plan for its trial days: order, seat and units as of a sale, and nothing to pay. Once per person
 * and plan, or once per person, as the shop has it. A second call with the same nonce answers the first one's order.
 */
export function takeTrial(needs: CheckoutNeeds, request: TrialRequest): Promise<Answer> {
  return needs.work.run((em) => takeOnce({ needs, em, request }));
}

/** The customer's row keeps two presses apart: the later one finds what the first has taken. */
async function takeOnce({ needs, em, request }: Step): Promise<Answer> {
  const { customerId, nonce } = request;
  if (await isClosedFor(em, customerId, needs.shop.ownerIds)) return refuse({ code: 'maintenance' });
  await queueUp(em);
  const customer = await em.findOneOrFail(Customer, customerId, { lockMode: LockMode.PESSIMISTIC_WRITE });
  const known = await em.findOne(Order, { nonce, customer: customerId });
  if (known) return known.origin === 'trial' ? ok({ orderId: known.id }) : refuse({ code: 'trial-changed' });
  if (customer.isSuspended()) return refuse({ code: 'customer-suspended' });
  const plan = await planToTry({ needs, em, request });
  if (!plan.ok) return plan;
  const seats = await reserveSeats(em, { ...request, quantity: 1 });
  if (!seats.ok) return seats;
  return ok({ orderId: await give({ needs, em, request }, plan.value, seats.value.inboundId) });
}

/** Of all the locks of the shop the first: how many were given today is counted by one at a time. */
const TRIALS = 1_097_757_537;
const queueUp = (em: SqlEntityManager) => em.execute(sql`select pg_advisory_xact_lock(${TRIALS})`);

async function planToTry({ needs, em, request }: Step): Promise<Result<ServerPlan, NotTried>> {
  const { planId, customerId, shown } = request;
  const { scope, mostPerDay } = trialRulesOf(needs.shop);
  const plan = await em.findOne(ServerPlan, planId);
  if (!plan?.isActive || !plan.onSale) return refuse({ code: 'plan-not-available' });
  const taken = await em.find(FreeTrial, { customer: customerId });
  const planIds = taken.map((each) => ({ planId: each.plan.id }));
  if (isTrialSpent(planIds, planId, scope)) return refuse({ code: 'trial-used' });
  const offered = trialDaysOf(plan);
  if (offered === 0) return refuse({ code: 'trial-not-offered' });
  if (offered !== shown) return refuse({ code: 'trial-changed' });
  const sinceYesterday = { takenAt: { $gt: later(needs.clock.now(), -days(1) as Period) } };
  const isOver = mostPerDay !== null && (await em.count(FreeTrial, sinceYesterday)) >= mostPerDay;
  return isOver ? refuse({ code: 'trials-over' }) : ok(plan);
}

async function give({ needs, em, request }: Step, plan: ServerPlan, inboundId: number): Promise<string> {
  const now = needs.clock.now();
  const { customerId } = request;
  const order = await writeFreeOrder(needs, em, {
    request: { ...request, quantity: 1 },
    plan,
    seats: { inboundId },
    origin: 'trial',
    trialDays: request.shown,
  });
  const isShopWide = trialRulesOf(needs.shop).scope === 'shop';
  em.create(FreeTrial, { order, customer: order.customer, plan, isShopWide, takenAt: now });
  await em.flush();
  await acceptTerms(em, customerId, { version: needs.shop.termsVersion, now });
  return order.id;
}
