import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { later, milliseconds } from '../../model/values/period.ts';
import { EDIT_LIMIT } from '../edit-limit.ts';
import type { MessageRow } from './sendable.ts';

/** A message every `intervalMs`, and `burst` of them at once after a rest. */
export type Pace = { readonly intervalMs: number; readonly burst: number };

type Chat = { readonly botId: number; readonly chatId: number };

/** A chat under our lease: what is written about it later carries `leaseNo`. */
export type HeldChat = Chat & { readonly leaseNo: number; readonly leaseMs: number };

export type TakenMessage = MessageRow & { readonly attempts: number };

/** A card to be drawn. `version` was wanted before it is drawn: what is drawn is at least as new. */
export type TakenCard = {
  readonly orderId: string;
  /** The message to edit; null = none yet, or too old to be edited. */
  readonly messageId: number | null;
  readonly version: number;
  readonly attempts: number;
};

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

/** How long a message must wait whose chat or bot is used up until `budget_until`, a place just taken included. */
const waitMs = ({ intervalMs, burst }: Pace) =>
  sql`greatest(0, extract(epoch from budget_until - ${ms(intervalMs * burst)} - (select at from moment)) * 1000)`;

/** The chat's place, and the bot's where the chat's needs no waiting: one taken for later would be used in a crowd. */
export async function takePlaces(
  em: SqlEntityManager,
  { botId, chatId }: Chat,
  pace: { bot: Pace; chat: Pace },
): Promise<{ waitMs: number; whole: boolean }> {
  const rows = await em.execute<{ chat: unknown; bot: unknown }[]>(sql`
    with moment as materialized (select clock_timestamp() as at),
    chat as (
      insert into chat_lanes as lane (bot_id, chat_id, budget_until)
      select ${botId}, ${chatId}, at + ${ms(pace.chat.intervalMs)} from moment
      on conflict (bot_id, chat_id) do update
        set budget_until = greatest(lane.budget_until + ${ms(pace.chat.intervalMs)}, excluded.budget_until)
      returning ${waitMs(pace.chat)} as wait),
    bot as (
      insert into bot_states as bot (bot_id, budget_until)
      select ${botId}, moment.at + ${ms(pace.bot.intervalMs)} from moment, chat where chat.wait <= 0
      on conflict (bot_id) do update
        set budget_until = greatest(bot.budget_until + ${ms(pace.bot.intervalMs)}, excluded.budget_until)
      returning ${waitMs(pace.bot)} as wait)
    select chat.wait as chat, bot.wait as bot from chat left join bot on true`);
  const { chat, bot = null } = rows[0] ?? { chat: 0 };
  return { waitMs: Math.ceil(Number(bot ?? chat)), whole: bot !== null };
}

/** Gives one place of a chat back; a chat that waits because Telegram said so (429) is left alone. */
export async function returnChatPlace(
  em: SqlEntityManager,
  { botId, chatId }: Chat,
  pace: Pace,
): Promise<void> {
  await em.execute(sql`
    update chat_lanes set budget_until = budget_until - ${ms(pace.intervalMs)}
     where bot_id = ${botId} and chat_id = ${chatId}
       and budget_until between clock_timestamp() and clock_timestamp() + ${ms(pace.intervalMs * pace.burst)}`);
}

/** Answers the ms to wait. */
export async function takeBotPlace(em: SqlEntityManager, botId: number, pace: Pace): Promise<number> {
  const rows = await em.execute<{ wait: unknown }[]>(sql`
    with moment as materialized (select clock_timestamp() as at)
    insert into bot_states as bot (bot_id, budget_until)
    select ${botId}, moment.at + ${ms(pace.intervalMs)} from moment
    on conflict (bot_id) do update
      set budget_until = greatest(bot.budget_until + ${ms(pace.intervalMs)}, excluded.budget_until)
    returning ${waitMs(pace)} as wait`);
  return Math.ceil(Number(rows[0]?.wait ?? 0));
}

