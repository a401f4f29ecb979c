import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Payment } from '../../model/payment.ts';
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
export function balancePartOf(payments: readonly Payment[]): Money | null {
  const payment = payments.find((each) => each.isOfWallet() && each.status !== 'expired');
  return payment ? { minor: payment.amount, currency: payment.currency } : null;
}

/** What Telegram is asked for; 0 = nothing. */
export const askedStarsOf = (payments: readonly Payment[]): number =>
  Number(payments.find((payment) => !payment.isOfWallet())?.amount ?? 0n);
