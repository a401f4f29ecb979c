import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';

/** A message every `intervalMs`, and `burst` of them at once after a rest. */
export type Pace = { readonly intervalMs: number; readonly burst: number };

type Chat = { readonly botId: number; readonly chatId: number };

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

/** As if the chat's last places had been taken so much later. */
export async function postponeChat(
  em: SqlEntityManager,
  { botId, chatId }: Chat,
  byMs: number,
): Promise<void> {
  await em.execute(sql`
    update chat_lanes set budget_until = budget_until + ${ms(Math.round(byMs))}
     where bot_id = ${botId} and chat_id = ${chatId}`);
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
