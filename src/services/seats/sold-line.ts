import type { SqlEntityManager } from '@mikro-orm/sql';
import { OrderItem } from '../../model/order.ts';
import type { ServerClient } from '../../model/server-client.ts';

type Sold = Pick<ServerClient, 'id' | 'order' | 'soldAs'>;

/** The line under which an access is sold now: its plan, days and traffic as they were frozen. Comes with its plan. */
export async function soldLine(em: SqlEntityManager, client: Sold): Promise<OrderItem> {
  const which = client.soldAs == null ? { order: client.order.id } : { id: client.soldAs.id };
  return em.findOneOrFail(OrderItem, which, { populate: ['plan'] });
}

/** The same of many at once, in one query: by the number of the access. */
export async function soldLines(
  em: SqlEntityManager,
  clients: readonly Sold[],
): Promise<Map<number, OrderItem>> {
  const orders = clients.filter(({ soldAs }) => soldAs == null).map(({ order }) => order.id);
  const changed = clients.flatMap(({ soldAs }) => soldAs?.id ?? []);
  const which = { $or: [{ order: { $in: orders } }, { id: { $in: changed } }] };
  const lines = await em.find(OrderItem, which, { populate: ['plan'] });
  const ofOrder = new Map(lines.map((line) => [line.order.id, line]));
  const byId = new Map(lines.map((line) => [line.id, line]));
  const pairs = clients.map(({ id, order, soldAs }) => {
    const line = soldAs == null ? ofOrder.get(order.id) : byId.get(soldAs.id);
    return [id, line] as const;
  });
  return new Map(pairs.flatMap(([id, line]) => (line ? [[id, line] as const] : [])));
}
