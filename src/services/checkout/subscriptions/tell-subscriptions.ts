import { sql } from '@mikro-orm/core';
import { StarSubscription } from '../../../model/star-subscription.ts';
import { days, minutes } from '../../../model/values/period.ts';
import { backOff } from '../../lanes/lane-runner.ts';
import { PaymentFault } from '../../ports/payment-provider.ts';
import type { CheckoutNeeds } from '../needs.ts';

/** At a time; the next run takes the others. */
const MOST = 100;
const WAITS = { first: minutes(1), longest: days(1), chance: 1 };

/**
 * Tells Telegram which subscriptions are over, and which may be taken up again; answers how many it knows now. Asked
 * twice it does the same, so no lease is needed. What it refuses is given up: a charge that comes all the same goes back.
 */
export async function tellSubscriptions(needs: CheckoutNeeds): Promise<number> {
  const due = await needs.work.read().execute<{ id: string }[]>(sql`
    select id from star_subscriptions
     where tell_due_at <= ${needs.clock.now()} and bot_id = ${needs.shop.botId}
     order by tell_due_at limit ${MOST}`);
  let told = 0;
  for (const { id } of due) if (await tellOne(needs, id)) told += 1;
  return told;
}

async function tellOne(needs: CheckoutNeeds, id: string): Promise<boolean> {
  const wish = await needs.work.read().findOneOrFail(StarSubscription, id);
  const { tellNo, chargeId, isBarred: isCancelled, customer } = wish;
  try {
    await needs.stars.changeSubscription({ payerId: customer.id, chargeId, isCancelled });
  } catch (fault) {
    if (!(fault instanceof PaymentFault)) throw fault;
    needs.log.warn('subscription.not-told', { subscriptionId: id, reason: fault.message });
    await settle(needs, { id, tellNo, isRetried: fault.retryable });
    return false;
  }
  await settle(needs, { id, tellNo, isRetried: false });
  return true;
}

type Told = { id: string; tellNo: number; isRetried: boolean };

/** Another wish was made meanwhile: that one is still to be told. */
async function settle(needs: CheckoutNeeds, { id, tellNo, isRetried }: Told): Promise<void> {
  await needs.work.do(async (em) => {
    const wish = await em.findOne(StarSubscription, { id, tellNo });
    if (!wish) return;
    if (isRetried) wish.postponeTelling(backOff(needs.clock.now(), wish.tellAttempts, WAITS));
    else wish.wasTold();
    await em.flush();
  });
}
