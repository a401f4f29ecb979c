import type { SqlEntityManager } from '@mikro-orm/sql';
import {
  costOfHours,
  dataOfHours,
  hoursLeft,
  type PeriodTerms,
  starsOfPart,
  worthOfRest,
} from '../../../model/plan-change.ts';
import type { RenewalPrice } from '../../../model/renewal-price.ts';
import { ok, type Result, refuse } from '../../../model/result.ts';
import { ServerPlan } from '../../../model/server-plan.ts';
import { MOST_STARS, type Money, starsFor } from '../../../model/values/money.ts';
import { type Bytes, bytes, gigabytes } from '../../../model/values/traffic.ts';
import { balanceOf } from '../../ledger/wallet.ts';
import type { Shop } from '../../ports/shop.ts';
import { plansBeside } from '../../seats/plan-seats.ts';
import type { CheckoutNeeds } from '../needs.ts';
import { openSubscription } from '../subscriptions/open-subscription.ts';
import { changeableOf, type NotChangeable, paidFor, type Running } from './changeable.ts';
import { fingerprint } from './fingerprint.ts';
import type { AccessOf } from './renewal-offer.ts';

/** Why the plan stays as it is: the access cannot be changed, or its last hour runs; no other plan is sold on its place. */
export type NoOtherPlan = NotChangeable | { code: 'change-too-late' | 'no-other-plan' };

/** Another plan for the time that is left. `data`, `devices` null = without a limit. */
export type PlanChoice = {
  planId: number;
  name: string;
  days: number;
  data: Bytes | null;
  devices: number | null;
  /** Of one whole period: what a renewal costs from then on. */
  price: Money;
  stars: number;
  /** What the time that is left costs under it. */
  cost: Money;
  /** To pay, after what the rest is worth; nothing where that is worth as much or more. */
  due: Money;
  dueStars: number;
  /** What comes to the balance, because the rest is worth more; nothing where it is not. */
  credit: Money;
  /** Traffic for the time that is left, and the limit that makes with what is used; null = without a limit. */
  share: Bytes | null;
  limit: Bytes | null;
  /** What the buttons carry: another one means that something of it is another now. */
  fingerprint: string;
};

/** What an access can be changed to now. */
export type PlanOffer = {
  clientId: number;
  planName: string;
  server: string;
  expiresAt: Date;
  hoursLeft: number;
  used: Bytes;
  limit: Bytes | null;
  devices: number | null;
  /** What is left of it, in money. */
  worth: Money;
  /** What this person has in the shop. */
  balance: Money;
  /** Telegram renews the present plan; it would charge for it on. */
  endsSubscription: boolean;
  choices: readonly PlanChoice[];
};

/** With the rows that an order freezes, and the plans that are full now. */
export type OtherPlans = Running & {
  hours: bigint;
  worth: bigint;
  choices: readonly PlanChoice[];
  full: readonly number[];
};

/** The access as it stands in this transaction, and every plan that it could have. */
export async function otherPlansOf(
  { clock, shop }: CheckoutNeeds,
  em: SqlEntityManager,
  of: AccessOf,
): Promise<Result<OtherPlans, NoOtherPlan>> {
  const now = clock.now();
  const found = await changeableOf(em, of, now);
  if (!found.ok) return found;
  const { client, expiresAt } = found.value;
  const hours = hoursLeft(expiresAt, now);
  if (hours === 0n) return refuse({ code: 'change-too-late' });
  const beside = await plansBeside(em, client.id);
  const full = beside.filter(({ hasSeat }) => !hasSeat).map(({ planId }) => planId);
  const plans = await em.find(ServerPlan, { id: { $in: beside.map(({ planId }) => planId) } });
  const worth = await worthOf(em, found.value, hoursLeft(client.paidUntil ?? expiresAt, now));
  const rest = { ...found.value, hours, worth };
  const choices = beside
    .filter(({ hasSeat }) => hasSeat)
    .flatMap(({ planId }) => plans.find(({ id }) => id === planId) ?? [])
    .map((plan) => choiceOf(shop, plan, rest))
    .filter(({ dueStars, stars }) => dueStars <= MOST_STARS && stars <= MOST_STARS);
  return ok({ ...rest, choices, full });
}

