import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { SELLING_HEALTH } from '../../model/server.ts';

/** Whether any server that the plan may use is in sale now: what a customer is told depends on it. */
export async function hasServerInSale(em: SqlEntityManager, planId: number): Promise<boolean> {
  const servers = await em.execute(sql`
    select server.id from servers server
     where server.auto_provisioning and server.health_status in (${SELLING_HEALTH})
       and (server.id = (select server_id from server_plans where id = ${planId})
            or server.id in (select server_id from server_plan_pool where plan_id = ${planId}))
     limit 1`);
  return servers.length > 0;
}
