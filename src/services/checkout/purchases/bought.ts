import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { InvariantViolation } from '../../../model/errors.ts';
import type { Order } from '../../../model/order.ts';
import { OrderPurchase } from '../../../model/order-purchase.ts';
import { ServerClient } from '../../../model/server-client.ts';
import { lockSeats } from '../../seats/seat-statements.ts';

/** A purchase and the access that it is for; `client` null = for none, or that one is no more. */
export type Bought = { purchase: OrderPurchase; client: ServerClient | null };

/** Its access with it, as the rows stand now; lock first. */
export async function boughtBy(em: SqlEntityManager, order: Pick<Order, 'id'>): Promise<Bought> {
  const purchase = await em.findOneOrFail(OrderPurchase, { order: order.id });
  if (purchase.client === null) return { purchase, client: null };
  const populate = ['order', 'inbound.server'] as const;
  const client = await em.findOneOrFail(ServerClient, purchase.client.id, { populate });
  return { purchase, client };
}

/** The access of a purchase, which has to have one. */
export function accessOf({ purchase, client }: Bought): ServerClient {
  if (client === null) throw new InvariantViolation(`purchase of ${purchase.order.id} has no access`);
  return client;
}

/**
 * Locks an access for the rest of the transaction, the order that made it first, as every step of the shop locks.
 * Nothing of it may be loaded before.
 */
export async function lockAccess(em: SqlEntityManager, clientId: number): Promise<void> {
  await em.execute(sql`
    select id from orders where id = (select order_id from server_clients where id = ${clientId}) for update`);
  await em.execute(sql`select id from server_clients where id = ${clientId} for update`);
}

/** The access that an order is for, locked, and before it the plans that it moves between; others have none here. */
export async function lockBought(em: SqlEntityManager, orderId: string): Promise<void> {
  const [row] = await em.execute<{ clientId: number | null; purpose: string }[]>(sql`
    select bought.client_id as "clientId", orders.purpose
      from order_purchases bought join orders on orders.id = bought.order_id where bought.order_id = ${orderId}`);
  if (row?.purpose === 'plan') await lockSeats(em, orderId);
  if (row?.clientId) await lockAccess(em, row.clientId);
}
