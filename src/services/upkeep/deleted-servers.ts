import { sql } from '@mikro-orm/core';
import { lockSeats, terminateClient } from '../seats/seat-statements.ts';
import type { UpkeepNeeds } from './needs.ts';

/** Over, and no panel will ever say so: its money is back, or its days of grace are over. */
const isOver = sql`(client.wanted = 'deleted' or orders.status = 'refunded' and not exists (
  select from refunds join charges charge on charge.id = refunds.charge_id
    join payments payment on payment.id = charge.payment_id
   where payment.order_id = orders.id and refunds.status <> 'done'))`;

const left = sql`
  from server_clients client
  join orders on orders.id = client.order_id
  join server_inbounds inbound on inbound.id = client.inbound_id
  join servers server on server.id = inbound.server_id
 where server.retired_at is not null and client.status in ('active', 'suspended', 'expired')`;

/** Accesses of servers that were deleted: only a version of before let that happen. Nothing gives them their key back. */
export const accessOfDeletedServerStatement = () => sql`
  select 'client ' || client.email || ' of order ' || orders.id || ' stands on ' || server.name || ', which was deleted'
         || case when ${isOver} then ' and keeps its seat'
                 else ': its key is dead, so refund the order in /orders or give another access' end as what
    ${left} order by client.id`;

/** Ends those that are over and frees their seats; the others wait for the staff, who decides about the money. */
export async function endOfDeletedServers({ work, clock }: UpkeepNeeds): Promise<void> {
  const over = await work.read().execute<{ clientId: number; orderId: string }[]>(sql`
    select client.id as "clientId", orders.id as "orderId" ${left} and ${isOver} order by client.id`);
  for (const { clientId, orderId } of over) {
    await work.do(async (em) => {
      await lockSeats(em, orderId);
      await terminateClient(em, { clientId, reason: 'server-deleted', at: clock.now() });
      await em.execute(
        sql`update server_clients set push_due_at = null, pushed_rev = wanted_rev where id = ${clientId}`,
      );
    });
  }
}
