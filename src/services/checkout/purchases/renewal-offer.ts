import type { SqlEntityManager } from '@mikro-orm/sql';
import { endIfOn } from '../../../model/client-pause.ts';
import type { OrderItem } from '../../../model/order.ts';
import { type RenewalTerms, type RenewedPeriod, renewedPeriod } from '../../../model/renewal.ts';
import { type RenewalPrice, renewalPriceOf } from '../../../model/renewal-price.ts';
import { ok, type Result, refuse } from '../../../model/result.ts';
import { ServerClient } from '../../../model/server-client.ts';
import type { Money } from '../../../model/values/money.ts';
import { type Bytes, gigabytes } from '../../../model/values/traffic.ts';
import { balanceOf } from '../../ledger/wallet.ts';
import { soldLine } from '../../seats/sold-line.ts';
import type { CheckoutNeeds } from '../needs.ts';
import { type SubscriptionView, subscriptionView } from '../subscriptions/open-subscription.ts';
import { isMonthly } from '../subscriptions/subscribable.ts';
import { fingerprint } from './fingerprint.ts';
import { isStopped, isWaiting } from './renewal-news.ts';
import { whyDead } from './why-dead.ts';

/** One person and one access of theirs. */
export type AccessOf = { clientId: number; customerId: number };

/**
 * Why an access cannot be renewed: it is not this person's; it is gone; its panel has lost its place; its plan is not renewed any more; it never
 * ends; it was never sold, so it has no price.
 */
export type NotRenewable = {
  code:
    | 'access-not-found'
    | 'access-gone'
    | 'access-no-place'
    | 'renewal-off'
    | 'renewal-endless'
    | 'renewal-no-price';
};

/** What a renewal would give now, and cost. `expiresAt`, `limit` null = without an end. */
export type RenewalOffer = {
  clientId: number;
  planName: string;
  /** Switched off by somebody, so that a renewal alone does not switch it on. */
  isStopped: boolean;
  expiresAt: Date | null;
  used: Bytes;
  limit: Bytes | null;
  terms: RenewalTerms;
  after: RenewedPeriod;
  price: Money;
  stars: number;
  /** What this person has in the shop. */
  balance: Money;
  autoRenew: boolean;
  /** Nobody has paid for it yet: nothing that is left of a trial is added to what is bought (SPEC 8). */
  isTrial: boolean;
  /** When the balance is charged next; null = it is not. */
  nextBillingAt: Date | null;
  /** The subscription that renews it, or may be taken up again; null = there is none. */
  subscription: SubscriptionView | null;
  /** It can be renewed by a subscription in Stars, and there is none yet. */
  canSubscribe: boolean;
  /** Its panel does not answer now: what was changed last reaches it as soon as it does. */
  isWaiting: boolean;
  /** What the buttons carry: another one means that price, length, traffic or rule are others now. */
  fingerprint: string;
};

/** An access that can be renewed, with all that its order freezes. */
export type Renewable = { client: ServerClient; line: OrderItem; terms: RenewalTerms; price: RenewalPrice };

/** The access as it stands in this transaction, and the terms and the price of its next period. */
export async function renewableOf(
  { clock, shop }: CheckoutNeeds,
  em: SqlEntityManager,
  { clientId, customerId }: AccessOf,
): Promise<Result<Renewable, NotRenewable>> {
  const own = { id: clientId, customer: customerId };
  const client = await em.findOne(ServerClient, own, { populate: ['order', 'inbound.server'] });
  if (!client || client.status === 'provisioning') return refuse({ code: 'access-not-found' });
  const dead = whyDead(client);
  if (dead) return refuse({ code: dead });
  const line = await soldLine(em, client);
  if (!line.plan.renewable) return refuse({ code: 'renewal-off' });
  if (client.expiresAt === null) return refuse({ code: 'renewal-endless' });
  const price = renewalPriceOf(client, line, { now: clock.now(), rate: shop.starRate });
  if (price === null) return refuse({ code: 'renewal-no-price' });
  const data = line.dataLimitGb === null ? null : gigabytes(BigInt(line.dataLimitGb));
  const rule = client.isTrial ? 'drop' : line.plan.renewalRule;
  return ok({ client, line, price, terms: { rule, days: line.durationDays, data } });
}

/** What stands before the payment; moves nothing. */
export async function renewalOffer(
  needs: CheckoutNeeds,
  em: SqlEntityManager,
  of: AccessOf,
): Promise<Result<RenewalOffer, NotRenewable>> {
  const found = await renewableOf(needs, em, of);
  if (!found.ok) return found;
  const { client, line, terms, price } = found.value;
  const { currency } = needs.shop;
  const now = needs.clock.now();
  const { trafficLimit, trafficUsed } = client;
  // A pause would go on: what is shown is what is left, as if it ended now.
  const subscription = await subscriptionView(em, of, now);
  const standing = { expiresAt: endIfOn(client, now), trafficLimit, trafficUsed };
  return ok({
    clientId: client.id,
    planName: line.planName,
    isStopped: isStopped(client),
    expiresAt: standing.expiresAt,
    used: client.trafficUsed,
    limit: client.trafficLimit,
    terms,
    after: renewedPeriod(standing, terms, now),
    price: { minor: price.minor, currency },
    stars: price.stars,
    balance: { minor: await balanceOf(em, { ...of, currency }), currency },
    autoRenew: client.autoRenew,
    isTrial: client.isTrial,
    nextBillingAt: client.nextBillingAt,
    subscription,
    canSubscribe: subscription === null && isMonthly(found.value),
    isWaiting: await isWaiting(em, client),
    fingerprint: fingerprintOf(found.value),
  });
}

/** Of what was shown; where the rest is kept, a later end or less traffic left is the same bargain. */
export function fingerprintOf({ client, terms, price }: Renewable): string {
  const { rule, days, data } = terms;
  const end = rule === 'drop' ? client.expiresAt?.toISOString() : null;
  return fingerprint([String(price.minor), price.stars, rule, days, String(data), end]);
}
