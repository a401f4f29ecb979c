import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { later, minutes, type Period } from '../../model/values/period.ts';

/** The shop is being worked on: nothing is sold, and paid orders wait; `words` = what customers are told besides. */
export type Maintenance = { since: Date; words: string | null };

/** The row of `shop_settings` that holds it. */
export const MAINTENANCE = 'maintenance';

/** null = the shop is open. */
export async function maintenanceOf(em: SqlEntityManager): Promise<Maintenance | null> {
  const [row] = await em.execute<{ since: string; words: string | null }[]>(sql`
    select value->>'since' as since, value->>'words' as words
      from shop_settings where key = ${MAINTENANCE} and value->>'since' is not null`);
  return row ? { since: new Date(row.since), words: row.words } : null;
}

/** Paid orders of customers wait, and no deadline of theirs is acted on. */
export const isParked = async (em: SqlEntityManager): Promise<boolean> => (await maintenanceOf(em)) !== null;

/** What waited is delivered first. */
const AFTER_OPENING = minutes(10);

/** Nothing that is late is given up: the shop is in maintenance, or was until a moment ago. */
export async function deadlinesRest(em: SqlEntityManager, now: Date): Promise<boolean> {
  const [row] = await em.execute<{ rests: boolean }[]>(sql`
    select value->>'since' is not null or changed_at > ${later(now, -AFTER_OPENING as Period)} as rests
      from shop_settings where key = ${MAINTENANCE}`);
  return row?.rests ?? false;
}

/** Whose paid units are worked on now; null = everybody's, in maintenance the staff's alone, which buys to test. */
export async function servedNow(
  em: SqlEntityManager,
  ownerIds: readonly number[],
): Promise<readonly number[] | null> {
  if (!(await isParked(em))) return null;
  const rows = await em.execute<{ id: string }[]>('select id from customers where staff_role is not null');
  return [...ownerIds, ...rows.map(({ id }) => Number(id))];
}

/** The same as a condition on `orders`. */
export const isServed = (ownerIds: readonly number[]) => sql`(
  not exists (select from shop_settings where key = ${MAINTENANCE} and value->>'since' is not null)
  or orders.customer_id in (${[0, ...ownerIds]})
  or exists (select from customers staff where staff.id = orders.customer_id and staff.staff_role is not null))`;

/** Nothing is sold to this person now. */
export async function isClosedFor(
  em: SqlEntityManager,
  customerId: number,
  ownerIds: readonly number[],
): Promise<boolean> {
  const served = await servedNow(em, ownerIds);
  return served !== null && !served.includes(customerId);
}
