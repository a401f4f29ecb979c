import type { SqlEntityManager } from '@mikro-orm/sql';
import { ok, type Result, refuse } from '../../../model/result.ts';
import { StarSubscription } from '../../../model/star-subscription.ts';
import { audit } from '../../messages/audit.ts';
import type { CheckoutNeeds } from '../needs.ts';
import { lockAccess } from '../purchases/bought.ts';
import type { AccessOf } from '../purchases/renewal-offer.ts';
import { openSubscription, type SubscriptionView, subscriptionView } from './open-subscription.ts';

/** It is over, or is not this person's, or there never was one. */
export type NotSubscribed = { code: 'subscription-over' };

/**
 * A person ends the subscription of one access: Telegram is told to charge no more, what is paid stays. Once more is
 * the same.
 */
export function endForCustomer(
  needs: CheckoutNeeds,
  of: AccessOf,
): Promise<Result<SubscriptionView, NotSubscribed>> {
  return change(needs, of, (em) => cancelSubscription(needs, em, of));
}

/** They may take it up again, which they can do in Telegram alone. Once more is the same. */
export function letTakeUpAgain(
  needs: CheckoutNeeds,
  of: AccessOf,
): Promise<Result<SubscriptionView, NotSubscribed>> {
  const now = needs.clock.now();
  return change(needs, of, async (em) => {
    const found = await openSubscription(em, of.clientId, now);
    if (!found?.isBarred) return;
    found.letTakeUp(now);
    write(em, of, { after: 'cancelled', before: 'ended by the shop', now });
  });
}

async function change(
  needs: CheckoutNeeds,
  of: AccessOf,
  act: (em: SqlEntityManager) => Promise<unknown>,
): Promise<Result<SubscriptionView, NotSubscribed>> {
  const changed = await needs.work.run(async (em) => {
    await lockAccess(em, of.clientId);
    const now = needs.clock.now();
    if (!(await subscriptionView(em, of, now))) return refuse({ code: 'subscription-over' as const });
    await act(em);
    await em.flush();
    const view = await subscriptionView(em, of, now);
    return view ? ok(view) : refuse({ code: 'subscription-over' as const });
  });
  if (changed.ok) needs.wakes.refunds();
  return changed;
}

/** `actorId` = who of the staff does it; left out = the person. */
type Actor = AccessOf & { actorId?: number };

/** Ends the active subscription of an access as its customer wishes; false = there is none. Needs `lockAccess`. */
export async function cancelSubscription(
  needs: CheckoutNeeds,
  em: SqlEntityManager,
  of: Actor,
): Promise<boolean> {
  const now = needs.clock.now();
  const found = await openSubscription(em, of.clientId, now);
  if (found?.status !== 'active') return false;
  found.cancel(now);
  write(em, of, { before: 'active', after: 'cancelled', now });
  await em.flush();
  return true;
}

function write(
  em: SqlEntityManager,
  { clientId, customerId, actorId = customerId }: Actor,
  { before, after, now }: { before: string; after: string; now: Date },
): void {
  const act = { actorId, action: 'client.subscription', target: `client:${clientId}` };
  audit(em, { ...act, before: { subscription: before }, after: { subscription: after } }, now);
}

/** The accesses of this order are given back: nothing is charged for them any more. */
export async function endSubscriptions(em: SqlEntityManager, orderId: string, now: Date): Promise<void> {
  const found = await em.find(StarSubscription, { client: { order: orderId }, isBarred: false });
  for (const each of found) each.endForGood(now);
  await em.flush();
}
