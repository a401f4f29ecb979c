import type { SqlEntityManager } from '@mikro-orm/sql';
import { hasTimeToKeep } from '../../model/client-pause.ts';
import { hasLostPlace } from '../../model/lost-place.ts';
import type { ServerClient } from '../../model/server-client.ts';
import type { ServerPlan } from '../../model/server-plan.ts';
import { locationsOf } from '../seats/locations-of.ts';
import { soldLine } from '../seats/sold-line.ts';
import type { AccessView } from './views.ts';

type Care = Pick<AccessView, 'canPause' | 'hasPlaces' | 'canNewKey'>;

/** What the plan of a running access lets its customer do with it, be it not in this period or this minute any more. */
export async function careOffers(em: SqlEntityManager, client: ServerClient): Promise<Care> {
  if (client.status !== 'active') return {};
  const { plan } = await soldLine(em, client);
  return {
    canNewKey: canNewKey(client),
    canPause: plan.maxPauseDays > 0 && hasTimeToKeep(client),
    hasPlaces: await hasPlaces(em, client, plan),
  };
}

/** An inbound that was made for one customer bears the name of its key; one that the panel has lost takes none. */
export const canNewKey = (client: ServerClient): boolean =>
  client.inbound.kind === 'shared' && !hasLostPlace(client);

/** An inbound that was made for one customer stays where it is. */
async function hasPlaces(
  em: SqlEntityManager,
  { inbound }: ServerClient,
  plan: ServerPlan,
): Promise<boolean> {
  if (plan.movesPerPeriod === 0 || inbound.kind !== 'shared') return false;
  return (await locationsOf(em, { planId: plan.id, notServer: inbound.server.id })).length > 0;
}
