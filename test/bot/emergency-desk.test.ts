import type { Update } from 'grammy/types';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { EmergencyDesk } from '../../src/bot/inbox/emergency-desk.ts';
import { Poller } from '../../src/bot/inbox/poller.ts';
import { storeFromWebhook } from '../../src/bot/inbox/store-from-webhook.ts';
import type { Database } from '../../src/db/open-database.ts';
import { systemClock } from '../../src/system/clock.ts';
import { BotApiStub } from '../support/bot-api-stub.ts';
import { openTestDatabase, workOn } from '../support/database.ts';
import { texts } from './english.ts';
import { BOT, message, quiet, stored } from './inbox-scene.ts';

const OLGA = 9001;
const ANN = 1;

let telegram: BotApiStub;
let database: Database;

beforeEach(async () => {
  telegram = await BotApiStub.start();
  database = await openTestDatabase();
});

afterEach(async () => {
  await database.em().execute('drop trigger if exists disk_full on telegram_updates');
  await telegram.close();
});

/** From now on there is no room for another update (SQLSTATE 53100). */
async function fillDisk(): Promise<void> {
  await database.em().execute(`
    create or replace function disk_is_full() returns trigger language plpgsql as
    $$ begin raise exception 'could not extend file' using errcode = '53100'; end $$`);
  await database
    .em()
    .execute('create trigger disk_full before insert on telegram_updates execute function disk_is_full()');
}

const freeDisk = () => database.em().execute('drop trigger disk_full on telegram_updates');

const desk = () => new EmergencyDesk({ api: telegram.api(), texts, ownerIds: [OLGA], log: quiet });

const checkout = (id: number): Update => ({
  update_id: id,
  pre_checkout_query: {
    id: 'pay-1',
    from: { id: ANN, is_bot: false, first_name: 'Ann' },
    currency: 'XTR',
    total_amount: 150,
    invoice_payload: 'x',
  },
});

it('refuses payments, answers people once and tells the owner while nothing can be stored', async () => {
  telegram.answer('getUpdates', ({ offset }) => ({
    result: [message(7, ANN), checkout(8)].filter(({ update_id: id }) => id >= Number(offset ?? 0)),
  }));
  await fillDisk();
  const poller = new Poller({
    api: telegram.api(),
    work: workOn(database),
    clock: systemClock,
    log: quiet,
    botId: BOT,
    holder: 'one',
    onStored: () => {},
    onConflict: () => {},
    emergency: desk(),
  });

  poller.start();
  await telegram.called('getUpdates', 4);
  const kept = await stored(workOn(database));
  await freeDisk();
  await telegram.called('getUpdates', 6);
  await poller.stop();

  const said = telegram.of('sendMessage').map(({ params }) => [Number(params.chat_id), params.text]);
  expect(said).toEqual([
    [OLGA, expect.stringContaining('The database takes nothing any more')],
    [ANN, expect.stringContaining('Nothing was charged')],
  ]);
  expect(telegram.of('answerPreCheckoutQuery').map(({ params }) => params)).toEqual([
    {
      pre_checkout_query_id: 'pay-1',
      ok: false,
      error_message: expect.stringContaining('cannot take orders'),
    },
  ]);
  expect(kept).toEqual([]);
  expect((await stored(workOn(database))).map(({ id }) => id)).toEqual([7, 8]);
});

it('does the same where Telegram brings the updates, and has it bring them again', async () => {
  await fillDisk();
  const store = storeFromWebhook({
    work: workOn(database),
    clock: systemClock,
    botId: BOT,
    onStored: () => {},
    emergency: desk(),
  });

  await expect(store([checkout(8)])).rejects.toMatchObject({ code: '53100' });

  expect(telegram.of('answerPreCheckoutQuery')).toHaveLength(1);
});

it('answers an update again that Telegram brings again, where it did not take the answer, and no other', async () => {
  const ill = (_: unknown, earlier: number) =>
    earlier === 0 ? { code: 502, description: 'Bad Gateway' } : { result: true };
  telegram.answer('answerPreCheckoutQuery', ill);
  telegram.answer('sendMessage', ({ chat_id: chat }, earlier) =>
    chat === OLGA
      ? { code: 403, description: 'Forbidden: bot was blocked by the user' }
      : ill(chat, earlier - 1),
  );
  const one = desk();

  for (let times = 0; times < 3; times++) await one.answer([message(7, ANN), checkout(8)], new Error('disk'));

  const said = telegram.of('sendMessage').map(({ params }) => Number(params.chat_id));
  expect(said).toEqual([OLGA, ANN, ANN]);
  expect(telegram.of('answerPreCheckoutQuery')).toHaveLength(2);
});
