import { sql } from '@mikro-orm/core';
import type { Update } from 'grammy/types';
import { expect } from 'vitest';
import { Inbox, type InboxOptions } from '../../src/bot/inbox/inbox.ts';
import { storeUpdates } from '../../src/bot/inbox/store-updates.ts';
import type { UnitOfWork } from '../../src/services/ports/unit-of-work.ts';
import { OffsetClock } from '../../src/system/clock.ts';

export const BOT = 42;
export const quiet = { info() {}, warn() {}, error() {} };

const person = (id: number) => ({ id, is_bot: false, first_name: 'Ann' });

export function message(id: number, from: number, text = 'hello'): Update {
  const chat = { id: from, type: 'private' as const, first_name: 'Ann' };
  return { update_id: id, message: { message_id: id, date: 0, chat, from: person(from), text } } as Update;
}

export function tap(id: number, from: number): Update {
  return {
    update_id: id,
    callback_query: { id: `${id}`, from: person(from), chat_instance: 'x', data: '1p:1' },
  };
}

export function checkout(id: number, from: number): Update {
  return {
    update_id: id,
    pre_checkout_query: {
      id: `${id}`,
      from: person(from),
      currency: 'XTR',
      total_amount: 50,
      invoice_payload: 'p',
    },
  };
}

const usual = { slots: { payments: 2, others: 4 }, leases: { payment: 5_000, other: 30_000 } };

/** One inbox over the given database, and what a test wants to know of it. */
export function inboxOn(work: UnitOfWork, over: Partial<InboxOptions> = {}) {
  const clock = new OffsetClock();
  const asides: { id: number; reason: string }[] = [];
  const inbox = new Inbox({
    ...usual,
    work,
    clock,
    log: quiet,
    botId: BOT,
    handle: async () => {},
    aside: async (update, reason) => void asides.push({ id: update.update_id, reason }),
    redraw: (update) => update,
    idleMs: 50,
    ...over,
  });
  return { inbox, clock, asides };
}

export const store = (work: UnitOfWork, updates: Update[], now = new Date()) =>
  work.do((em) => storeUpdates(em, { botId: BOT, now }, updates));

export type StoredUpdate = {
  id: number;
  lane: string;
  state: string;
  attempts: number;
  body: string | null;
  error: string | null;
};

export async function stored(work: UnitOfWork): Promise<StoredUpdate[]> {
  const rows = await work.read().execute<StoredUpdate[]>(sql`
    select update_id::int as id, lane, state, attempts, body::text as body, error
      from telegram_updates order by update_id`);
  return rows;
}

/** Makes stored updates older by the database's clock. */
export const age = (work: UnitOfWork, seconds: number) =>
  work.do((em) =>
    em.execute(sql`update telegram_updates set received_at = received_at - ${seconds} * interval '1 s'`),
  );

/** Reads again until it is so; the machine may be busy. */
export const soon = <Value>(read: () => Promise<Value>) => expect.poll(read, { timeout: 10_000 });

/** Resolves when a handler has been called so many times; what it was given stands in `seen`. */
export function listener(times: number) {
  const seen: Update[] = [];
  const { promise: heard, resolve } = Promise.withResolvers<void>();
  const hear = (update: Update) => {
    seen.push(update);
    if (seen.length === times) resolve();
  };
  return { seen, heard, hear };
}
