import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { ok, type Result, refuse } from '../../model/result.ts';
import type { ServerPlan } from '../../model/server-plan.ts';
import { MOST_STARS, starsFor } from '../../model/values/money.ts';
import { audit } from '../messages/audit.ts';
import type { PriceNews } from '../messages/message-kinds.ts';
import { type ChangedMeanwhile, targetOf } from './edit.ts';
import { lockPlan, type PlanNotFound, type TooManyStars } from './edit-plan.ts';
import type { FleetNeeds } from './needs.ts';

/** `shownVersion` is the price's version on the card; `tell` = customers with a running access hear of it. */
export type PriceChange = {
  planId: number;
  priceMinor: bigint;
  /** null = worked out from the price. */
  priceStars: number | null;
  shownVersion: number;
  tell: boolean;
  actorId: number;
};

/** How many people were told. */
export type PriceChanged = { told: number };

/** Told last: keys, invoices and alerts go first. */
const BROADCAST = 2;

/**
 * Gives a plan a new price with a new version. Orders keep the price they were placed at. The same change a second
 * time changes nothing and answers as the first time.
 */
export async function changePrice(
  needs: FleetNeeds,
  change: PriceChange,
): Promise<Result<PriceChanged, PlanNotFound | ChangedMeanwhile | TooManyStars>> {
  const answer = await needs.work.run(async (em) => {
    const plan = await lockPlan(em, change.planId);
    if (!plan) return refuse({ code: 'plan-not-found' });
    if (isDone(plan, change)) return ok({ told: await countTold(em, plan) });
    if (plan.priceVersion !== change.shownVersion) return refuse({ code: 'changed-meanwhile' });
    return setPrice(needs, em, { plan, change });
  });
  if (answer.ok) needs.wakes.sender();
  return answer;
}

/** How many customers hold a running access of this plan and can be reached. */
export async function countHolders(needs: FleetNeeds, planId: number): Promise<number> {
  const [row] = await needs.work.read().execute<{ count: number }[]>(sql`
    select count(*)::int as count from (${holders(planId, needs.clock.now())}) person`);
  return row?.count ?? 0;
}

const isDone = (plan: ServerPlan, { priceMinor, priceStars, shownVersion }: PriceChange): boolean =>
  plan.price === priceMinor && plan.priceStars === priceStars && plan.priceVersion >= shownVersion;

async function setPrice(
  needs: FleetNeeds,
  em: SqlEntityManager,
  { plan, change }: { plan: ServerPlan; change: PriceChange },
): Promise<Result<PriceChanged, TooManyStars>> {
  const { starRate } = needs.shop;
  const now = needs.clock.now();
  const before = priceOf(plan, needs);
  plan.changePrice(change.priceMinor, change.priceStars);
  const stars = BigInt(plan.starsPerUnit(starRate));
  if (stars > BigInt(MOST_STARS)) return refuse({ code: 'too-many-stars', stars: Number(stars) });
  await em.flush();
  const after = priceOf(plan, needs);
  const told = change.tell ? await tellHolders(needs, em, { plan, before, after }) : 0;
  const act = { actorId: change.actorId, action: 'plan.price', target: targetOf('plan', plan) };
  audit(em, { ...act, before, after: { ...after, told } }, now);
  await em.flush();
  return ok({ told });
}

type Price = { minor: string; stars: number; version: number };

/** Without the set-up fee, which is paid once. */
const priceOf = (plan: ServerPlan, { shop }: FleetNeeds): Price => ({
  minor: plan.price.toString(),
  stars: plan.priceStars ?? Number(starsFor(plan.price, shop.starRate)),
  version: plan.priceVersion,
});

async function tellHolders(
  { shop, clock }: FleetNeeds,
  em: SqlEntityManager,
  { plan, before, after }: { plan: ServerPlan; before: Price; after: Price },
): Promise<number> {
  const now = clock.now();
  const data: PriceNews = {
    plan: plan.name,
    currency: shop.currency,
    before: { minor: before.minor, stars: before.stars },
    after: { minor: after.minor, stars: after.stars },
  };
  const rows = await em.execute(sql`
    insert into outgoing_messages (bot_id, chat_id, kind, data, idem_key, priority, due_at, created_at)
    select ${shop.botId}, person.id, 'price-changed',
           ${JSON.stringify(data)}::jsonb || case when subscriber.id is null then '{}' else '{"subscribed": true}' end::jsonb,
           ${keyOf(plan)} || person.id, ${BROADCAST}, ${now}, ${now}
      from (${holders(plan.id, now)}) person
      left join (${subscribers(plan.id, now)}) subscriber on subscriber.id = person.id
     order by person.id
    on conflict (idem_key) do nothing
    returning id`);
  await announceRenewals(em, { plan, after, now });
  return rows.length;
}

/** Telegram charges them for one of these accesses, at the price that was agreed. */
const subscribers = (planId: number, now: Date) => sql`
  select distinct subscription.customer_id as id
    from star_subscriptions subscription
    join (${running(planId, now)}) held on held.client_id = subscription.client_id
   where subscription.status = 'active'`;

/**
 * Whoever was told renews at the new price from the end of the running period on; until then the frozen one holds, and
 * for those who were not told it goes on. An announced price that is in force already is the frozen one by now.
 */
async function announceRenewals(
  em: SqlEntityManager,
  { plan, after, now }: { plan: ServerPlan; after: Price; now: Date },
): Promise<void> {
  await em.execute(sql`
    update server_clients client
       set renewal_price_minor = case when client.next_price_from <= ${now} then client.next_price_minor else client.renewal_price_minor end,
           renewal_stars = case when client.next_price_from <= ${now} then client.next_price_stars else client.renewal_stars end,
           next_price_minor = ${after.minor}::bigint, next_price_stars = ${after.stars}::int, next_price_from = client.expires_at
      from (${running(plan.id, now)}) held
     where client.id = held.client_id and client.expires_at is not null and client.renewal_price_minor is not null`);
}

async function countTold(em: SqlEntityManager, plan: ServerPlan): Promise<number> {
  const [row] = await em.execute<{ count: number }[]>(sql`
    select count(*)::int as count from outgoing_messages where starts_with(idem_key, ${keyOf(plan)})`);
  return row?.count ?? 0;
}

/** Said once per version to each. */
const keyOf = ({ id, priceVersion }: ServerPlan): string => `price-changed:${id}:${priceVersion}:`;

const holders = (planId: number, now: Date) => sql`
  select distinct customer_id as id from (${running(planId, now)}) held`;

/** Accesses sold with the days and the traffic that the plan has now: who bought something else renews that, at its price. */
const running = (planId: number, now: Date) => sql`
  select client.id as client_id, client.customer_id
    from server_clients client
    join order_server_clients unit on unit.server_client_id = client.id
    join order_items item on item.id = coalesce(client.sold_as_id, unit.order_item_id)
    join server_plans plan on plan.id = item.plan_id
    join customers customer on customer.id = client.customer_id
   where plan.id = ${planId}
     and item.duration_days = plan.duration_days and item.data_limit_gb is not distinct from plan.data_limit_gb
     and client.status in ('active', 'suspended')
     and (client.expires_at is null or client.expires_at > ${now})
     and customer.bot_blocked_at is null and customer.suspended_at is null`;
