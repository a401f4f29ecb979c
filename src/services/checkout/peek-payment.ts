import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { OrderPurpose, OrderStatus } from '../../model/order.ts';

/** `amount`, `currency` and `purpose` never change; `status` may be another by the time the order is locked. */
export type KnownPayment = {
  orderId: string;
  purpose: OrderPurpose;
  status: OrderStatus;
  amount: bigint;
  currency: string;
};

type Row = Omit<KnownPayment, 'amount'> & { amount: string };

/**
 * Which order a payment belongs to, read without a lock and without loading the entities: they are loaded after the
 * order is locked, and are fresh then. null = there is no such payment.
 */
export async function peekPayment(em: SqlEntityManager, paymentId: string): Promise<KnownPayment | null> {
  const [found] = await em.execute<Row[]>(sql`
    select orders.id as "orderId", orders.purpose, orders.status, payments.amount, payments.currency
      from payments join orders on orders.id = payments.order_id where payments.id = ${paymentId}`);
  return found ? { ...found, amount: BigInt(found.amount) } : null;
}
