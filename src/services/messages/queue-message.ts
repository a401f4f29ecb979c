import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Customer } from '../../model/customer.ts';
import { isAtLeast, type Role, STAFF_ROLES } from '../../model/role.ts';
import { CARD_STAGES, type CardStage } from '../../model/telegram.ts';
import { days, later } from '../../model/values/period.ts';
import type { Shop } from '../ports/shop.ts';
import type { AlertData } from './alert-data.ts';
import { ALERT_LEAST } from './alert-roles.ts';
import type { MessageToQueue } from './message-kinds.ts';

/** What is older than this is no news any more. */
const KEPT_DAYS = 14;

type From = { shop: Pick<Shop, 'botId' | 'ownerIds'>; now: Date };

/** Writes a message down in the transaction that caused it; the sender does the rest. Said once per key. */
export async function queueMessage(em: SqlEntityManager, from: From, message: MessageToQueue): Promise<void> {
  await em.execute(sql`
    insert into outgoing_messages (bot_id, chat_id, kind, data, idem_key, priority, due_at, created_at)
    values (${from.shop.botId}, ${message.chatId}, ${message.kind}, ${JSON.stringify(message.data)}::jsonb,
            ${message.key}, ${message.priority ?? 0}, ${from.now}, ${from.now})
    on conflict (idem_key) do nothing`);
}

/** Tells the owners, and everybody whose role is the least that an alert of this kind is for; `key` says it once to each. */
export async function alertStaff(
  em: SqlEntityManager,
  from: From,
  alert: { key: string; data: AlertData },
): Promise<void> {
  for (const chatId of await staffFor(em, from, ALERT_LEAST[alert.data.code])) {
    const key = `${alert.key}:${chatId}`;
    await queueMessage(em, from, { chatId, kind: 'alert', data: alert.data, key, priority: 1 });
  }
}

async function staffFor(em: SqlEntityManager, { shop }: From, least: Role): Promise<Set<number>> {
  const roles = STAFF_ROLES.filter((role) => isAtLeast(role, least));
  const staff = await em.find(Customer, { staffRole: { $in: roles } }, { orderBy: { id: 'asc' } });
  return new Set([...shop.ownerIds, ...staff.map(({ id }) => id)]);
}

/** What could not reach this person goes out now: they are back, or have pressed Start for the first time. */
export async function redeliver(em: SqlEntityManager, chatId: number, now: Date): Promise<void> {
  await em.execute(sql`
    update outgoing_messages set state = 'pending', due_at = ${now}, attempts = 0, error = null
     where chat_id = ${chatId} and state = 'undeliverable' and created_at > ${later(now, days(-KEPT_DAYS))}`);
}

/** Begins the one message that shows an order's progress. */
export async function openCard(
  em: SqlEntityManager,
  from: From,
  card: { orderId: string; chatId: number; stage: 'paid' | 'approval' },
): Promise<void> {
  await em.execute(sql`
    insert into order_cards (order_id, bot_id, chat_id, stage, due_at)
    values (${card.orderId}, ${from.shop.botId}, ${card.chatId}, ${card.stage}, ${from.now})
    on conflict (order_id) do update
       set stage = excluded.stage, wanted_version = order_cards.wanted_version + 1, due_at = excluded.due_at`);
}

/** Takes the cards of these orders to a later stage; one that is there or further stays as it is. */
export async function advanceCards(
  em: SqlEntityManager,
  orderIds: readonly string[],
  stage: CardStage,
): Promise<void> {
  if (orderIds.length === 0) return;
  await em.execute(sql`
    update order_cards set stage = ${stage}, wanted_version = wanted_version + 1
     where order_id in (${[...orderIds]}) and stage in (${stagesBefore(stage)})`);
}

/** What the cards of these orders say has changed, though their stage has not. */
export async function redrawCards(em: SqlEntityManager, orderIds: readonly string[]): Promise<void> {
  if (orderIds.length === 0) return;
  await em.execute(sql`
    update order_cards set wanted_version = wanted_version + 1 where order_id in (${[...orderIds]})`);
}

/** An admin's retry is the one step back: a card that said "failed" works again. */
export async function reopenCard(em: SqlEntityManager, orderId: string): Promise<void> {
  await em.execute(sql`
    update order_cards set stage = 'creating', wanted_version = wanted_version + 1
     where order_id = ${orderId} and stage = 'failed'`);
}

/** The card of an order says the same of another place: it is drawn anew; one that said "failed" works again. */
export async function redrawCard(em: SqlEntityManager, orderId: string): Promise<void> {
  await em.execute(sql`
    update order_cards
       set stage = case stage when 'failed' then 'creating' else stage end, wanted_version = wanted_version + 1
     where order_id = ${orderId}`);
}

const stagesBefore = (stage: CardStage) => CARD_STAGES.slice(0, CARD_STAGES.indexOf(stage));
