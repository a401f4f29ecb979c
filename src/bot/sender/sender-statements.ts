import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { later, milliseconds } from '../../model/values/period.ts';
import { EDIT_LIMIT } from '../edit-limit.ts';
import type { MessageRow } from './sendable.ts';

/** A chat under our lease: what is written about it later carries `leaseNo`. */
export type HeldChat = {
  readonly botId: number;
  readonly chatId: number;
  readonly leaseNo: number;
  readonly leaseMs: number;
};

export type TakenMessage = MessageRow & { readonly attempts: number; readonly createdAt: Date };

/** A card to be drawn. `version` was wanted before it is drawn: what is drawn is at least as new. */
export type TakenCard = {
  readonly orderId: string;
  /** The message to edit; null = none yet, or too old to be edited. */
  readonly messageId: number | null;
  readonly version: number;
  readonly attempts: number;
};

/** What is sent next in a chat. */
export type Next =
  | { readonly kind: 'message'; readonly message: TakenMessage }
  | { readonly kind: 'card'; readonly card: TakenCard };

export type MessageEnd = {
  readonly state: 'pending' | 'sent' | 'undeliverable' | 'failed' | 'dropped';
  readonly messageId: number | null;
  readonly error: string | null;
  readonly sentAt: Date | null;
  /** null = as it was. */
  readonly dueAt: Date | null;
};

export type CardEnd = {
  /** The version that needs nothing more; null = it has to be tried again. */
  readonly version: number | null;
  /** Of a message that was sent now; null = as it was. */
  readonly messageId: number | null;
  readonly sentAt: Date | null;
  readonly error: string | null;
  readonly dueAt: Date | null;
};

const ms = (value: number) => sql`${value} * interval '1 ms'`;

const dueHeads = (botId: number, now: Date) => sql`
  select head.chat_id, head.priority, head.due_at from outgoing_messages head
   where head.bot_id = ${botId} and head.state = 'pending' and head.due_at <= ${now}
     and not exists (
       select 1 from outgoing_messages older
        where older.bot_id = head.bot_id and older.chat_id = head.chat_id
          and older.state = 'pending' and older.id < head.id)`;

const dueCards = (botId: number, now: Date) => sql`
  select card.chat_id, 0 as priority, card.due_at from order_cards card
   where card.bot_id = ${botId} and card.wanted_version > card.sent_version and card.due_at <= ${now}`;

/** Takes chats whose oldest open message or whose card is due, the most urgent first. Who comes second gets nothing. */
export async function claimChats(
  em: SqlEntityManager,
  { botId, now, most, leaseMs }: { botId: number; now: Date; most: number; leaseMs: number },
): Promise<HeldChat[]> {
  const rows = await em.execute<{ chat_id: unknown; lease_no: unknown }[]>(sql`
    with due as (${dueHeads(botId, now)} union all ${dueCards(botId, now)}),
    free as (
      select due.chat_id from due
        left join chat_lanes lane on lane.bot_id = ${botId} and lane.chat_id = due.chat_id
       where lane.lease_until is null or lane.lease_until < clock_timestamp()
       group by due.chat_id order by min(due.priority), min(due.due_at) limit ${most})
    insert into chat_lanes as lane (bot_id, chat_id, lease_no, lease_until)
    select ${botId}, chat_id, 1, clock_timestamp() + ${ms(leaseMs)} from free order by chat_id
    on conflict (bot_id, chat_id) do update set lease_no = lane.lease_no + 1, lease_until = excluded.lease_until
     where lane.lease_until is null or lane.lease_until < clock_timestamp()
    returning chat_id, lease_no`);
  return rows.map((row) => ({ botId, chatId: Number(row.chat_id), leaseNo: Number(row.lease_no), leaseMs }));
}

const ours = (held: HeldChat) => sql`
  bot_id = ${held.botId} and chat_id = ${held.chatId} and lease_no = ${held.leaseNo}`;

/** Begins the lease anew; no row = it is another's by now, and what hangs on it does not happen. */
const fence = (held: HeldChat) => sql`
  update chat_lanes set lease_until = clock_timestamp() + ${ms(held.leaseMs)}
   where ${ours(held)} returning bot_id, chat_id`;

type NextRow = {
  id: unknown;
  kind: string;
  data: string;
  created_at: string | Date;
  attempts: unknown;
  order_id: string | null;
  version: unknown;
  message_id: unknown;
};

/**
 * The oldest open message of the chat or, where none is due, a card that is behind; one more try counted. null = the
 * lease is lost, or nothing is due: then the chat is let go. One statement, because it is half of what a message costs.
 */
