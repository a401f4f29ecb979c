import type { SqlEntityManager } from '@mikro-orm/sql';
import { ServerClient } from '../../model/server-client.ts';

/**
 * The money is back: what was switched off is deleted on the panel, which frees its seat. Answers the servers that
 * have to hear of it; whoever comes second finds nothing.
 */
export async function deleteAccess(em: SqlEntityManager, orderId: string, now: Date): Promise<number[]> {
  const clients = await em.find(
    ServerClient,
    { order: orderId, status: { $in: ['active', 'suspended', 'expired'] }, wanted: { $ne: 'deleted' } },
    { populate: ['inbound'] },
  );
  for (const client of clients) client.want('deleted', now);
  await em.flush();
  return clients.map((client) => client.inbound.server.id);
}
