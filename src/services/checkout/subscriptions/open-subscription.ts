import type { SqlEntityManager } from '@mikro-orm/sql';
import { StarSubscription, type SubscriptionStatus } from '../../../model/star-subscription.ts';

/** The subscription of an access that may charge again, or be taken up again; null = there is none. */
export async function openSubscription(
  em: SqlEntityManager,
  clientId: number,
  now: Date,
): Promise<StarSubscription | null> {
  const found = await em.find(
    StarSubscription,
    { client: clientId, status: { $ne: 'ended' } },
    { orderBy: { startedAt: 'desc', id: 'desc' } },
  );
  const open = found.filter((each) => each.isOpen(now));
  return open.find(({ status }) => status === 'active') ?? open[0] ?? null;
}

/** A subscription as its payer sees it. `isBarred` = the shop has to let them before they can take it up again. */
export type SubscriptionView = {
  status: Exclude<SubscriptionStatus, 'ended'>;
  /** Each charge. */
  stars: number;
  /** Charged again then where it is active, else over. */
  endsAt: Date;
  isBarred: boolean;
};

/** null = there is none that is open, or the access is a stranger's. */
export async function subscriptionView(
  em: SqlEntityManager,
  { clientId, customerId }: { clientId: number; customerId: number },
  now: Date,
): Promise<SubscriptionView | null> {
  const found = await openSubscription(em, clientId, now);
  if (!found || found.status === 'ended' || found.customer.id !== customerId) return null;
  const { status, stars, endsAt, isBarred } = found;
  return { status, stars, endsAt, isBarred };
}
