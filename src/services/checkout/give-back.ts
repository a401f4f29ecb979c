import { LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Customer } from '../../model/customer.ts';
import { FreeTrial } from '../../model/free-trial.ts';
import { DELIVERING, Order, OrderItem } from '../../model/order.ts';
import { shareOf, worthOf } from '../../model/order-money.ts';
import type { RefundReason } from '../../model/refund-reason.ts';
import { ok, type Result, refuse } from '../../model/result.ts';
import { audit } from '../messages/audit.ts';
import { advanceCards, alertStaff, queueMessage, redrawCards } from '../messages/queue-message.ts';
import { crashPoint } from '../ports/crash-point.ts';
import { lockSeats } from '../seats/seat-statements.ts';
import { giveCredit } from './credit-wallet.ts';
import { endUndelivered, type Tally, tallyUnits } from './end-units.ts';
import type { CheckoutNeeds } from './needs.ts';
import { returnWhole } from './return-whole.ts';
import { serversOf } from './servers-of.ts';
import type { GivenBack } from './views.ts';

export type GiveBack = {
  orderId: string;
  /** Left out = all that are not delivered. */
  unitIds?: readonly string[];
  reason: RefundReason;
  /** null = the shop itself. */
  actorId: number | null;
  /** Where nothing of the order was delivered, `original` returns whole charges to Telegram. */
  to: 'original' | 'wallet';
};
export type NotGivenBack = { code: 'nothing-to-give-back' };

/**
 * Ends undelivered units of a paid order and gives their money back: the whole of it the way it came where nothing is
 * delivered, else their share of the price to the balance. What was given for nothing just ends. Once for each unit,
 * whoever asks how often.
 */
export async function giveBack(
  needs: CheckoutNeeds,
  request: GiveBack,
): Promise<Result<GivenBack, NotGivenBack>> {
  const answer = await needs.work.run((em) => give(needs, em, request));
  if (!answer.ok) return answer;
  crashPoint('credit.booked');
  const { stars, credited } = answer.value;
  const { orderId, reason } = request;
  needs.log.info('order.given-back', { orderId, reason, stars, creditedMinor: String(credited.minor) });
  for (const serverId of await serversOf(needs, orderId)) needs.wakes.lane(serverId);
  needs.wakes.sender();
  if (stars > 0) needs.wakes.refunds();
  return answer;
}

type Ended = GiveBack & { order: Order; tally: Tally; unitIds: readonly string[]; now: Date };

async function give(
  needs: CheckoutNeeds,
  em: SqlEntityManager,
  request: GiveBack,
): Promise<Result<GivenBack, NotGivenBack>> {
  const { orderId } = request;
  const now = needs.clock.now();
  await lockSeats(em, orderId);
  const order = await em.findOne(Order, orderId, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!order || !DELIVERING.includes(order.status)) return refuse({ code: 'nothing-to-give-back' });
  const tally = await tallyUnits(em, orderId);
  const unitIds = tally.open.map(({ id }) => id).filter((id) => request.unitIds?.includes(id) ?? true);
  if (unitIds.length === 0) return refuse({ code: 'nothing-to-give-back' });

  const ended = { ...request, order, tally, unitIds, now };
  const before = order.status;
  await endUndelivered(em, ended);
  settle(ended);
  await em.flush();
  const back = await money(needs, em, ended);
  if (order.origin !== 'sale') await endFree(needs, em, ended);
  if (request.actorId === null) await tellStaff(needs, em, { ...ended, back });
  else write(em, { ...ended, actorId: request.actorId, before, back });
  await em.flush();
  await turnCard(em, ended);
  return ok(back);
}

/** Where the order stands now: some delivered and no unit open = completed, none delivered = refunded. */
function settle({ order, tally, unitIds, now }: Ended): void {
  if (unitIds.length < tally.open.length) return;
  if (tally.ready > 0) order.markCompleted(now);
  else order.markRefunded();
}

async function money(needs: CheckoutNeeds, em: SqlEntityManager, ended: Ended): Promise<GivenBack> {
  const { order, tally, unitIds, reason, actorId, now } = ended;
  const of = tally.open.length + tally.ready + tally.ended;
  const units = unitIds.length;
  const credit = { order, units, reason, actorId, dueAt: now };
  if (ended.to === 'original' && units === of) return returnWhole(needs, em, credit);
  const worth = worthOf(order, needs.shop.starRate);
  const amount = shareOf({ worth, of, before: tally.ended, now: units });
  if (amount > 0n) await giveCredit(needs, em, { ...credit, amount });
  return { stars: 0, credited: { minor: amount, currency: order.currency } };
}

/** No money tells its customer that it is over; a trial of which nothing came can be had again. */
async function endFree({ shop }: CheckoutNeeds, em: SqlEntityManager, { order, now }: Ended): Promise<void> {
  const { id: orderId, origin, customer } = order;
  await em.nativeDelete(FreeTrial, { order: orderId });
  const data = { orderId, isTrial: origin === 'trial' };
  const message = { chatId: customer.id, kind: 'free-ended', data, key: `free-ended:${orderId}` } as const;
  await queueMessage(em, { shop, now }, message);
}

type Written = Ended & { actorId: number; before: string; back: GivenBack };

function write(em: SqlEntityManager, { order, unitIds, actorId, before, back, now }: Written): void {
  const { stars, credited } = back;
  const after = {
    status: order.status,
    units: unitIds.length,
    ...(stars > 0 && { stars }),
    ...(credited.minor > 0n && { creditedMinor: String(credited.minor) }),
  };
  audit(em, { actorId, action: 'order.give-back', target: order.id, before: { status: before }, after }, now);
}

/** Nobody of the staff did it, so they are told. */
async function tellStaff(
  needs: CheckoutNeeds,
  em: SqlEntityManager,
  { order, tally, unitIds, reason, back, now }: Ended & { back: GivenBack },
): Promise<void> {
  const item = await em.findOneOrFail(OrderItem, { order: order.id });
  const customer = await em.findOneOrFail(Customer, order.customer.id);
  const paidReason = reason === 'customer' ? reason : 'not-delivered';
  const data = {
    code: 'given-back',
    orderId: order.id,
    plan: item.planName,
    person: customer.name,
    units: unitIds.length,
    of: tally.open.length + tally.ready + tally.ended,
    stars: back.stars,
    minor: String(back.credited.minor),
    currency: back.credited.currency,
    reason: order.origin === 'sale' ? paidReason : 'free',
  } as const;
  await alertStaff(em, { shop: needs.shop, now }, { key: `given-back:${unitIds[0]}`, data });
}

async function turnCard(em: SqlEntityManager, { order }: Ended): Promise<void> {
  if (order.status === 'refunded') return advanceCards(em, [order.id], 'refunded');
  if (order.status === 'completed') return advanceCards(em, [order.id], 'ready');
  await redrawCards(em, [order.id]);
}
