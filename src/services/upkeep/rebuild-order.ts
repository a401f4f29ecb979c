import { LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Customer } from '../../model/customer.ts';
import { Order, OrderItem } from '../../model/order.ts';
import { OrderServerClient } from '../../model/order-server-client.ts';
import { Charge, Payment } from '../../model/payment.ts';
import { ok, type Result, refuse } from '../../model/result.ts';
import { ServerInbound } from '../../model/server-inbound.ts';
import { ServerPlan } from '../../model/server-plan.ts';
import { bookJournal } from '../ledger/book-journal.ts';
import { openCard } from '../messages/queue-message.ts';
import { takeInboundSeats, takePlanSeats, takeSeatAt } from '../seats/seat-statements.ts';
import { adoptFound } from './adopt-found.ts';
import type { FoundClient } from './find-own-clients.ts';
import type { UpkeepNeeds } from './needs.ts';

/** An order as its invoice tells of it (DESIGN 4a, "Charges"). */
export type LostOrder = {
  paymentId: string;
  orderId: string;
  planId: number;
  quantity: number;
  /** The row of the charge that paid it. */
  chargeRowId: string;
  payerId: number;
};

/** `plan-gone`, `no-seat-left`: somebody has to give the money back, or make room. */
export type NotRebuilt = { code: 'known-already' | 'plan-gone' | 'no-seat-left' };

/**
 * Writes an order down again that Telegram was paid for and the database has lost, with the clients that the panels
 * hold for it. What is not there is delivered like any paid unit. Once per charge: its row is locked, and says so.
 */
export function rebuildOrder(
  needs: UpkeepNeeds,
  { lost, found }: { lost: LostOrder; found: readonly FoundClient[] },
): Promise<Result<{ orderId: string }, NotRebuilt>> {
  return needs.work.run(async (em) => {
    const plan = await em.findOne(ServerPlan, lost.planId);
    if (!plan) return refuse({ code: 'plan-gone' });
    const homes = await takeSeats(em, { lost, found });
    if (homes === null) return refuse({ code: 'no-seat-left' });
    const charge = await em.findOneOrFail(Charge, lost.chargeRowId, { lockMode: LockMode.PESSIMISTIC_WRITE });
    const isKnown = charge.status !== 'unmatched' || (await em.findOne(Order, lost.orderId)) !== null;
    if (isKnown) return refuse({ code: 'known-already' });
    const order = await writeOrder(needs, em, { lost, charge, plan });
    await writeUnits(needs, em, { order, plan, homes });
    return ok({ orderId: lost.orderId });
  });
}

/** One unit: where its seat is, and the client that stands there for it; null = none does. */
type Home = { inboundId: number; found: FoundClient | null };

/** Those that stand somewhere keep that place; the others are put where there is room. null = there is none. */
async function takeSeats(
  em: SqlEntityManager,
  { lost, found }: { lost: LostOrder; found: readonly FoundClient[] },
): Promise<Home[] | null> {
  const { planId, quantity } = lost;
  if (found.length > quantity || !(await takePlanSeats(em, { planId, quantity }))) return null;
  const placed = [...found].sort((one, other) => one.inboundId - other.inboundId);
  for (const { inboundId } of placed) if (!(await takeSeatAt(em, inboundId))) return null;
  const homes: Home[] = placed.map((each) => ({ inboundId: each.inboundId, found: each }));
  const left = quantity - placed.length;
  if (left === 0) return homes;
  const inboundId = await takeInboundSeats(em, { planId, quantity: left });
  if (inboundId === null) return null;
  return [...homes, ...Array.from({ length: left }, () => ({ inboundId, found: null }))];
}

type Paid = { lost: LostOrder; charge: Charge; plan: ServerPlan };

async function writeOrder(
  needs: UpkeepNeeds,
  em: SqlEntityManager,
  { lost, charge, plan }: Paid,
): Promise<Order> {
  const { shop, clock } = needs;
  const now = clock.now();
  const order = em.create(Order, {
    id: lost.orderId,
    customer: em.getReference(Customer, lost.payerId),
    botId: charge.botId,
    nonce: `restored-${lost.orderId}`,
    total: (plan.price + plan.setupFee) * BigInt(lost.quantity),
    totalStars: Number(charge.amount),
    currency: shop.currency,
    termsVersion: shop.termsVersion,
    reservedUntil: now,
    createdAt: now,
  });
  const { amount, currency } = charge;
  const wanted = { id: lost.paymentId, order, provider: 'stars', amount, currency, createdAt: now };
  const payment = em.create(Payment, wanted);
  await em.flush();
  payment.settle(now);
  order.markPaid(now);
  charge.settleFor(payment);
  await em.flush();
  await book(needs, em, { charge, orderId: order.id });
  await openCard(em, { shop, now }, { orderId: order.id, chatId: lost.payerId, stage: 'paid' });
  return order;
}

/** It was booked as nobody's when it was found: from there it goes to where it belongs. */
async function book(
  { ids, clock }: UpkeepNeeds,
  em: SqlEntityManager,
  { charge, orderId }: { charge: Charge; orderId: string },
): Promise<void> {
  await bookJournal(em, {
    id: ids.id(),
    key: `settle:${charge.id}`,
    reason: 'order found again',
    orderId,
    actorId: null,
    currency: charge.currency,
    at: clock.now(),
    lines: [
      { account: 'unallocated', amount: -charge.amount },
      { account: 'revenue', amount: charge.amount },
    ],
  });
}

type Sold = { order: Order; plan: ServerPlan; homes: readonly Home[] };

async function writeUnits(
  needs: UpkeepNeeds,
  em: SqlEntityManager,
  { order, plan, homes }: Sold,
): Promise<void> {
  const now = needs.clock.now();
  const orderItem = em.create(OrderItem, {
    id: needs.ids.id(),
    order,
    plan,
    quantity: homes.length,
    planName: plan.name,
    durationDays: plan.durationDays,
    dataLimitGb: plan.dataLimitGb,
    concurrentConnections: plan.concurrentConnections,
    unitPrice: plan.price,
    setupFee: plan.setupFee,
    unitStars: Math.round(order.totalStars / homes.length),
  });
  for (const [place, { inboundId, found }] of homes.entries()) {
    const inbound = await em.findOneOrFail(ServerInbound, inboundId, { populate: ['server'] });
    const id = found?.unitId ?? needs.ids.unitId();
    const unit = em.create(OrderServerClient, {
      id,
      orderItem,
      unitNo: place + 1,
      inbound,
      provisionConfig: null,
    });
    await em.flush();
    unit.markPaid(now);
    if (found) await adoptFound(needs, em, { unit, found });
  }
  const waits = !plan.autoProvision && homes.some(({ found }) => found === null);
  if (waits) order.hold(now);
  await em.flush();
}
