import { sql } from '@mikro-orm/core';
import { expect } from 'vitest';
import type { RenderedCard } from '../../src/bot/sender/sendable.ts';
import { Sender, type SenderOptions } from '../../src/bot/sender/sender.ts';
import { telegramMessages } from '../../src/bot/sender/telegram-messages.ts';
import type { UnitOfWork } from '../../src/services/ports/unit-of-work.ts';
import { OffsetClock } from '../../src/system/clock.ts';
import type { BotApiStub } from '../support/bot-api-stub.ts';

export const BOT = 42;

const quiet = { info() {}, warn() {}, error() {} };

/** One sender; its texts are what stands in the row, and the newest stage of a card. */
export function senderOn(work: UnitOfWork, telegram: BotApiStub, over: Partial<SenderOptions> = {}) {
  const clock = new OffsetClock();
  const told: string[] = [];
  const sender = new Sender({
    work,
    clock,
    log: quiet,
    botId: BOT,
    telegram: telegramMessages(telegram.api()),
    render: {
      message: async ({ data }) => ({ method: 'sendMessage', payload: { text: String(data.text) } }),
      card: (orderId) => stageOf(work, orderId),
    },
    leaseMs: 30_000,
    idleMs: 50,
    onBlocked: async (chatId) => void told.push(`blocked ${chatId}`),
    onFailed: async ({ id, orderId }, reason) => void told.push(`failed ${id ?? orderId} ${reason}`),
    ...over,
  });
  return { sender, clock, told };
}

async function stageOf(work: UnitOfWork, orderId: string): Promise<RenderedCard> {
  const rows = await work
    .read()
    .execute<{ stage: string }[]>(sql`select stage from order_cards where order_id = ${orderId}`);
  return { text: rows[0]?.stage ?? '' };
}

/** Queues texts for a chat, in this order. */
export async function queue(work: UnitOfWork, chatId: number, ...texts: string[]): Promise<void> {
  await work.do(async (em) => {
    for (const text of texts) {
      await em.execute(sql`
        insert into outgoing_messages (bot_id, chat_id, kind, data, idem_key, due_at, created_at)
        values (${BOT}, ${chatId}, 'sorry', ${JSON.stringify({ text })}::jsonb, ${`${chatId}:${text}`}, ${new Date()}, ${new Date()})`);
    }
  });
}

export type QueuedMessage = {
  state: string;
  attempts: number;
  messageId: number | null;
  error: string | null;
};

export function queued(work: UnitOfWork): Promise<QueuedMessage[]> {
  return work.read().execute<QueuedMessage[]>(sql`
    select state, attempts, message_id::int as "messageId", error from outgoing_messages order by id`);
}

/** An order with a card that has never been sent. */
export async function openCard(work: UnitOfWork, orderId: string, chatId: number): Promise<void> {
  const now = new Date();
  await work.do(async (em) => {
    await em.execute(sql`
      insert into customers (id, name, language, subscription_hash, subscription_token, created_at)
      values (${chatId}, 'Ann', 'en', ${`h${chatId}`}, 't', ${now})`);
    await em.execute(sql`
      insert into orders (id, customer_id, bot_id, nonce, status, total_minor, currency, total_stars, terms_version, created_at)
      values (${orderId}, ${chatId}, ${BOT}, ${orderId}, 'paid', 100, 'EUR', 50, '1', ${now})`);
    await em.execute(sql`
      insert into order_cards (order_id, bot_id, chat_id, stage, due_at)
      values (${orderId}, ${BOT}, ${chatId}, 'paid', ${now})`);
  });
}

export async function advance(work: UnitOfWork, orderId: string, stage: string): Promise<void> {
  await work.do((em) =>
    em.execute(sql`
      update order_cards set stage = ${stage}, wanted_version = wanted_version + 1 where order_id = ${orderId}`),
  );
}

export type StoredCard = { wanted: number; sent: number; messageId: number | null; error: string | null };

export async function card(work: UnitOfWork, orderId: string): Promise<StoredCard | undefined> {
  const rows = await work.read().execute<StoredCard[]>(sql`
    select wanted_version as wanted, sent_version as sent, message_id::int as "messageId", error
      from order_cards where order_id = ${orderId}`);
  return rows[0];
}

/** Reads again until it is so; the machine may be busy. */
export const soon = <Value>(read: () => Promise<Value>) => expect.poll(read, { timeout: 10_000 });
