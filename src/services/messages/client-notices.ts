import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { type NoticeKind, OPTIONAL_NOTICES } from '../../model/client-notice.ts';
import { GRACE_DAYS } from '../../model/end-marks.ts';
import { days, later } from '../../model/values/period.ts';
import { wakingMoment } from '../../model/waking-hours.ts';
import type { Shop } from '../ports/shop.ts';
import type { MessageToQueue } from './message-kinds.ts';
import { queueMessages } from './queue-messages.ts';

type From = { shop: Shop; now: Date };

/** Something to be said of an access. `deadline` null = it is as true tomorrow. */
export type NewNotice = {
  clientId: number;
  customerId: number;
  kind: NoticeKind;
  /** Names the period in which it is said once. */
  period: string;
  /** Later than this it is too late: then nobody's sleep counts. */
  deadline: Date | null;
};

/** The customer is at it right now, or has to know at once. */
const AT_ONCE: readonly NoticeKind[] = ['traffic-100', 'connected'];

type Choice = {
  customerId: number;
  muted: boolean;
  wakesAt: number | null;
  sleepsAt: number | null;
  utcOffset: number | null;
};

/**
 * Writes down what customers are to hear, once per period; what may be said now is queued at once, the rest waits for
 * the customer's morning in a row of its own: a message that waits in the queue would hold up those behind it.
 */
export async function noteNotices(
  em: SqlEntityManager,
  from: From,
  notices: readonly NewNotice[],
): Promise<void> {
  if (notices.length === 0) return;
  const choices = await choicesOf(em, notices);
  const wanted = notices.filter(
    ({ customerId, kind }) => !(choices.get(customerId)?.muted && OPTIONAL_NOTICES.includes(kind)),
  );
  const rows = wanted.map((notice) => ({
    ...notice,
    dueAt: dueAt(from, notice, choices.get(notice.customerId)).toISOString(),
  }));
  await em.execute(sql`
    insert into client_notices (client_id, kind, period, due_at)
    select "clientId", kind, period, "dueAt" from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as row("clientId" int, kind text, period text, "dueAt" timestamptz)
    on conflict do nothing`);
  await sayNotices(em, from, [...new Set(wanted.map(({ clientId }) => clientId))]);
}

async function choicesOf(
  em: SqlEntityManager,
  people: readonly Pick<NewNotice, 'customerId'>[],
): Promise<Map<number, Choice>> {
  const ids = [...new Set(people.map(({ customerId }) => customerId))];
  const rows = await em.execute<(Omit<Choice, 'customerId'> & { customerId: string })[]>(sql`
    select customer_id::text as "customerId", muted, wakes_at as "wakesAt", sleeps_at as "sleepsAt",
           utc_offset as "utcOffset"
      from notice_choices
     where customer_id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::bigint)`);
  return new Map(rows.map((row) => [Number(row.customerId), { ...row, customerId: Number(row.customerId) }]));
}

function dueAt(from: From, { kind, deadline }: NewNotice, choice?: Choice): Date {
  if (AT_ONCE.includes(kind)) return from.now;
  const morning = morningOf(from, choice);
  return deadline !== null && morning >= deadline ? from.now : morning;
}

/** The first moment from now on at which this customer may be written to about what can wait. */
export async function wakingMomentOf(em: SqlEntityManager, from: From, customerId: number): Promise<Date> {
  const choices = await choicesOf(em, [{ customerId }]);
  return morningOf(from, choices.get(customerId));
}

function morningOf({ shop, now }: From, choice?: Choice): Date {
  const { wakesAt = null, sleepsAt = null, utcOffset = null } = choice ?? {};
  const { wakingHours, timeZone } = shop;
  const hours = wakesAt === null || sleepsAt === null ? wakingHours : { from: wakesAt, to: sleepsAt };
  return hours ? wakingMoment(now, hours, utcOffset ?? timeZone ?? 'UTC') : now;
}

/** As many as one transaction takes. */
const MOST = 1_000;