export async function takeNext(em: SqlEntityManager, held: HeldChat, now: Date): Promise<Next | null> {
  const rows = await em.execute<NextRow[]>(sql`
    with head as (
      select message.id, message.due_at from outgoing_messages message
       where message.bot_id = ${held.botId} and message.chat_id = ${held.chatId} and message.state = 'pending'
       order by message.id limit 1),
    due as (select head.id from head where head.due_at <= ${now}),
    behind as (
      select card.order_id from order_cards card
       where card.bot_id = ${held.botId} and card.chat_id = ${held.chatId}
         and card.wanted_version > card.sent_version and card.due_at <= ${now}
         and not exists (select from due)
       order by card.due_at, card.order_id limit 1),
    fence as (
      update chat_lanes set lease_until = case
        when exists (select from due) or exists (select from behind)
        then clock_timestamp() + ${ms(held.leaseMs)} end
       where ${ours(held)} returning bot_id),
    message as (
      update outgoing_messages taken set attempts = taken.attempts + 1
        from due, fence where taken.id = due.id
      returning taken.id, taken.kind, taken.data::text as data, taken.attempts, taken.created_at),
    card as (
      update order_cards taken set attempts = taken.attempts + 1
        from behind, fence where taken.order_id = behind.order_id
      returning taken.order_id, taken.wanted_version as version, taken.attempts,
                case when taken.message_sent_at < ${later(now, milliseconds(-EDIT_LIMIT))} then null else taken.message_id end as message_id)
    select message.id, message.kind, message.data, message.created_at, coalesce(message.attempts, card.attempts) as attempts,
           card.order_id, card.version, card.message_id
      from fence left join message on true left join card on true`);
  return rows[0] ? nextOf(held, rows[0]) : null;
}

function nextOf({ chatId }: HeldChat, row: NextRow): Next | null {
  const attempts = Number(row.attempts);
  if (row.order_id !== null) {
    const messageId = row.message_id === null ? null : Number(row.message_id);
    return {
      kind: 'card',
      card: { orderId: row.order_id, messageId, version: Number(row.version), attempts },
    };
  }
  if (row.id === null) return null;
  const data = JSON.parse(row.data) as Record<string, unknown>;
  const createdAt = new Date(row.created_at);
  return {
    kind: 'message',
    message: { id: Number(row.id), chatId, kind: row.kind, data, attempts, createdAt },
  };
}

/** May be done twice. false = the lease is another's by now. */
export async function recordMessage(
  em: SqlEntityManager,
  { held, id }: { held: HeldChat; id: number },
  end: MessageEnd,
): Promise<boolean> {
  const rows = await em.execute<unknown[]>(sql`
    with fence as (${fence(held)})
    update outgoing_messages message
       set state = ${end.state}, message_id = ${end.messageId}, error = ${end.error}, sent_at = ${end.sentAt},
           due_at = coalesce(${end.dueAt}::timestamptz, message.due_at)
      from fence where message.id = ${id} and message.state in ('pending', ${end.state})
    returning message.id`);
  return rows.length > 0;
}

/** Tries are counted anew for the next version. false = the lease is another's by now. */
export async function recordCard(
  em: SqlEntityManager,
  { held, orderId }: { held: HeldChat; orderId: string },
  end: CardEnd,
): Promise<boolean> {
  const rows = await em.execute<unknown[]>(sql`
    with fence as (${fence(held)})
    update order_cards card
       set sent_version = greatest(card.sent_version, ${end.version}::int), error = ${end.error},
           message_id = coalesce(${end.messageId}::bigint, card.message_id),
           message_sent_at = coalesce(${end.sentAt}::timestamptz, card.message_sent_at),
           due_at = coalesce(${end.dueAt}::timestamptz, card.due_at),
           attempts = case when ${end.version}::int is null then card.attempts else 0 end
      from fence where card.order_id = ${orderId}
    returning card.order_id`);
  return rows.length > 0;
}

export async function letGo(em: SqlEntityManager, held: HeldChat): Promise<void> {
  await em.execute(sql`update chat_lanes set lease_until = null where ${ours(held)}`);
}

/** For the embedded database at boot: whoever held a lease is dead. */
export async function clearChatLeases(em: SqlEntityManager, botId: number): Promise<void> {
  await em.execute(sql`
    update chat_lanes set lease_until = null where bot_id = ${botId} and lease_until is not null`);
}

/** Chats whose oldest open message is due, and cards that are due; those being sent included. */
export async function countDue(
  em: SqlEntityManager,
  botId: number,
  now: Date,
): Promise<{ messages: number; cards: number }> {
  const rows = await em.execute<{ messages: unknown; cards: unknown }[]>(sql`
    select (select count(*) from (${dueHeads(botId, now)}) heads) as messages,
           (select count(*) from (${dueCards(botId, now)}) behind) as cards`);
  return { messages: Number(rows[0]?.messages ?? 0), cards: Number(rows[0]?.cards ?? 0) };
}
