import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { isGone } from '../../../model/client-billing.ts';
import { OrderItem } from '../../../model/order.ts';
import { ServerClient } from '../../../model/server-client.ts';
import { StarSubscription } from '../../../model/star-subscription.ts';
import { queueMessage } from '../../messages/queue-message.ts';
import { soldLine } from '../../seats/sold-line.ts';
import type { CheckoutNeeds } from '../needs.ts';
import { lockAccess } from '../purchases/bought.ts';

type Due = { id: string; clientId: number | null };
type Step = { needs: CheckoutNeeds; em: SqlEntityManager; now: Date };

/**
 * Ends the subscriptions of the bots before this one: what they charge is not seen any more, and only their own token
 * could end them. Payers whom Telegram may still charge are told, once, to end it there. Should an old bot come back,
 * what it charges goes back. Answers of how many payers that is so; what fails is left to the next start.
 */
export async function leaveOtherBots(needs: CheckoutNeeds): Promise<number> {
  const due = await needs.work.read().execute<Due[]>(sql`
    select id, client_id as "clientId" from star_subscriptions
     where bot_id <> ${needs.shop.botId} and (status <> 'ended' or tell_due_at is not null) order by id`);
  let told = 0;
  for (const each of due) if (await leaveSafely(needs, each)) told += 1;
  return told;
}

async function leaveSafely(needs: CheckoutNeeds, due: Due): Promise<boolean> {
  try {
    return await needs.work.do((em) => leave({ needs, em, now: needs.clock.now() }, due));
  } catch (error) {
    needs.log.error('subscription.not-left', { subscriptionId: due.id, error });
    return false;
  }
}

/** true = its payer may be charged on, and is told. */
async function leave(step: Step, { id, clientId }: Due): Promise<boolean> {
  const { em, now } = step;
  if (clientId !== null) await lockAccess(em, clientId);
  const subscription = await em.findOneOrFail(StarSubscription, id);
  const { status, tellDueAt } = subscription;
  if (status === 'ended' && tellDueAt === null) return false; // another process was here
  const mayCharge = status === 'active' || (subscription.isBarred && tellDueAt !== null);
  subscription.endForGood(now);
  subscription.wasTold(); // nobody can tell Telegram in the old bot's name
  await em.flush();
  if (mayCharge) await tell(step, subscription);
  return mayCharge;
}

async function tell({ needs, em, now }: Step, subscription: StarSubscription): Promise<void> {
  const { client: known, order, customer, id } = subscription;
  const client =
    known && (await em.findOneOrFail(ServerClient, known.id, { populate: ['order', 'inbound.server'] }));
  const line = client
    ? await soldLine(em, client)
    : await em.findOneOrFail(OrderItem, { order: order.id }, { orderBy: { id: 'asc' } });
  const runs = client !== null && !isGone(client);
  const until = runs ? (client.expiresAt?.toISOString() ?? null) : null;
  const data = {
    clientId: runs ? client.id : null,
    plan: line.planName,
    why: 'bot-replaced',
    until,
  } as const;
  const message = { chatId: customer.id, kind: 'subscription-ended', data } as const;
  await queueMessage(em, { shop: needs.shop, now }, { ...message, key: `subscription-left:${id}` });
}
