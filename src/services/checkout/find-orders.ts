import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Order, OrderItem } from '../../model/order.ts';
import { OrderServerClient } from '../../model/order-server-client.ts';
import { Charge } from '../../model/payment.ts';
import type { OrderView } from './views.ts';

const MOST = 10;

/** Orders for an admin: the newest, or those that an order id, a person's id, a charge id or part of a name finds. */
export async function findOrders(em: SqlEntityManager, query: string): Promise<OrderView[]> {
  const text = query.trim().toLowerCase();
  const ids = await em.execute<{ id: string }[]>(sql`
    select orders.id from orders join customers on customers.id = orders.customer_id
     where ${text} = ''
        or orders.id like ${`${likeText(text)}%`}
        or customers.id::text = ${text}
        or lower(customers.name) like ${`%${likeText(text)}%`}
        or lower(customers.username) = ${text.replace(/^@/, '')}
        or exists (
          select from charges join payments on payments.id = charges.payment_id
           where payments.order_id = orders.id and lower(charges.charge_id) = ${text})
     order by orders.created_at desc limit ${MOST}`);
  const views = await Promise.all(ids.map(({ id }) => orderView(em.fork(), id)));
  return views.filter((view) => view !== null);
}

/** null = there is no such order. */
export async function orderView(em: SqlEntityManager, orderId: string): Promise<OrderView | null> {
  const order = await em.findOne(Order, orderId, { populate: ['customer'] });
  if (!order) return null;
  const item = await em.findOneOrFail(OrderItem, { order: orderId });
  const units = await em.find(
    OrderServerClient,
    { orderItem: item.id },
    { populate: ['inbound.server'], orderBy: { unitNo: 'asc' } },
  );
  const charges = await em.find(Charge, { payment: { order: orderId } }, { orderBy: { receivedAt: 'asc' } });
  return {
    orderId: order.id,
    status: order.status,
    customerId: order.customer.id,
    customerName: order.customer.name,
    planId: item.plan.id,
    planName: item.planName,
    quantity: item.quantity,
    stars: order.totalStars,
    createdAt: order.createdAt,
    paidAt: order.paidAt,
    units: units.map((unit) => ({
      unitId: unit.id,
      status: unit.provisionStatus,
      error: unit.provisionError && `${unit.provisionErrorCode}: ${unit.provisionError}`,
      server: unit.inbound.server.name,
    })),
    charges: charges.map((charge) => ({
      chargeId: charge.chargeId,
      stars: Number(charge.amount),
      status: charge.status,
    })),
  };
}

const likeText = (text: string) => text.replace(/[\\%_]/g, (sign) => `\\${sign}`);
