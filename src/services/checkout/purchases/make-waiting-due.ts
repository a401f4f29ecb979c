import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { days, later } from '../../../model/values/period.ts';

/** As long as the shop tries to charge for a renewal. */
const TRIED_FOR = days(3);

/**
 * Money comes to this person's balance: auto-renewals that found too little, also for the last time, are due once more.
 * Before the balance is locked, as renewals lock.
 */
export async function makeWaitingDue(
  em: SqlEntityManager,
  { customerId, now }: { customerId: number; now: Date },
): Promise<void> {
  await em.execute(sql`
    update server_clients set next_billing_at = ${now}
     where id in (
       select id from server_clients
        where customer_id = ${customerId} and auto_renew
          and expires_at > ${now} and expires_at < ${later(now, TRIED_FOR)}
        order by id for no key update)`);
}
