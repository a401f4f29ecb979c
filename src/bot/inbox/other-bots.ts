import { sql } from '@mikro-orm/core';
import type { Update } from 'grammy/types';
import type { Logger } from '../../services/ports/logger.ts';
import type { IncomingCharge } from '../../services/ports/payment-provider.ts';
import type { UnitOfWork } from '../../services/ports/unit-of-work.ts';
import { chargeOf } from '../charge-of.ts';
import { safeReason } from './safe-reason.ts';
import { restored } from './storable.ts';

type Needs = {
  work: UnitOfWork;
  log: Logger;
  /** The bot that is there now. */
  botId: number;
  /** Books a charge, once however often it is told. */
  confirm: (charge: IncomingCharge) => Promise<unknown>;
};

type Row = { botId: string; id: string; body: string };

const FREE = sql`(lease_until is null or lease_until < clock_timestamp())`;

/**
 * What the bots before this one had stored and not handled (the token was replaced): payments are booked, what went
 * back is left for the doctor, and nobody can answer the rest any more. Answers how many payments were booked; what
 * fails stays as it is for the next start.
 */
export async function finishOtherBots(needs: Needs): Promise<number> {
  const { work, botId } = needs;
  const rows = await work.read().execute<Row[]>(sql`
    select bot_id::text as "botId", update_id::text as id, body::text as body from telegram_updates
     where bot_id <> ${botId} and state = 'open' and ${FREE} and jsonb_exists(body->'message', 'successful_payment')
     order by bot_id, update_id`);
  let booked = 0;
  for (const row of rows) if (await bookSafely(needs, row)) booked += 1;
  await work.read().execute(sql`
    update telegram_updates set state = 'done', body = null, lease_until = null, error = 'it came to another bot'
     where bot_id <> ${botId} and state = 'open' and ${FREE}
       and not coalesce(jsonb_exists_any(body->'message', array['successful_payment', 'refunded_payment']), false)`);
  return booked;
}

async function bookSafely({ work, log, confirm }: Needs, row: Row): Promise<boolean> {
  try {
    const { message } = JSON.parse(row.body, restored) as Update;
    const { successful_payment: paid, from } = message ?? {};
    if (!paid || !from) return false;
    await confirm(chargeOf(paid, { botId: Number(row.botId), payerId: from.id }));
    await work.read().execute(sql`
      update telegram_updates set state = 'done', body = null, lease_until = null
       where bot_id = ${row.botId}::bigint and update_id = ${row.id}::bigint and state = 'open'`);
    return true;
  } catch (error) {
    log.error('other-bot.payment-failed', { updateId: row.id, reason: safeReason(error) });
    return false;
  }
}
