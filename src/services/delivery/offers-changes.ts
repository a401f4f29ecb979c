import type { SqlEntityManager } from '@mikro-orm/sql';
import type { ServerClient } from '../../model/server-client.ts';
import { plansBeside } from '../seats/plan-seats.ts';
import { soldLine } from '../seats/sold-line.ts';
import type { AccessView } from './views.ts';

/** What a running access could be changed to for the time that is left; whoever presses is told what it would cost. */
export async function offersChanges(
  em: SqlEntityManager,
  client: ServerClient,
  now: Date,
): Promise<Pick<AccessView, 'hasOtherPlans' | 'hasDevices'>> {
  const isOut = client.status === 'suspended' && client.statusReason === 'traffic';
  const isSold = client.renewalPrice !== null && client.expiresAt !== null && client.expiresAt > now;
  if (!isSold || (client.status !== 'active' && !isOut)) return {};
  const beside = await plansBeside(em, client.id);
  return {
    hasOtherPlans: beside.some(({ hasSeat }) => hasSeat),
    hasDevices: client.limitIp > 0 && (await soldLine(em, client)).plan.extraDevices !== null,
  };
}