const dataOf = (gb: number | null): Bytes | null => (gb === null ? null : gigabytes(BigInt(gb)));

/** `hours` that were paid, and never more than was: days given for nothing, and whole gifts, are worth nothing here. */
async function worthOf(
  em: SqlEntityManager,
  { client, line, price }: Running,
  hours: bigint,
): Promise<bigint> {
  const { trafficLimit: limit, trafficUsed: used } = client;
  const traffic = limit === null ? null : bytes(used < limit ? limit - used : 0n);
  const sold = { minor: price, days: line.durationDays, data: dataOf(line.dataLimitGb) };
  const [worth, paid] = [worthOfRest(sold, { hours, traffic }), await paidFor(em, client)];
  return worth < paid ? worth : paid;
}

type Left = Running & { hours: bigint; worth: bigint };

function choiceOf({ currency, starRate }: Shop, plan: ServerPlan, left: Left): PlanChoice {
  const { hours, worth, client } = left;
  const terms: PeriodTerms = { minor: plan.price, days: plan.durationDays, data: dataOf(plan.dataLimitGb) };
  const price: RenewalPrice = {
    minor: plan.price,
    stars: plan.priceStars ?? Number(starsFor(plan.price, starRate)),
  };
  const cost = costOfHours(terms, hours);
  const due = cost > worth ? cost - worth : 0n;
  const share = dataOfHours(terms, hours);
  const money = (minor: bigint): Money => ({ minor, currency });
  const choice = {
    planId: plan.id,
    name: plan.name,
    days: plan.durationDays,
    data: terms.data,
    devices: plan.concurrentConnections,
    price: money(price.minor),
    stars: price.stars,
    cost: money(cost),
    due: money(due),
    dueStars: starsOfPart(due, price),
    credit: money(worth > cost ? worth - cost : 0n),
    share,
    limit: share === null ? null : bytes(client.trafficUsed + share),
  };
  return { ...choice, fingerprint: fingerprintOf(choice, left) };
}

/** Of what was shown. What is used meanwhile counts on under either plan, so it is another bargain only where it is worth less. */
function fingerprintOf(choice: Omit<PlanChoice, 'fingerprint'>, { client, expiresAt }: Left): string {
  const { planId, days, devices, price, stars, due, dueStars, credit, share } = choice;
  const bargain = [planId, days, devices, price.minor, stars, due.minor, dueStars, credit.minor, share];
  return fingerprint([...bargain.map(String), expiresAt.toISOString(), client.limitIp]);
}

/** What stands before the payment; moves nothing. */
export async function planOffer(
  needs: CheckoutNeeds,
  em: SqlEntityManager,
  of: AccessOf,
): Promise<Result<PlanOffer, NoOtherPlan>> {
  const found = await otherPlansOf(needs, em, of);
  if (!found.ok) return found;
  const { client, line, expiresAt, hours, worth, choices } = found.value;
  if (choices.length === 0) return refuse({ code: 'no-other-plan' });
  const { currency } = needs.shop;
  const subscription = await openSubscription(em, client.id, needs.clock.now());
  return ok({
    clientId: client.id,
    endsSubscription: subscription?.status === 'active',
    planName: line.planName,
    server: client.inbound.server.name,
    expiresAt,
    hoursLeft: Number(hours),
    used: client.trafficUsed,
    limit: client.trafficLimit,
    devices: client.limitIp === 0 ? null : client.limitIp,
    worth: { minor: worth, currency },
    balance: { minor: await balanceOf(em, { ...of, currency }), currency },
    choices,
  });
}
