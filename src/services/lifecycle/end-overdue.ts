import { LockMode, sql } from '@mikro-orm/core';
import { Order } from '../../model/order.ts';
import { ServerClient } from '../../model/server-client.ts';
import type { LifecycleNeeds } from './needs.ts';

/** At a time; the next sweep takes the others. */
const MOST = 200;

type Due = { clientId: number; orderId: string; serverId: number };

/**
 * Switches off what has ended on panels that cut off every customer when one of their clients runs out (SPEC 246): such
 * a panel is given a later end than was sold, so it never sees one run out. Answers how many were switched off.
 */
export async function endOverdue(needs: LifecycleNeeds): Promise<number> {
  const due = await needs.work.read().execute<Due[]>(sql`
    select client.id as "clientId", client.order_id as "orderId", server.id as "serverId"
      from server_clients client
      join server_inbounds inbound on inbound.id = client.inbound_id
      join servers server on server.id = inbound.server_id
     where client.status = 'active' and client.expires_at <= ${needs.clock.now()}
       and server.panel_restarts_core is distinct from false and server.retired_at is null
     order by client.expires_at limit ${MOST}`);
  for (const each of due) await end(needs, each);
  for (const serverId of new Set(due.map((each) => each.serverId))) needs.wakes.lane(serverId);
  return due.length;
}

/** The order first, as every step of the shop locks; a renewal may have come meanwhile. */
function end(needs: LifecycleNeeds, { clientId, orderId }: Due): Promise<void> {
  const now = needs.clock.now();
  return needs.work.do(async (em) => {
    await em.findOne(Order, orderId, { lockMode: LockMode.PESSIMISTIC_WRITE });
    const client = await em.findOneOrFail(ServerClient, clientId, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (client.status === 'active' && client.isExpired(now)) client.suspend('expired', now);
    await em.flush();
  });
}
