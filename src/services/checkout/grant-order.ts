import { LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Customer } from '../../model/customer.ts';
import { Order } from '../../model/order.ts';
import { ok, type Result, refuse } from '../../model/result.ts';
import { ServerPlan } from '../../model/server-plan.ts';
import { audit } from '../messages/audit.ts';
import { type NoSeat, reserveSeats } from '../seats/reserve-seats.ts';
import { writeFreeOrder } from './free-order.ts';
import type { CheckoutNeeds } from './needs.ts';
import type { Sale } from './place-order.ts';

/** `nonce` = of the question that was answered: one question is one order. */
export type Grant = { nonce: string; customerId: number; planId: number; actorId: number };
/** Why nothing was given: said to the staff, so in other words than to a buyer. */
export type NotGranted = {
  code:
    | 'person-unknown'
    | 'grant-person-suspended'
    | 'grant-plan-off'
    | 'grant-no-seat'
    | 'grant-server-away'
    | 'grant-customer-limit';
};

/**
 * Gives a customer one access for nothing: seat, order and units as of a sale, and the step that a payment makes. The
 * admin's word is the approval where a plan is confirmed by hand. A second call with the same nonce answers the first
 * one's order.
 */
export async function grantOrder(
  needs: CheckoutNeeds,
  grant: Grant,
): Promise<Result<{ orderId: string }, NotGranted>> {
  const granted = await needs.work.run((em) => giveOnce(needs, em, grant));
  if (!granted.ok) return granted;
  needs.wakes.sender();
  needs.wakes.orderPaid(granted.value.orderId);
  return granted;
}

/** The customer's row keeps two presses apart: the later one finds the order of the first. */
async function giveOnce(
  needs: CheckoutNeeds,
  em: SqlEntityManager,
  grant: Grant,
): Promise<Result<{ orderId: string }, NotGranted>> {
  const { customerId, planId, nonce } = grant;
  const customer = await em.findOne(Customer, customerId, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!customer) return refuse({ code: 'person-unknown' });
  const given = await em.findOne(Order, { nonce, customer: customerId });
  if (given) return ok({ orderId: given.id });
  if (customer.isSuspended()) return refuse({ code: 'grant-person-suspended' });
  const plan = await em.findOne(ServerPlan, planId);
  if (!plan?.isActive || !plan.onSale) return refuse({ code: 'grant-plan-off' });
  const request = { nonce, customerId, planId, quantity: 1 };
  const seats = await reserveSeats(em, request);
  if (!seats.ok) return refuse({ code: NO_SEAT[seats.refusal.code] });
  return ok(await give(needs, em, { request, plan, seats: seats.value, actorId: grant.actorId }));
}

const NO_SEAT: Readonly<Record<NoSeat['code'], NotGranted['code']>> = {
  'no-seat': 'grant-no-seat',
  'server-away': 'grant-server-away',
  'customer-limit': 'grant-customer-limit',
};

async function give(
  needs: CheckoutNeeds,
  em: SqlEntityManager,
  { actorId, ...sale }: Sale & { actorId: number },
): Promise<{ orderId: string }> {
  const { id: orderId } = await writeFreeOrder(needs, em, { ...sale, origin: 'grant' });
  const after = { person: String(sale.request.customerId), plan: sale.plan.name };
  audit(em, { actorId, action: 'order.grant', target: orderId, after }, needs.clock.now());
  await em.flush();
  return { orderId };
}
