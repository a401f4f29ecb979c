import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';

/** How much of it was not sent yet, or is to be drawn anew. */
export type TakenOver = { isAny: boolean; messages: number; cards: number };

/**
 * What the bots before this one (the token was replaced) still had to say is said by this one. Telegram's ids of their
 * messages mean nothing to it: cards and homes are sent anew when there is something to show. Done twice it does nothing.
 */
export async function takeOverMessages(em: SqlEntityManager, botId: number): Promise<TakenOver> {
  const [counted] = await em.execute<{ messages: number; cards: number; behind: number }[]>(sql`
    with messages as (
      update outgoing_messages set bot_id = ${botId}
       where bot_id <> ${botId} and state in ('pending', 'undeliverable') returning id
    ), cards as (
      update order_cards set bot_id = ${botId}, message_id = null, message_sent_at = null
       where bot_id <> ${botId} returning wanted_version > sent_version as is_behind
    )
    select (select count(*)::int from messages) as messages, (select count(*)::int from cards) as cards,
           (select count(*)::int from cards where is_behind) as behind`);
  const { messages, cards, behind } = counted ?? { messages: 0, cards: 0, behind: 0 };
  const isAny = messages + cards > 0;
  if (isAny)
    await em.execute(sql`
      update customers set home_message_id = null, home_drawn_at = null, home_update_id = null
       where home_message_id is not null`);
  return { isAny, messages, cards: behind };
}
