import type { SqlEntityManager } from '@mikro-orm/sql';
import type { OrderItem } from '../../../model/order.ts';
import type { RenewalPrice } from '../../../model/renewal-price.ts';
import type { ServerClient } from '../../../model/server-client.ts';
import { MOST_MONTHLY_STARS, SUBSCRIPTION_DAYS } from '../../../model/star-subscription.ts';
import type { CheckoutNeeds } from '../needs.ts';
import { openSubscription } from './open-subscription.ts';

/** Why nothing can be subscribed: its period is not thirty days, or too dear for Telegram; a subscription is there. */
export type NotSubscribable = { code: 'subscription-not-offered' | 'already-subscribed' };

type Offered = { client: ServerClient; line: OrderItem; price: RenewalPrice };

/** Telegram knows no other period than thirty days, and no dearer one. */
export const isMonthly = ({ line, price }: Pick<Offered, 'line' | 'price'>): boolean =>
  line.durationDays === SUBSCRIPTION_DAYS && price.stars <= MOST_MONTHLY_STARS;

/** null = a subscription may be ordered for it now. */
export async function whyNotSubscribable(
  { clock }: CheckoutNeeds,
  em: SqlEntityManager,
  offered: Offered,
): Promise<NotSubscribable | null> {
  if (!isMonthly(offered)) return { code: 'subscription-not-offered' };
  const open = await openSubscription(em, offered.client.id, clock.now());
  return open ? { code: 'already-subscribed' } : null;
}
