import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { type Bytes, bytes } from '../../../model/values/traffic.ts';
import type { Bought } from './bought.ts';

/** What was bought for an access after a purchase, and stands. */
export type Since = {
  hasAny: boolean;
  /** Another plan: what was there before has paid for it. */
  hasPlan: boolean;
  /** A period that began without the time that was left. */
  isAnew: boolean;
  /** Traffic that came with all of it. */
  data: Bytes;
};

/** Needs `lockBought`; nothing for a purchase that no access has. */
export async function boughtSince(em: SqlEntityManager, { purchase, client }: Bought): Promise<Since> {
  const [row] = await em.execute<(Omit<Since, 'data'> & { data: string })[]>(sql`
    select count(*) > 0 as "hasAny", coalesce(bool_or(orders.purpose = 'plan'), false) as "hasPlan",
           coalesce(bool_or(orders.purpose = 'renewal'
             and (since.period_from <= since.applied_at
                  or (since.terms->>'rule' = 'drop' and since.terms->>'isAutomatic' is null))), false) as "isAnew",
           coalesce(sum(since.data_bytes), 0)::text as data
      from order_purchases since join orders on orders.id = since.order_id
     where since.client_id = ${client?.id ?? null}::int and since.order_id <> ${purchase.order.id}
       and since.applied_at >= ${purchase.appliedAt} and since.taken_back_at is null`);
  const { data, ...since } = row ?? { hasAny: false, hasPlan: false, isAnew: false, data: '0' };
  return { ...since, data: bytes(BigInt(data)) };
}
