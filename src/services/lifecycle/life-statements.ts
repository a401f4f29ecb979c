import { type RawQueryFragment, sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { END_MARKS } from '../../model/end-marks.ts';
import { CHARGED_WITHIN } from '../../model/star-subscription.ts';
import { days, hours, later, type Period } from '../../model/values/period.ts';

// Steps that many clients take at once, one statement for each, as `ServerClient` takes them one by one.
// A client that another hand holds at the moment (a renewal) is left to the next run.

/** A client that took a step. `customerId` as text, because a server tells such numbers so; `end` ISO. */
export type Stepped = { clientId: number; customerId: string; serverId: number; end: string; mark: number };

/** Which clients are due; each by an index of its own, and never more than `limit`. */
export type DueQuery = (now: Date, limit: number) => RawQueryFragment;

/** Renewals are tried every ten minutes. */
const TRIED_WITHIN = hours(1);

/** An end before 1970 means that time has not begun. */
const BEGUN = sql`client.expires_at > 'epoch'`;

/** Telegram charges for the next period by the end of this one, so nobody has to be told of that end, nor switched off. */
const renewedByTelegram = (now: Date) => sql`exists (
  select from star_subscriptions subscription
   where subscription.client_id = client.id and subscription.status = 'active'
     and subscription.ends_at > ${later(now, -CHARGED_WITHIN as Period)}
     and subscription.ends_at <= client.expires_at + ${CHARGED_WITHIN} * interval '1 ms')`;

/** Their balance is tried within minutes, and its answer is what is to be said; where nobody tries, it is not waited for. */
const aboutToRenew = (now: Date) => sql`(
  client.auto_renew and client.next_billing_at <= ${now} and client.next_billing_at > ${later(now, -TRIED_WITHIN as Period)})`;

/** Active, and those that only their traffic had stopped: their time is over. One whose charge is due now waits for it. */
export const endedQuery: DueQuery = (now, limit) => sql`
  (select client.id from server_clients client
    where client.status = 'active' and client.expires_at <= ${now} and ${BEGUN} and client.wanted <> 'deleted'
      and not ${renewedByTelegram(now)}
    order by client.expires_at limit ${limit})
  union all
  (select client.id from server_clients client
    where client.status = 'suspended' and client.expires_at <= ${now} and ${BEGUN} and client.wanted <> 'deleted'
      and client.status_reason in ('traffic', 'expired')
    order by client.expires_at limit ${limit})`;

/** Paused as long as their plans allow, or longer; an order whose money went back ends in its own way. */
export const pauseOverQuery: DueQuery = (now, limit) => sql`
  select client.id from server_clients client
    join orders on orders.id = client.order_id
   where client.status = 'suspended' and client.paused_until <= ${now} and client.wanted = 'disabled'
     and orders.status <> 'refunded'
   order by client.paused_until limit ${limit}`;

/** Their days of grace are over too; an order whose money went back ends in its own way. `now` = the end of grace. */
export const graceOverQuery: DueQuery = (graceEnd, limit) => sql`
  select client.id from server_clients client
    join orders on orders.id = client.order_id
   where client.status in ('suspended', 'expired') and client.wanted <> 'deleted'
     and client.expires_at <= ${graceEnd} and ${BEGUN} and orders.status <> 'refunded'
   order by client.expires_at limit ${limit}`;

/** A mark before the end has been reached that is not behind yet, and nothing renews it by itself. */
export const toRemindQuery: DueQuery = (now, limit) => {
  const reached = [...END_MARKS].reverse().flatMap((mark) => {
    const within = sql`client.expires_at <= ${later(now, days(mark))} and client.expires_at > ${now}`;
    return REMIND_FROM[mark].map(
      (from) => sql`
        (select client.id from server_clients client
          where client.status = 'active' and client.end_noticed = ${from} and ${within}
            and not ${renewedByTelegram(now)} and not ${aboutToRenew(now)}
          order by client.expires_at limit ${limit})`,
    );
  });
  return joined(reached);
};

/** One query for each step: the index is asked for those that stand at a mark, and most stand where they should. */
const REMIND_FROM = { 7: [8], 3: [7], 1: [3] } as const;

const joined = ([first = sql`select 0 where false`, ...rest]: RawQueryFragment[]): RawQueryFragment =>
  rest.reduce((all, each) => sql`${all} union ${each}`, first);

const withStep = (now: Date, status: string, reason: string) => sql`
  (case when jsonb_array_length(client.status_history) >= 50 then client.status_history - 0
        else client.status_history end)
  || ${JSON.stringify([{ at: now.toISOString(), status, reason }])}::jsonb`;

/** As an array: of a list that is unpacked in the query PostgreSQL does not know how short it is. */
const idsOf = (ids: readonly number[]) => sql`any(${`{${ids.join(',')}}`}::int[])`;

const STEPPED = sql`
  client.id as "clientId", client.customer_id::text as "customerId", due.server_id as "serverId",
  to_char(client.expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as end, client.end_noticed as mark`;

/**
 * Time is over: `expired`. A panel that runs clients out by itself has done it already, by the very date that was sold:
 * nothing is written to it. One that would cut off its other customers has a later date, and is told now.
 */
export function expireClients(em: SqlEntityManager, now: Date, ids: readonly number[]): Promise<Stepped[]> {
  return em.execute<Stepped[]>(sql`
    with due as (
      select client.id, server.id as server_id,
             server.panel_restarts_core is distinct from false and client.status = 'active' as is_told
        from server_clients client
        join server_inbounds inbound on inbound.id = client.inbound_id
        join servers server on server.id = inbound.server_id
       where client.id = ${idsOf(ids)} and client.expires_at <= ${now} and client.wanted <> 'deleted'
         and (client.status = 'active' or client.status = 'suspended' and client.status_reason in ('traffic', 'expired'))
       order by client.id
         for no key update of client skip locked
    )
    update server_clients client
       set status = 'expired', status_reason = 'expired', end_noticed = 0,
           status_history = ${withStep(now, 'expired', 'expired')},
           wanted = case when due.is_told then 'disabled' else client.wanted end,
           wanted_rev = client.wanted_rev + due.is_told::int,
           push_due_at = case when due.is_told then ${now} else client.push_due_at end
      from due where client.id = due.id
    returning ${STEPPED}`);
}

/** Nobody renewed it: its panel is to delete it, and its seat is free when the panel has answered. */
export function deleteClients(
  em: SqlEntityManager,
  { now, graceEnd }: { now: Date; graceEnd: Date },
  ids: readonly number[],
): Promise<Stepped[]> {
  return em.execute<Stepped[]>(sql`
    with due as (
      select client.id, inbound.server_id
        from server_clients client join server_inbounds inbound on inbound.id = client.inbound_id
       where client.id = ${idsOf(ids)} and client.status in ('suspended', 'expired')
         and client.wanted <> 'deleted' and client.expires_at <= ${graceEnd}
       order by client.id
         for no key update of client skip locked
    )
    update server_clients client
       set wanted = 'deleted', wanted_rev = client.wanted_rev + 1, push_due_at = ${now}
      from due where client.id = due.id
    returning ${STEPPED}`);
}

/** The mark that each has reached is behind it from now on: the most urgent one, whatever was missed before. */
export function passMarks(em: SqlEntityManager, now: Date, ids: readonly number[]): Promise<Stepped[]> {
  return em.execute<Stepped[]>(sql`
    with due as (
      select client.id, inbound.server_id, case
               when client.expires_at <= ${later(now, days(1))} then 1
               when client.expires_at <= ${later(now, days(3))} then 3 else 7 end as mark
        from server_clients client join server_inbounds inbound on inbound.id = client.inbound_id
       where client.id = ${idsOf(ids)} and client.status = 'active'
         and client.expires_at > ${now} and client.expires_at <= ${later(now, days(7))}
       order by client.id
         for no key update of client skip locked
    )
    update server_clients client set end_noticed = due.mark
      from due where client.id = due.id and client.end_noticed > due.mark
    returning ${STEPPED}`);
}

/** Switched off for their traffic, and there is some again: the limit was raised. */
export const toResumeQuery: DueQuery = (now, limit) => sql`
  select client.id from server_clients client
    join orders on orders.id = client.order_id
   where client.status = 'suspended' and client.status_reason = 'traffic'
     and (client.traffic_limit_mb is null or client.traffic_used_mb < client.traffic_limit_mb)
     and client.wanted = 'disabled' and orders.status <> 'refunded'
     and (client.expires_at is null or client.expires_at > ${now})
   limit ${limit}`;
