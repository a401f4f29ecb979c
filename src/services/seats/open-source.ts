import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { wantsOwnInbound } from '../../model/provision-settings.ts';
import type { ServerPlan } from '../../model/server-plan.ts';

/** What the row is called where inbounds are listed by name. */
const REMARK = 'own inbounds';

/**
 * Inbounds of customers' own take their seats at one row of their server, the source: every server that the plan may use
 * gets one, if the plan is sold in this way. It has as many seats as the server allows an inbound, until an admin says
 * otherwise. The same a second time changes nothing.
 */
export async function openSources(em: SqlEntityManager, plan: ServerPlan): Promise<void> {
  if (!wantsOwnInbound(plan.type)) return;
  await em.flush();
  await em.execute(sql`
    insert into server_inbounds
      (server_id, kind, remote_id, remark, protocol, port, network, security, flow_capable, traffic_used_bytes)
    select server.id, 'source', 0, ${REMARK}, 'vless', 0, 'tcp', 'reality', true, 0
      from servers server
     where server.id = ${plan.server.id}
        or server.id in (select server_id from server_plan_pool where plan_id = ${plan.id})
    on conflict (server_id) where kind = 'source' do nothing`);
}
