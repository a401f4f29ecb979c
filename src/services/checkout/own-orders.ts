import { LockMode, sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Customer } from '../../model/customer.ts';
import { Order, OrderItem, type OrderStatus } from '../../model/order.ts';
import { OrderPurchase } from '../../model/order-purchase.ts';
import { OrderServerClient } from '../../model/order-server-client.ts';
import { Charge, Payment, Refund } from '../../model/payment.ts';
import { ok, type Result, refuse } from '../../model/result.ts';
import { WalletCredit } from '../../model/wallet-credit.ts';
import { isClosedFor } from '../lanes/maintenance.ts';
import { queueMessage } from '../messages/queue-message.ts';
import type { OrderOf } from './end-order.ts';
import type { CheckoutNeeds } from './needs.ts';
import { askedStars, creditView, paidFromBalance } from './order-money-views.ts';
import type { OwnOrder, OwnOrders, Receipt } from './views.ts';

type Row = Omit<OwnOrder, 'createdAt' | 'total'> & {
  createdAt: string;
  count: number;
  status: OrderStatus;
  minor: string;
  currency: string;
};

/** Clients that a person can still look at. */
const SHOWN = ['active', 'suspended', 'expired'];

/** A person's orders, the newest first, one page of them. */
export async function ownOrders(
  em: SqlEntityManager,
  { customerId, page, size }: { customerId: number; page: number; size: number },
): Promise<OwnOrders> {
  const rows = await em.execute<Row[]>(sql`
    select orders.id as "orderId", orders.status, orders.purpose, orders.total_stars as stars,
           orders.origin = 'trial' as "isTrial",
           coalesce(item.quantity, 1) as quantity, coalesce(item.plan_name, '') as "planName",
           orders.total_minor::text as minor, orders.currency,
           orders.created_at as "createdAt", count(*) over ()::int as count
      from orders left join order_items item on item.order_id = orders.id
     where orders.customer_id = ${customerId} and orders.origin in ('sale', 'grant', 'trial')
     order by orders.created_at desc, orders.id
     limit ${size} offset ${page * size}`);
  const [first] = rows;
  if (!first && page > 0) return ownOrders(em, { customerId, page: 0, size });
  const orders = rows.map(({ count: _, createdAt, minor, currency, ...order }) => ({
    ...order,
    createdAt: new Date(createdAt),
    total: { minor: BigInt(minor), currency },
  }));
  return { orders, page, pages: Math.max(1, Math.ceil((first?.count ?? 0) / size)) };
}

/** One order of this person in full; null = it is not theirs, or there is none. */
export async function receipt(
  em: SqlEntityManager,
  { orderId, customerId }: OrderOf,
  now: Date,
): Promise<Receipt | null> {
  const order = await em.findOne(Order, { id: orderId, customer: customerId });
  if (!order) return null;
  const item = await em.findOne(OrderItem, { order: orderId });
  const units = await em.find(
    OrderServerClient,
    { orderItem: { order: orderId } },
    { populate: ['serverClient'], orderBy: { unitNo: 'asc' } },
  );
  const purchase = await em.findOne(OrderPurchase, { order: orderId }, { populate: ['client'] });
  const clients = [...units.map(({ serverClient }) => serverClient), purchase?.client];
  const asked = await em.find(Payment, { order: orderId });
  return {
    orderId,
    status: order.status,
    purpose: order.purpose,
    createdAt: order.createdAt,
    paidAt: order.paidAt,
    ...lineOf(item),
    stars: order.totalStars,
    isTrial: order.origin === 'trial',
    total: { minor: order.total, currency: order.currency },
    ...(item && order.total > 0n && { setupFeeMinor: item.setupFee * BigInt(item.quantity) }),
    payableUntil: order.holdsSeats(now) ? order.reservedUntil : null,
    payments: await paymentsOf(em, orderId),
    askedStars: askedStars(asked),
    fromBalance: paidFromBalance(asked),
    credits: (await em.find(WalletCredit, { order: orderId }, { orderBy: { createdAt: 'asc' } })).map(
      creditView,
    ),
    clientIds: clients.flatMap((client) => (client && SHOWN.includes(client.status) ? [client.id] : [])),
  };
}

/** A top-up has no line. */
const lineOf = (item: OrderItem | null) => ({
  planName: item?.planName ?? '',
  durationDays: item?.deliveredDays() ?? 0,
  dataLimitGb: item?.dataLimitGb ?? null,
  quantity: item?.quantity ?? 1,
});

/** Every charge, and what became of it where it goes back. */
async function paymentsOf(em: SqlEntityManager, orderId: string): Promise<Receipt['payments']> {
  const charges = await em.find(Charge, { payment: { order: orderId } }, { orderBy: { receivedAt: 'asc' } });
  const refunds = await em.find(Refund, { charge: { $in: charges.map(({ id }) => id) } });
  return charges.map((charge) => ({
    chargeId: charge.chargeId,
    stars: Number(charge.amount),
    refund: refunds.find((refund) => refund.charge.id === charge.id)?.status ?? null,
  }));
}

export type NotPayable = {
  code: 'order-over' | 'already-paid' | 'customer-suspended' | 'maintenance';
  orderId: string;
};

/** Queues the invoice of an unpaid order once more, for this press. A stranger's order is refused like one that is over. */
export function invoiceAgain(
  needs: CheckoutNeeds,
  { orderId, customerId, nonce }: OrderOf & { nonce: string },
): Promise<Result<{ stars: number }, NotPayable>> {
  const now = needs.clock.now();
  return needs.work.run(async (em) => {
    const own = { id: orderId, customer: customerId };
    const order = await em.findOne(Order, own, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (order?.paidAt) return refuse({ code: 'already-paid', orderId });
    if (!order?.holdsSeats(now)) return refuse({ code: 'order-over', orderId });
    const customer = await em.findOneOrFail(Customer, customerId);
    if (customer.isSuspended()) return refuse({ code: 'customer-suspended', orderId });
    if (await isClosedFor(em, customerId, needs.shop.ownerIds))
      return refuse({ code: 'maintenance', orderId });
    const { id: paymentId, amount } = await em.findOneOrFail(Payment, { order: orderId, provider: 'stars' });
    await queueMessage(
      em,
      { shop: needs.shop, now },
      { chatId: customerId, kind: 'invoice', data: { paymentId }, key: `invoice:${paymentId}:${nonce}` },
    );
    return ok({ stars: Number(amount) });
  });
}
