import type { Update } from 'grammy/types';
import { describe, expect, it } from 'vitest';
import { claimHeads } from '../../src/bot/inbox/inbox-statements.ts';
import { openTestDatabase, workOn } from '../support/database.ts';
import { BOT, checkout, message, store, stored, tap } from './inbox-scene.ts';

const freshWork = async () => workOn(await openTestDatabase());

describe('storing updates', () => {
  it('keeps each update once, however often Telegram tells it', async () => {
    const work = await freshWork();

    const first = await store(work, [message(1, 7), tap(2, 7)]);
    const again = await store(work, [tap(2, 7), message(3, 7)]);

    expect([first, again]).toEqual([2, 1]);
    expect((await stored(work)).map((row) => row.id)).toEqual([1, 2, 3]);
  });

  it('puts payments of a person into a lane apart from his screens', async () => {
    const work = await freshWork();
    const paid = message(4, 7);
    if (paid.message)
      Object.assign(paid.message, { successful_payment: { currency: 'XTR', total_amount: 50 } });
    const post = {
      update_id: 5,
      channel_post: { message_id: 1, date: 0, chat: { id: -100, type: 'channel' } },
    };

    await store(work, [message(1, 7), tap(2, 7), checkout(3, 7), paid, post as Update]);

    expect((await stored(work)).map((row) => row.lane)).toEqual(['p:7', 'p:7', 'pay:7', 'pay:7', 'c:-100']);
  });

  it('stores a text that the database could not take as it is', async () => {
    const work = await freshWork();

    await store(work, [message(1, 7, "nul \0 half \ud83d quote ' mark ? \\")]);

    expect(JSON.parse((await stored(work))[0]?.body ?? '').message.text).toBe(
      "nul  half \ufffd quote ' mark ? \\",
    );
  });

  it('gives the data of a button back as it was, whatever bytes a menu put into it', async () => {
    const work = await freshWork();
    const pressed = tap(1, 7);
    if (pressed.callback_query) Object.assign(pressed.callback_query, { data: 'more/0/1//h\ufffdL\0\n' });

    await store(work, [pressed]);

    const claim = { botId: BOT, now: new Date(), payments: false, most: 1, leaseMs: 1000 };
    const [claimed] = await work.do((em) => claimHeads(em, claim));
    expect(claimed?.update.callback_query).toMatchObject({ data: 'more/0/1//h\ufffdL\0\n' });
  });
});
