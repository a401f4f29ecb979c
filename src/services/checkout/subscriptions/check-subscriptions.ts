import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { isGone } from '../../../model/client-billing.ts';
import { ServerClient } from '../../../model/server-client.ts';
import { CHARGED_WITHIN, StarSubscription } from '../../../model/star-subscription.ts';
import { later, type Period } from '../../../model/values/period.ts';
import { queueMessage } from '../../messages/queue-message.ts';
import { soldLine } from '../../seats/sold-line.ts';
import type { CheckoutNeeds } from '../needs.ts';
import { lockAccess } from '../purchases/bought.ts';

/** At a time; the next run takes the others. */
const MOST = 500;

type Due = { id: string; clientId: number | null };
type Step = { needs: CheckoutNeeds; em: SqlEntityManager; now: Date };

/**
 * Ends what Telegram has not charged for by its end, which nobody may have told of, and what has nothing to renew any
 * more. Telegram's list has to be read up to `readAt` before. Answers how many ended.
 */
export async function checkSubscriptions(needs: CheckoutNeeds, readAt: Date): Promise<number> {
  const unpaidBefore = later(readAt, -CHARGED_WITHIN as Period);
  const due = await needs.work.read().execute<Due[]>(sql`
    select subscription.id, subscription.client_id as "clientId"
      from star_subscriptions subscription
      left join server_clients client on client.id = subscription.client_id
      left join orders on orders.id = client.order_id
      left join server_inbounds inbound on inbound.id = client.inbound_id
      left join servers on servers.id = inbound.server_id
     where subscription.status <> 'ended' and subscription.bot_id = ${needs.shop.botId}
       and (subscription.ends_at <= ${unpaidBefore}
         or client.id is null or client.status = 'terminated' or client.wanted = 'deleted'
         or orders.status = 'refunded' or servers.retired_at is not null)
     order by subscription.ends_at limit ${MOST}`);
  let ended = 0;
  for (const each of due) if (await endSafely(needs, each, unpaidBefore)) ended += 1;
  if (ended > 0) {
    needs.wakes.sender();
    needs.wakes.refunds();
  }
  return ended;
}

async function endSafely(needs: CheckoutNeeds, due: Due, unpaidBefore: Date): Promise<boolean> {
  try {
    return await needs.work.do((em) => end({ needs, em, now: needs.clock.now() }, due, unpaidBefore));
  } catch (error) {
    needs.log.error('subscription.check-failed', { subscriptionId: due.id, error });
    return false;
  }
}

async function end(step: Step, { id, clientId }: Due, unpaidBefore: Date): Promise<boolean> {
  const { em, now } = step;
  const client = await lockedClient(em, clientId);
  const subscription = await em.findOneOrFail(StarSubscription, id);
  const isOver = client === null || isGone(client);
  const wasActive = subscription.status === 'active';
  // Another hand was here first.
  if (subscription.status === 'ended' || !(isOver || subscription.endsAt <= unpaidBefore)) return false;
  if (isOver) subscription.endForGood(now);
  else subscription.ranOut();
  await em.flush();
  if (wasActive && client !== null) await tell(step, { subscription, client, isOver });
  return true;
}

async function lockedClient(em: SqlEntityManager, clientId: number | null): Promise<ServerClient | null> {
  if (clientId === null) return null;
  await lockAccess(em, clientId);
  return em.findOneOrFail(ServerClient, clientId, { populate: ['order', 'inbound.server'] });
}

type Ended = { subscription: StarSubscription; client: ServerClient; isOver: boolean };

async function tell({ needs, em, now }: Step, { subscription, client, isOver }: Ended): Promise<void> {
  const { planName: plan } = await soldLine(em, client);
  const until = isOver ? null : (client.expiresAt?.toISOString() ?? null);
  const data = { clientId: client.id, plan, why: isOver ? 'access-gone' : 'unpaid', until } as const;
  const key = `subscription-ended:${subscription.id}:${subscription.endsAt.getTime()}`;
  const message = { chatId: subscription.customer.id, kind: 'subscription-ended', data, key } as const;
  await queueMessage(em, { shop: needs.shop, now }, message);
}
