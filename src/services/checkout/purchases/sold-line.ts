import type { SqlEntityManager } from '@mikro-orm/sql';
import { OrderItem } from '../../../model/order.ts';
import type { ServerClient } from '../../../model/server-client.ts';

/** The line under which an access was sold: its plan, days and traffic as they were frozen. Comes with its plan. */
export const soldLine = (em: SqlEntityManager, client: ServerClient): Promise<OrderItem> =>
  em.findOneOrFail(OrderItem, { order: client.order.id }, { populate: ['plan'] });
