import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Shop } from '../ports/shop.ts';
import { queueMessage } from './queue-message.ts';

type Unbound = { clientId: number; customerId: number; plan: string; server: string };

/** The shop looks after this client no more: its customer would otherwise miss it without a word. */
export async function tellUnbound(
  em: SqlEntityManager,
  from: { shop: Shop; now: Date },
  { clientId, customerId, plan, server }: Unbound,
): Promise<void> {
  const message = { chatId: customerId, kind: 'access-unbound', data: { plan, server } } as const;
  await queueMessage(em, from, { ...message, key: `unbound:${clientId}`, priority: 1 });
}
