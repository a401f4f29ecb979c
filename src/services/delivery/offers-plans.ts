import type { SqlEntityManager } from '@mikro-orm/sql';
import type { ServerClient } from '../../model/server-client.ts';
import { plansBeside } from '../seats/plan-seats.ts';

/** Whether a running access could have another plan on its place; whoever presses is told what it would cost. */
export async function offersPlans(em: SqlEntityManager, client: ServerClient, now: Date): Promise<boolean> {
  const isOut = client.status === 'suspended' && client.statusReason === 'traffic';
  const isSold = client.renewalPrice !== null && client.expiresAt !== null && client.expiresAt > now;
  if (!isSold || (client.status !== 'active' && !isOut)) return false;
  return (await plansBeside(em, client.id)).some(({ hasSeat }) => hasSeat);
}
