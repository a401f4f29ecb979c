import type { Database } from '../../src/db/open-database.ts';
import { OrderServerClient } from '../../src/model/order-server-client.ts';
import type { ServerClient } from '../../src/model/server-client.ts';
import { aClient, NOON } from './builders.ts';

/** What the lane would have done with units of an order: `completed` delivers, all else only tries. */
export async function placeUnit(
  database: Database,
  unitId: string,
  state: Partial<OrderServerClient>,
): Promise<ServerClient> {
  const em = database.em();
  const unit = await em.findOneOrFail(OrderServerClient, unitId, {
    populate: ['orderItem.order.customer', 'inbound'],
  });
  const { orderItem, inbound } = unit;
  const isDelivered = state.provisionStatus === 'completed';
  const status = isDelivered ? 'active' : 'provisioning';
  const client = aClient({ order: orderItem.order, inbound, status });
  const dueAt = isDelivered || state.provisionStatus === 'failed' ? null : NOON;
  Object.assign(unit, { placementNo: 1, provisionAttempts: 1, ...state, serverClient: client, dueAt });
  await em.persist(client).flush();
  return client;
}