type Due = {
  clientId: number;
  customerId: string;
  kind: NoticeKind;
  period: string;
  isTrue: boolean;
  plan: string;
  server: string;
};

/**
 * Queues what is due, of these clients or of all; what is not true any more by then (a renewal came, a more urgent word
 * was said) is not said. Answers how many it took up, at most 1000: whoever gets that many asks again.
 */
export async function sayNotices(
  em: SqlEntityManager,
  from: From,
  clientIds?: readonly number[],
): Promise<number> {
  const which = clientIds ? sql`notice.client_id = any(${`{${clientIds.join(',')}}`}::int[])` : sql`true`;
  const limit = clientIds ? clientIds.length * 3 : MOST;
  const due = await em.execute<Due[]>(sql`
    with due as (
      select notice.client_id, notice.kind, notice.period
        from client_notices notice
       where notice.said_at is null and notice.due_at <= ${from.now} and ${which}
       order by notice.due_at limit ${limit}
         for update skip locked
    ), said as (
      update client_notices notice set said_at = ${from.now} from due
       where notice.client_id = due.client_id and notice.kind = due.kind and notice.period = due.period
      returning notice.client_id, notice.kind, notice.period
    )
    select client.id as "clientId", client.customer_id::text as "customerId", said.kind, said.period,
           coalesce(sold.plan_name, item.plan_name) as plan, server.name as server,
           case when said.kind like 'ends-%' then client.status in ('active', 'suspended')
                     and said.period = ${isoOf(sql`client.expires_at`)}
                     and said.kind = 'ends-' || client.end_noticed
                when said.kind = 'ended' then client.status = 'expired' and client.wanted <> 'deleted'
                     and said.period = ${isoOf(sql`client.expires_at`)}
                when said.kind in ('traffic-80', 'traffic-95') then client.status = 'active'
                     and said.kind = 'traffic-' || client.traffic_noticed
                     and said.period = client.period_start_traffic_bytes::text
                when said.kind = 'connected' then client.status <> 'terminated' and client.wanted <> 'deleted'
                else true end as "isTrue"
      from said
      join server_clients client on client.id = said.client_id
      join order_items item on item.order_id = client.order_id
      left join order_items sold on sold.id = client.sold_as_id
      join server_inbounds inbound on inbound.id = client.inbound_id
      join servers server on server.id = inbound.server_id
     order by client.id, said.kind`);
  await queueMessages(
    em,
    from,
    due.filter(({ isTrue }) => isTrue).map((each) => messageOf(from.shop, each)),
  );
  return due.length;
}

/** As JavaScript writes it: the name of a period that is named by its end. */
const isoOf = (column: ReturnType<typeof sql>) =>
  sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const MARKS = { 'ends-7': 7, 'ends-3': 3, 'ends-1': 1 } as const;
const PERCENTS = { 'traffic-80': 80, 'traffic-95': 95, 'traffic-100': 100 } as const;

function messageOf(shop: Shop, { clientId, customerId, kind, period, plan, server }: Due): MessageToQueue {
  const to = { chatId: Number(customerId), key: `${kind}:${clientId}:${period}`, priority: 1 } as const;
  switch (kind) {
    case 'ends-7':
    case 'ends-3':
    case 'ends-1':
      return { ...to, kind: 'access-ending', data: { clientId, days: MARKS[kind], until: period } };
    case 'ended':
      return { ...to, kind: 'access-ended', data: { clientId, until: period, goneAt: goneAt(shop, period) } };
    case 'gone':
      return { ...to, kind: 'access-gone', data: { plan, server } };
    case 'connected':
      return { ...to, kind: 'access-connected', data: { clientId } };
    case 'traffic-80':
    case 'traffic-95':
    case 'traffic-100':
      return { ...to, kind: 'traffic-notice', data: { clientId, percent: PERCENTS[kind] } };
  }
}

const goneAt = ({ graceDays = GRACE_DAYS }: Shop, end: string): string | null =>
  graceDays === 0 ? null : later(new Date(end), days(graceDays)).toISOString();
