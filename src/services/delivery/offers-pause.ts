import type { SqlEntityManager } from '@mikro-orm/sql';
import { hasTimeToKeep } from '../../model/client-pause.ts';
import { OrderItem } from '../../model/order.ts';
import type { ServerClient } from '../../model/server-client.ts';

/** Whether the plan of a running access lets its customer pause it, be it not in this period any more. */
export async function offersPause(em: SqlEntityManager, client: ServerClient): Promise<boolean> {
  if (client.status !== 'active' || !hasTimeToKeep(client)) return false;
  const line = await em.findOneOrFail(OrderItem, { order: client.order.id }, { populate: ['plan'] });
  return line.plan.maxPauseDays > 0;
}
