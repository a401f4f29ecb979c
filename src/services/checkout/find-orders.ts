import { type RawQueryFragment, sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { DELIVERING, Order, OrderItem } from '../../model/order.ts';
import { OrderPurchase } from '../../model/order-purchase.ts';
import { OrderServerClient } from '../../model/order-server-client.ts';
import { Charge, Payment } from '../../model/payment.ts';
import { WalletCredit } from '../../model/wallet-credit.ts';
import type { Shop } from '../ports/shop.ts';
import type { CheckoutNeeds } from './needs.ts';
import {
  askedStars,
  creditView,
  type OrderRows,
  paidFromBalance,
  refundOf,
  sumOf,
} from './order-money-views.ts';
import { previewPaidAhead } from './purchases/refund-purchase.ts';
import type { OrderFilter, OrderList, OrderView } from './views.ts';

type Read = Pick<CheckoutNeeds, 'work' | 'shop'>;
type Reading = { em: SqlEntityManager; shop: Shop };

const MOST = 10;
const PAGE = 8;

/** Orders for an admin: the newest, or those that an order id, a person's id, a charge id or part of a name finds. */
export async function findOrders({ work, shop }: Read, query: string): Promise<OrderView[]> {
  const em = work.read();
  const asked = query.trim();
  const text = asked.toLowerCase();
  const ids = await em.execute<{ id: string }[]>(sql`
    select id from (
      (select id, created_at from orders
        where id between ${text} and ${text + LAST_ID} and id like ${`${likeText(text)}%`}
        order by created_at desc limit ${MOST})
      union
      (select id, created_at from orders where ${await ofPeople(em, text)} order by created_at desc limit ${MOST})
      union
      (select orders.id, orders.created_at from charges
        join payments on payments.id = charges.payment_id join orders on orders.id = payments.order_id
        where charges.charge_id = ${asked})
    ) found order by created_at desc limit ${MOST}`);
  return orderViews({ em, shop }, idsOf(ids));
}

/** Behind every id that begins alike, in whatever order the database sorts letters. */
const LAST_ID = 'z'.repeat(20);
/** Where more people have the name, their orders are so many that the newest are found from the end. */
const FEW_PEOPLE = 1000;

/** Few people are looked up first, and then their orders by index. */
async function ofPeople(em: SqlEntityManager, text: string): Promise<RawQueryFragment> {
  const theirs = sql`(customers.id::text = ${text} or lower(customers.name) like ${`%${likeText(text)}%`}
    or lower(customers.username) = ${text.replace(/^@/, '')})`;
  const people = await em.execute<{ id: string }[]>(sql`
    select id from customers where ${theirs} limit ${FEW_PEOPLE + 1}`);
  if (people.length <= FEW_PEOPLE) return sql`customer_id in (${[0, ...people.map(({ id }) => id)]})`;
  return sql`exists (select from customers where customers.id = orders.customer_id and ${theirs})`;
}

/** `customerId` null = of everybody; `clientId` = of one access: what made it, and what was bought for it. Pages count from 0. */
export type OrderQuery = {
  filter: OrderFilter;
  customerId: number | null;
  clientId?: number | null;
  page: number;
};

/** A page of orders, the newest first; those that wait for a yes come in the order in which they were paid. */
export async function listOrders({ work, shop }: Read, query: OrderQuery): Promise<OrderList> {
  const em = work.read();
  const { page } = query;
  const ids = await em.execute<{ id: string }[]>(pageQuery(query));
  const orders = await orderViews({ em, shop }, idsOf(ids.slice(0, PAGE)));
  return { orders, page, more: ids.length > PAGE };
}

/** The ids of a page, and one more where another page follows. */
export const pageQuery = ({ filter, customerId, clientId = null, page }: OrderQuery): RawQueryFragment => sql`
    select orders.id from orders
     where ${FILTERS[filter]()} and (${customerId}::bigint is null or orders.customer_id = ${customerId})
       and (${clientId}::bigint is null
            or orders.id in (select order_id from order_purchases where client_id = ${clientId})
            or orders.id in (select order_id from server_clients where id = ${clientId}))
     order by ${filter === 'held' ? sql`orders.held_at` : sql`orders.created_at desc`} limit ${PAGE + 1} offset ${page * PAGE}`;

const FILTERS: Readonly<Record<OrderFilter, () => RawQueryFragment>> = {
  all: () => sql`true`,
  unpaid: () => sql`orders.status = 'pending_payment'`,
  waiting: () => sql`orders.status in (${DELIVERING}) and orders.held_at is null`,
  held: () => sql`orders.held_at is not null`,
  failed: () => sql`orders.status in (${DELIVERING}) and exists (
    select from order_server_clients unit join order_items item on item.id = unit.order_item_id
     where item.order_id = orders.id and unit.provision_status = 'failed')`,
  refunded: () => sql`orders.status = 'refunded'`,
};

/** null = there is no such order. */
export async function orderView(needs: CheckoutNeeds, orderId: string): Promise<OrderView | null> {
  const em = needs.work.read();
  const [view] = await orderViews({ em, shop: needs.shop }, [orderId]);
  if (!view?.refund || view.purpose !== 'access') return view ?? null;
  const ahead = await previewPaidAhead(needs, em, await em.findOneOrFail(Order, orderId));
  return { ...view, refund: { ...sumOf(view.refund, ahead), ahead } };
}

/** In the order of the ids; those that are not there are left out. One query for each kind of row. */
async function orderViews({ em, shop }: Reading, ids: readonly string[]): Promise<OrderView[]> {
  const orders = await em.find(Order, { id: { $in: [...ids] } }, { populate: ['customer'] });
  const items = await em.find(OrderItem, { order: { $in: [...ids] } });
  const units = await em.find(
    OrderServerClient,
    { orderItem: { order: { $in: [...ids] } } },
    { populate: ['inbound.server', 'orderItem'], orderBy: { unitNo: 'asc' } },
  );
  const charges = await em.find(
    Charge,
    { payment: { order: { $in: [...ids] } } },
    { populate: ['payment'], orderBy: { receivedAt: 'asc' } },
  );
  const payments = await em.find(Payment, { order: { $in: [...ids] } });
  const credits = await em.find(
    WalletCredit,
    { order: { $in: [...ids] } },
    { orderBy: { createdAt: 'asc' } },
  );
  const purchases = await em.find(OrderPurchase, { order: { $in: [...ids] } });
  return ids.flatMap((id) => {
    const order = orders.find((each) => each.id === id);
    const item = items.find((each) => each.order.id === id);
    if (!order) return [];
    const rows = {
      units: units.filter((unit) => unit.orderItem.order.id === id),
      charges: charges.filter((each) => each.payment?.order.id === id),
      payments: payments.filter((each) => each.order.id === id),
      credits: credits.filter((each) => each.order?.id === id),
      clientId: purchases.find((each) => each.order.id === id)?.client?.id ?? null,
    };
    return [{ ...viewOf(order, item ?? null, rows), refund: refundOf(order, rows, shop) }];
  });
}

type Rows = OrderRows & { credits: readonly WalletCredit[]; clientId: number | null };

/** A top-up has no line. */
const viewOf = (order: Order, item: OrderItem | null, rows: Rows): Omit<OrderView, 'refund'> => ({
  orderId: order.id,
  status: order.status,
  purpose: order.purpose,
  clientId: rows.clientId,
  customerId: order.customer.id,
  customerName: order.customer.name,
  planId: item?.plan.id ?? 0,
  planName: item?.planName ?? '',
  quantity: item?.quantity ?? 1,
  stars: order.totalStars,
  isTrial: order.origin === 'trial',
  total: { minor: order.total, currency: order.currency },
  createdAt: order.createdAt,
  paidAt: order.paidAt,
  heldAt: order.heldAt,
  units: rows.units.map((unit) => ({
    unitId: unit.id,
    status: unit.provisionStatus,
    errorCode: unit.provisionErrorCode,
    error: unit.provisionError,
    server: unit.inbound.server.name,
  })),
  charges: rows.charges.map((charge) => ({
    chargeId: charge.chargeId,
    stars: Number(charge.amount),
    status: charge.status,
  })),
  askedStars: askedStars(rows.payments),
  fromBalance: paidFromBalance(rows.payments),
  credits: rows.credits.map(creditView),
});

const idsOf = (rows: readonly { id: string }[]): string[] => rows.map(({ id }) => id);

const likeText = (text: string) => text.replace(/[\\%_]/g, (sign) => `\\${sign}`);
