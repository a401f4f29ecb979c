import { sql } from '@mikro-orm/core';
import type { CheckoutNeeds } from './needs.ts';

/** The servers that hold, or may hold, a client of this order. */
export async function serversOf(needs: CheckoutNeeds, orderId: string): Promise<number[]> {
  const rows = await needs.work.read().execute<{ id: number }[]>(sql`
    select distinct inbound.server_id as id
      from server_clients client join server_inbounds inbound on inbound.id = client.inbound_id
     where client.order_id = ${orderId}
        or client.id = (select client_id from order_purchases where order_id = ${orderId})`);
  return rows.map((row) => row.id);
}
