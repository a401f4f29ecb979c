import { sql } from '@mikro-orm/core';
import { DELIVERING } from '../../model/order.ts';
import { SELLING_HEALTH } from '../../model/server.ts';
import { isServed } from '../lanes/maintenance.ts';
import { isReached } from '../lanes/server-trouble.ts';
import { isBehind } from './links-behind.ts';
import { MOVING } from './move-work.ts';
import type { ProvisioningNeeds } from './needs.ts';

/** Servers whose lanes have something to do now. */
export async function serversWithDueWork(needs: ProvisioningNeeds): Promise<number[]> {
  const { enabled } = needs;
  const now = needs.clock.now();
  const em = needs.work.read();
  const rows = await em.execute<{ id: number }[]>(sql`
    select server.id from servers server
     where server.self_test_due_at <= ${now}
        or (server.retired_at is null and exists (
             select from panel_lanes where server_id = server.id and breaker_until <= ${now}))
        or server.health_status in (${SELLING_HEALTH}) and (
       (${enabled} and exists (
         select from order_server_clients unit
           join server_inbounds inbound on inbound.id = unit.inbound_id
           join order_items item on item.id = unit.order_item_id
           join orders on orders.id = item.order_id
          where inbound.server_id = server.id and unit.due_at <= ${now}
            and (server.auto_provisioning or unit.doubt_since is not null)
            and unit.provision_status in ('pending', 'provisioning')
            and orders.status in (${DELIVERING}) and orders.held_at is null
            and ${isServed(needs.shop.ownerIds)}))
       or exists (
         select from server_inbounds where server_id = server.id and self_test_due_at <= ${now}
            and server.auto_provisioning)
       or exists (
         select from client_moves move
           join server_inbounds inbound on inbound.id = move.to_inbound_id
           join server_clients client on client.id = move.client_id
          where inbound.server_id = server.id and move.state = 'open' and move.due_at <= ${now}
            and client.status in (${MOVING}))
       or exists (
         select from server_clients client join server_inbounds inbound on inbound.id = client.inbound_id
          where inbound.server_id = server.id and client.recheck_at <= ${now}))
        or ${isReached} and (
       exists (select from server_inbounds where server_id = server.id and removal_due_at <= ${now}) or
       exists (select from tombstones where server_id = server.id and due_at <= ${now})
       or exists (
         select from dedicated_inbounds own join server_inbounds inbound on inbound.id = own.inbound_id
          where inbound.server_id = server.id and own.due_at <= ${now})
       or exists (
         select from server_clients client join server_inbounds inbound on inbound.id = client.inbound_id
          where inbound.server_id = server.id and client.push_due_at <= ${now})
       or exists (
         select from server_clients client join server_inbounds inbound on inbound.id = client.inbound_id
          where inbound.server_id = server.id and ${isBehind}
            and coalesce(client.links_due_at, 'epoch') <= ${now}))`);
  return rows.map((row) => row.id);
}
