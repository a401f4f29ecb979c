import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { OrderStatus } from '../../model/order.ts';

/**
 * Which order a payment belongs to, read without a lock and without loading the entities: they are loaded after the
 * order is locked, and are fresh then. null = there is no such payment.
 */
export async function peekPayment(
  em: SqlEntityManager,
  paymentId: string,
): Promise<{ orderId: string; status: OrderStatus } | null> {
  const [found] = await em.execute<{ orderId: string; status: OrderStatus }[]>(sql`
    select orders.id as "orderId", orders.status
      from payments join orders on orders.id = payments.order_id where payments.id = ${paymentId}`);
  return found ?? null;
}
