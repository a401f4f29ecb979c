import { LockMode, sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { DELIVERING } from '../../model/order.ts';
import { ok, type Result, refuse } from '../../model/result.ts';
import { SELLING_HEALTH, Server } from '../../model/server.ts';
import { ServerPlan } from '../../model/server-plan.ts';
import { audit } from '../messages/audit.ts';
import { lockSeats, terminateClient } from '../seats/seat-statements.ts';
import { targetOf } from './edit.ts';
import type { FleetNeeds } from './needs.ts';
import type { ServerNotFound } from './plan-places.ts';

/**
 * What stands in the way of deleting a server: keys that work or can be made to (renewed in their days of grace, charged
 * for by Telegram, paused, switched off), orders that are open, and clients that the panel has still to lose (of a panel
 * that answers; one that is gone for good never will). `plans` go with it.
 */
export type DeleteOutlook = {
  name: string;
  clients: number;
  orders: number;
  leftovers: number;
  plans: number;
};
/** Something stands in the way. */
export type ServerInUse = { code: 'server-in-use'; outlook: DeleteOutlook };

/** null = there is no such server. */
export async function deleteOutlook(needs: FleetNeeds, serverId: number): Promise<DeleteOutlook | null> {
  const em = needs.work.read();
  const server = await em.findOne(Server, { id: serverId, retiredAt: null });
  return server && outlookOf(needs, em, server);
}

/** Whether nothing stands in the way. */
export const isFree = ({ clients, orders, leftovers }: DeleteOutlook): boolean =>
  clients + orders + leftovers === 0;

/**
 * Takes a server out of the shop for good: its row stays for what was sold, its login is wiped, its plans end, and
 * its panel may be added anew. Refused while somebody depends on it.
 */
export function deleteServer(
  needs: FleetNeeds,
  { serverId, actorId }: { serverId: number; actorId: number },
): Promise<Result<{ name: string }, ServerNotFound | ServerInUse>> {
  const now = needs.clock.now();
  return needs.work.run(async (em) => {
    const where = { id: serverId, retiredAt: null };
    const server = await em.findOne(Server, where, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (!server) return refuse({ code: 'server-not-found' });
    // Every purchase locks its plan first, then an inbound: with these held, none begins while we count.
    await em.execute(sql`
      select id from server_plans
       where server_id = ${serverId} or id in (select plan_id from server_plan_pool where server_id = ${serverId})
       order by id for update`);
    await em.execute(
      sql`select id from server_inbounds where server_id = ${serverId} order by id for update`,
    );
    const outlook = await outlookOf(needs, em, server);
    if (!isFree(outlook)) return refuse({ code: 'server-in-use', outlook });
    const { name, panelUrl } = server;
    const act = { actorId, action: 'server.delete', target: targetOf('server', server) };
    audit(em, { ...act, before: { name, url: new URL(panelUrl).host, plans: outlook.plans } }, now);
    await endLeft(em, serverId, now);
    for (const plan of await em.find(ServerPlan, { server: serverId })) plan.retire();
    server.retire(now);
    await em.flush();
    await em.execute(sql`delete from server_plan_pool where server_id = ${serverId}`);
    await em.execute(sql`update tombstones set due_at = null where server_id = ${serverId}`);
    await em.execute(sql`
      update server_clients set push_due_at = null, pushed_rev = wanted_rev
       where inbound_id in (select id from server_inbounds where server_id = ${serverId})`);
    await em.execute(sql`
      update dedicated_inbounds set due_at = null
       where inbound_id in (select id from server_inbounds where server_id = ${serverId})`);
    return ok({ name });
  });
}

/** Of a row `client` and its `orders`: its customer, or Telegram, can still pay for a further period. */
const mayBeRenewed = sql`(client.status in ('active', 'suspended', 'expired')
  and client.wanted <> 'deleted' and orders.status <> 'refunded')`;

/** What is over and was never taken from the panel: nobody will, so its seat is free, also of plans of other servers. */
async function endLeft(em: SqlEntityManager, serverId: number, at: Date): Promise<void> {
  const left = await em.execute<{ clientId: number; orderId: string }[]>(sql`
    select client.id as "clientId", client.order_id as "orderId"
      from server_clients client join server_inbounds inbound on inbound.id = client.inbound_id
     where inbound.server_id = ${serverId} and client.status in ('active', 'suspended', 'expired')
     order by client.order_id, client.id`);
  for (const { clientId, orderId } of left) {
    await lockSeats(em, orderId);
    await terminateClient(em, { clientId, reason: 'server-deleted', at });
  }
}

async function outlookOf(needs: FleetNeeds, em: SqlEntityManager, server: Server): Promise<DeleteOutlook> {
  const now = needs.clock.now();
  const [counted] = await em.execute<Omit<DeleteOutlook, 'name'>[]>(sql`
    select (select count(*)::int from server_clients client
              join server_inbounds inbound on inbound.id = client.inbound_id
              join orders on orders.id = client.order_id
             where inbound.server_id = ${server.id}
               and (client.status in ('provisioning', 'active', 'suspended')
                    and (client.expires_at is null or client.expires_at > ${now})
                 or ${mayBeRenewed})) as clients,
           (select count(distinct orders.id)::int from orders
              join order_items item on item.order_id = orders.id
              join order_server_clients unit on unit.order_item_id = item.id
              join server_inbounds inbound on inbound.id = unit.inbound_id
             where inbound.server_id = ${server.id}
               and orders.status in (${['pending_payment', 'dispute', ...DELIVERING]})
               and unit.provision_status not in ('completed', 'cancelled')) as orders,
           (select count(*)::int from (
              select server_id, due_at from tombstones
               union all
              select inbound.server_id, client.push_due_at from server_clients client
                join server_inbounds inbound on inbound.id = client.inbound_id
               where client.wanted = 'deleted' and client.status <> 'terminated'
               union all
              select inbound.server_id, own.due_at from dedicated_inbounds own
                join server_inbounds inbound on inbound.id = own.inbound_id
            ) tombstone join servers on servers.id = tombstone.server_id
             where servers.id = ${server.id} and tombstone.due_at is not null
               and servers.health_status in (${SELLING_HEALTH})) as leftovers,
           (select count(*)::int from server_plans where server_id = ${server.id}) as plans`);
  const { clients = 0, orders = 0, leftovers = 0, plans = 0 } = counted ?? {};
  return { name: server.name, clients, orders, leftovers, plans };
}
