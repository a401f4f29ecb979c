import { setTimeout as sleep } from 'node:timers/promises';
import type { Update } from 'grammy/types';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Poller } from '../../src/bot/inbox/poller.ts';
import type { UnitOfWork } from '../../src/services/ports/unit-of-work.ts';
import { systemClock } from '../../src/system/clock.ts';
import { BotApiStub } from '../support/bot-api-stub.ts';
import { openTestDatabase, workOn } from '../support/database.ts';
import { BOT, message, quiet, stored } from './inbox-scene.ts';

const CONFLICT = { code: 409, description: 'Conflict: terminated by other getUpdates request' };

let telegram: BotApiStub;
let work: UnitOfWork;

beforeEach(async () => {
  telegram = await BotApiStub.start();
  work = workOn(await openTestDatabase());
});

afterEach(() => telegram.close());

/** Telegram gives these updates until their offset is acknowledged, and then keeps the poll open. */
function telegramHas(...updates: Update[]): void {
  telegram.answer('getUpdates', async ({ offset }) => {
    const result = updates.filter((update) => update.update_id >= Number(offset ?? 0));
    if (result.length === 0) await sleep(60_000, undefined, { ref: false });
    return { result };
  });
}

function pollerOn(over: { work?: UnitOfWork; holder?: string } = {}) {
  const conflicts: string[] = [];
  const { promise: conflict, resolve } = Promise.withResolvers<void>();
  const poller = new Poller({
    api: telegram.api(),
    work,
    clock: systemClock,
    log: quiet,
    botId: BOT,
    holder: 'one',
    onStored: () => {},
    onConflict: (text) => {
      conflicts.push(text);
      resolve();
    },
    ...over,
  });
  return { poller, conflicts, conflict };
}

describe('reading updates from Telegram', () => {
  it('lets Telegram forget an update only after it is stored', async () => {
    telegramHas(message(7, 1), message(8, 2));
    const { poller } = pollerOn();

    poller.start();
    const [first, second] = await telegram.called('getUpdates', 2);
    const inbox = await stored(work);
    await poller.stop();

    expect(inbox.map((row) => row.id)).toEqual([7, 8]);
    expect(first?.params.offset).toBeUndefined();
    expect(second?.params.offset).toBe(9);
  });

  it('says which updates it wants, and removes a webhook without dropping what waits', async () => {
    telegramHas();
    const { poller } = pollerOn();

    poller.start();
    const [poll] = await telegram.called('getUpdates');
    await poller.stop();

    expect(telegram.calls[0]).toMatchObject({
      method: 'deleteWebhook',
      params: { drop_pending_updates: false },
    });
    expect(poll?.params.allowed_updates).toEqual([
      'message',
      'callback_query',
      'pre_checkout_query',
      'my_chat_member',
      'subscription',
    ]);
  });

  it('asks for the same updates again when the database could not take them', async () => {
    telegramHas(message(7, 1));
    let failures = 1;
    const shaky: UnitOfWork = {
      run: (step) => work.run(step),
      do: (step) => work.do(step),
      alone: (statement) =>
        telegram.of('getUpdates').length === 1 && failures-- > 0
          ? Promise.reject(new Error('down'))
          : work.alone(statement),
      read: () => work.read(),
    };
    const { poller } = pollerOn({ work: shaky });

    poller.start();
    const polls = await telegram.called('getUpdates', 3);
    await poller.stop();

    expect(polls.map((poll) => poll.params.offset)).toEqual([undefined, undefined, 8]);
    expect((await stored(work)).map((row) => row.id)).toEqual([7]);
  });

  it('goes on after a bad gateway and a lost connection', async () => {
    telegram.answer('getUpdates', (_params, earlier) =>
      earlier === 0 ? 'html' : earlier === 1 ? 'lost' : { result: [message(7, 1)] },
    );
    const { poller, conflicts } = pollerOn();

    poller.start();
    await telegram.called('getUpdates', 4);
    await poller.stop();

    expect((await stored(work)).map((row) => row.id)).toEqual([7]);
    expect(conflicts).toEqual([]);
  });

  it('breaks off a running poll at once when the shop stops', async () => {
    telegramHas();
    const { poller } = pollerOn();
    poller.start();
    await telegram.called('getUpdates');

    const before = performance.now();
    await poller.stop();

    expect(performance.now() - before).toBeLessThan(1_000);
  });

  it('says in words that the token is wrong, and stops', async () => {
    telegram.answer('deleteWebhook', () => ({ code: 401, description: 'Unauthorized' }));
    const { poller, conflicts, conflict } = pollerOn();

    poller.start();
    await conflict;
    await poller.stop();

    expect(conflicts).toEqual([expect.stringContaining('BOT_TOKEN')]);
    expect(telegram.of('getUpdates')).toEqual([]);
  });

  it('says in words that another program has this bot, after it has met it three times', async () => {
    telegram.answer('getUpdates', () => CONFLICT);
    const { poller, conflicts, conflict } = pollerOn();

    poller.start();
    await conflict;
    await poller.stop();

    expect(conflicts).toEqual([expect.stringMatching(/another program reads updates with this bot token/)]);
    expect(telegram.of('getUpdates')).toHaveLength(3);
  });

  it.each([
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    'Conflict: terminated by setWebhook request',
  ])('names the webhook that another program has set, and the mend: %s', async (description) => {
    telegram.answer('getUpdates', () => ({ code: 409, description }));
    telegram.answer('getWebhookInfo', () => ({ result: { url: 'https://rival.example/its/secret-path' } }));
    const { poller, conflicts, conflict } = pollerOn();

    poller.start();
    await conflict;
    await poller.stop();

    expect(conflicts).toEqual([
      expect.stringMatching(
        /another program has set a webhook for this bot, at rival\.example \(409\): stop it/,
      ),
    ]);
    expect(conflicts.join()).not.toContain('secret-path');
  });

  it('takes a webhook away again when it gets the reading back from somebody who may have set one', async () => {
    telegramHas();
    const one = pollerOn().poller;
    one.start();
    await telegram.called('getUpdates');
    await one.stop();

    const two = pollerOn({ holder: 'two' }).poller;
    two.start();
    await telegram.called('getUpdates', 2);
    await two.stop();

    expect(telegram.of('deleteWebhook')).toHaveLength(2);
  });

  it('leaves the reading to the one process that has it, until that one stops', async () => {
    telegramHas();
    const one = pollerOn().poller;
    const two = pollerOn({ holder: 'two' }).poller;
    one.start();
    await telegram.called('getUpdates');

    two.start();
    await sleep(300);
    const whileHeld = telegram.of('getUpdates').length;
    await one.stop();
    await telegram.called('getUpdates', 2);
    await two.stop();

    expect(whileHeld).toBe(1);
  });

  it('takes the place of a process that was killed, when no other can exist', async () => {
    telegramHas();
    const dead = pollerOn().poller;
    dead.start();
    await telegram.called('getUpdates');
    const { poller } = pollerOn({ holder: 'two' });

    await poller.clearLease();
    poller.start();
    await telegram.called('getUpdates', 2);

    await Promise.all([dead.stop(), poller.stop()]);
    expect(telegram.of('getUpdates')).toHaveLength(2);
  });
});
