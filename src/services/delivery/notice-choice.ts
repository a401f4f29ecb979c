import { sql } from '@mikro-orm/core';
import { NoticeChoice } from '../../model/client-notice.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';

/** When a customer wants to hear of an access. `hours` null = those of the shop, `utcOffset` (minutes) null = its zone. */
export type NoticeChoiceView = {
  muted: boolean;
  hours: { from: number; to: number } | null;
  utcOffset: number | null;
};

/** What is left out stays as it is. */
export type NoticeChange = Partial<NoticeChoiceView>;

export async function noticeChoiceOf(work: UnitOfWork, customerId: number): Promise<NoticeChoiceView> {
  const row = await work.read().findOne(NoticeChoice, { customer: customerId });
  if (!row) return { muted: false, hours: null, utcOffset: null };
  const { muted, wakesAt, sleepsAt, utcOffset } = row;
  const hours = wakesAt === null || sleepsAt === null ? null : { from: wakesAt, to: sleepsAt };
  return { muted, hours, utcOffset };
}

/** Stores the choice whole, as it is after the change. What already waits for a morning keeps its moment. */
export async function changeNotices(
  work: UnitOfWork,
  customerId: number,
  change: NoticeChange,
): Promise<NoticeChoiceView> {
  const wanted = { ...(await noticeChoiceOf(work, customerId)), ...change };
  const { muted, hours, utcOffset } = wanted;
  await work.do((em) =>
    em.execute(sql`
      insert into notice_choices (customer_id, muted, wakes_at, sleeps_at, utc_offset)
      values (${customerId}, ${muted}, ${hours?.from ?? null}, ${hours?.to ?? null}, ${utcOffset})
      on conflict (customer_id) do update
         set muted = excluded.muted, wakes_at = excluded.wakes_at, sleeps_at = excluded.sleeps_at,
             utc_offset = excluded.utc_offset`),
  );
  return wanted;
}
