import type { SqlEntityManager } from '@mikro-orm/sql';
import { letGo } from '../../model/adopted-client.ts';
import { ServerClient } from '../../model/server-client.ts';
import type { Ids } from '../ports/ids.ts';
import { lockSeats, terminateClient } from './seat-statements.ts';
import { soldLine } from './sold-line.ts';

/** Whose access it was, what it is called on the panel, where it stays, and as what its customer knows it. */
export type Unbound = { customerId: number; email: string; plan: string; server: string };

/**
 * Ends the shop's part in an imported client and frees its seat; the panel is not told. null = it was sold by the shop,
 * it was let go already, or there is none.
 */
export async function unbindClient(
  em: SqlEntityManager,
  { ids, clientId, at }: { ids: Ids; clientId: number; at: Date },
): Promise<Unbound | null> {
  const known = await em.findOne(ServerClient, clientId, {
    populate: ['order', 'inbound.server'],
  });
  if (known?.order.origin !== 'import') return null;
  const { email, customer, order, inbound } = known;
  const { planName: plan } = await soldLine(em, known);
  em.clear();
  await lockSeats(em, order.id);
  if (!(await terminateClient(em, { clientId, reason: 'unbound', at }))) return null;
  const client = await em.findOneOrFail(ServerClient, clientId);
  letGo(client, { uuid: ids.uuid(), secret: ids.secret() });
  await em.flush();
  return { customerId: customer.id, email, plan, server: inbound.server.name };
}