export async function pauseBot(em: SqlEntityManager, botId: number, forMs: number): Promise<void> {
  await em.execute(sql`
    insert into bot_states as bot (bot_id, budget_until) values (${botId}, clock_timestamp() + ${ms(forMs)})
    on conflict (bot_id) do update set budget_until = greatest(bot.budget_until, excluded.budget_until)`);
}

export async function pauseChat(em: SqlEntityManager, { botId, chatId }: Chat, forMs: number): Promise<void> {
  await em.execute(sql`
    insert into chat_lanes as lane (bot_id, chat_id, budget_until)
    values (${botId}, ${chatId}, clock_timestamp() + ${ms(forMs)})
    on conflict (bot_id, chat_id) do update set budget_until = greatest(lane.budget_until, excluded.budget_until)`);
}

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

/** Begins the lease anew; no row = it is another's by now, and what hangs on it does not happen. */
const fence = (held: HeldChat) => sql`
  update chat_lanes set lease_until = clock_timestamp() + ${ms(held.leaseMs)}
   where bot_id = ${held.botId} and chat_id = ${held.chatId} and lease_no = ${held.leaseNo}
  returning bot_id, chat_id`;

/** The oldest open message of the chat, one more try counted; null = there is none, it is not due, or the lease is lost. */
export async function takeMessage(
  em: SqlEntityManager,
  held: HeldChat,
  now: Date,
): Promise<TakenMessage | null> {
  const rows = await em.execute<{ id: unknown; kind: string; data: string; attempts: unknown }[]>(sql`
    with fence as (${fence(held)}),
    head as (
      select message.id, message.due_at from outgoing_messages message, fence
       where message.bot_id = fence.bot_id and message.chat_id = fence.chat_id and message.state = 'pending'
       order by message.id limit 1)
    update outgoing_messages taken set attempts = taken.attempts + 1
      from head where taken.id = head.id and head.due_at <= ${now}
    returning taken.id, taken.kind, taken.data::text as data, taken.attempts`);
  const row = rows[0];
  if (!row) return null;
  const data = JSON.parse(row.data) as Record<string, unknown>;
  return { id: Number(row.id), chatId: held.chatId, kind: row.kind, data, attempts: Number(row.attempts) };
}

/** false = the lease is another's by now. */
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
      from fence where message.id = ${id} and message.state = 'pending'
    returning message.id`);
  return rows.length > 0;
}

/** A card of the chat that is behind and due, one more try counted; null as with messages. */
export async function takeCard(em: SqlEntityManager, held: HeldChat, now: Date): Promise<TakenCard | null> {
  const rows = await em.execute<
    { order_id: string; message_id: unknown; version: unknown; attempts: unknown }[]
  >(sql`
    with fence as (${fence(held)}),
    behind as (
      select card.order_id from order_cards card, fence
       where card.bot_id = fence.bot_id and card.chat_id = fence.chat_id
         and card.wanted_version > card.sent_version and card.due_at <= ${now}
       order by card.due_at, card.order_id limit 1)
    update order_cards taken set attempts = taken.attempts + 1
      from behind where taken.order_id = behind.order_id
    returning taken.order_id, taken.wanted_version as version, taken.attempts,
              case when taken.message_sent_at < ${later(now, milliseconds(-EDIT_LIMIT))} then null else taken.message_id end as message_id`);
  const row = rows[0];
  if (!row) return null;
  const messageId = row.message_id === null ? null : Number(row.message_id);
  return { orderId: row.order_id, messageId, version: Number(row.version), attempts: Number(row.attempts) };
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

export async function letGo(em: SqlEntityManager, { botId, chatId, leaseNo }: HeldChat): Promise<void> {
  await em.execute(sql`
    update chat_lanes set lease_until = null
     where bot_id = ${botId} and chat_id = ${chatId} and lease_no = ${leaseNo}`);
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
