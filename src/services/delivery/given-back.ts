import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Payment } from '../../model/payment.ts';
import type { Money } from '../../model/values/money.ts';
import type { CardView } from './views.ts';

type Row = { stars: number; minor: string; currency: string; units: number };

/** What of an order's money went back, or is on its way: Stars to Telegram, the rest to the balance in the shop. */
export async function givenBackOf(em: SqlEntityManager, orderId: string): Promise<CardView['back']> {
  const [row] = await em.execute<Row[]>(sql`
    select orders.currency,
           (select coalesce(sum(amount), 0)::int from payments
             where order_id = orders.id and currency = 'XTR' and status in ('refunding', 'refunded')) as stars,
           (select coalesce(sum(amount), 0)::text from wallet_credits where order_id = orders.id) as minor,
           (select count(*)::int from order_server_clients unit join order_items item on item.id = unit.order_item_id
             where item.order_id = orders.id and unit.provision_status = 'cancelled') as units
      from orders where orders.id = ${orderId}`);
  const { stars = 0, minor = '0', currency = '', units = 0 } = row ?? {};
  const amount = BigInt(minor);
  return { stars, units, credited: amount > 0n ? { minor: amount, currency } : null };
}

/** What the balance pays of an order, held or for good; null = nothing. */
export async function balancePartOf(em: SqlEntityManager, orderId: string): Promise<Money | null> {
  const payment = await em.findOne(Payment, {
    order: orderId,
    provider: 'wallet',
    status: { $ne: 'expired' },
  });
  return payment && { minor: payment.amount, currency: payment.currency };
}

/** What Telegram is asked for; 0 = nothing. */
export async function askedStarsOf(em: SqlEntityManager, orderId: string): Promise<number> {
  const payment = await em.findOne(Payment, { order: orderId, currency: 'XTR' });
  return Number(payment?.amount ?? 0n);
}
