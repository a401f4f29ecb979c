import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Shop } from '../ports/shop.ts';
import type { MessageToQueue } from './message-kinds.ts';

/** Writes many messages down in the transaction that caused them, in one statement. Each is said once per key. */
export async function queueMessages(
  em: SqlEntityManager,
  { shop, now }: { shop: Pick<Shop, 'botId'>; now: Date },
  messages: readonly MessageToQueue[],
): Promise<void> {
  if (messages.length === 0) return;
  await em.execute(sql`
    insert into outgoing_messages (bot_id, chat_id, kind, data, idem_key, priority, due_at, created_at)
    select ${shop.botId}, "chatId", kind, data, key, coalesce(priority, 0), ${now}, ${now}
      from jsonb_to_recordset(${JSON.stringify(messages)}::jsonb)
        as row("chatId" bigint, kind text, data jsonb, key text, priority int)
    on conflict (idem_key) do nothing`);
}
