import { OrderItem } from '../../model/order.ts';
import { OrderServerClient } from '../../model/order-server-client.ts';
import { Payment } from '../../model/payment.ts';
import type { Server } from '../../model/server.ts';
import { OrderCard } from '../../model/telegram.ts';
import { isClosedFor } from '../lanes/maintenance.ts';
import type { Shop } from '../ports/shop.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { askedStarsOf, balancePartOf, givenBackOf } from './given-back.ts';
import type { CardView } from './views.ts';

/** What the card of an order says now; null = there is no such order. Drawn at every step: as few questions as can be. */
export async function orderCard(
  { work, shop }: { work: UnitOfWork; shop: Shop },
  orderId: string,
): Promise<CardView | null> {
  const em = work.read();
  const card = await em.findOne(OrderCard, { order: orderId }, { populate: ['order'] });
  if (!card) return null;
  const item = await em.findOneOrFail(OrderItem, { order: orderId }, { populate: ['plan.server'] });
  const units = await em.find(OrderServerClient, { orderItem: item.id }, { populate: ['inbound.server'] });
  const payments = await em.find(Payment, { order: orderId });
  const { customer, totalStars } = card.order;
  return {
    orderId,
    customerId: customer.id,
    stage: card.stage,
    planName: item.planName,
    quantity: item.quantity,
    ...places(units, item.plan.server),
    stars: totalStars,
    fromBalance: balancePartOf(payments),
    askedStars: askedStarsOf(payments),
    ready: units.filter((unit) => unit.provisionStatus === 'completed').length,
    back: await givenBackOf(em, orderId),
    isParked: await isClosedFor(em, customer.id, shop.ownerIds),
  };
}

function places(units: readonly OrderServerClient[], planned: Server) {
  const servers = new Map(units.map(({ inbound: { server } }) => [server.id, server.name]));
  const isElsewhere = [...servers.keys()].some((id) => id !== planned.id);
  return { server: [...servers.values()].join(', '), plannedServer: isElsewhere ? planned.name : null };
}
