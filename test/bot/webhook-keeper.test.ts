import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Poller } from '../../src/bot/inbox/poller.ts';
import { WebhookKeeper } from '../../src/bot/inbox/webhook-keeper.ts';
import { webhookNotes } from '../../src/bot/inbox/webhook-notes.ts';
import { Secret } from '../../src/model/values/secret.ts';
import type { UnitOfWork } from '../../src/services/ports/unit-of-work.ts';
import { OffsetClock } from '../../src/system/clock.ts';
import { BotApiStub } from '../support/bot-api-stub.ts';
import { openTestDatabase, workOn } from '../support/database.ts';
import { lineLogger, OWNER } from '../support/shop-process.ts';
import { BOT } from './inbox-scene.ts';

const URL_ = 'https://shop.example/hook/path-of-ours';
const SECRET = 'secret-of-the-webhook';
const MINUTE = 60_000;

let telegram: BotApiStub;
let work: UnitOfWork;
let clock: OffsetClock;
let lines: string[];
/** As Telegram has it; a test may change it behind our back. */
let hook: { url: string; pending: number; error: string | null };
const running: { stop(): Promise<void> }[] = [];

beforeEach(async () => {
  telegram = await BotApiStub.start();
  work = workOn(await openTestDatabase());
  clock = new OffsetClock();
  lines = [];
  hook = { url: '', pending: 0, error: null };
  telegram.answer('setWebhook', ({ url }) => {
    hook.url = String(url);
    return { result: true };
  });
  telegram.answer('deleteWebhook', () => {
    hook.url = '';
    return { result: true };
  });
  telegram.answer('getWebhookInfo', () => ({
    result: {
      ...{ url: hook.url, has_custom_certificate: false, pending_update_count: hook.pending },
      ...(hook.error && {
        last_error_date: Math.floor(clock.now().getTime() / 1000),
        last_error_message: hook.error,
      }),
    },
  }));
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.stop()));
  await telegram.close();
});

function keeperOn({ holder = 'one', url = URL_, secret = SECRET } = {}) {
  const ends: string[] = [];
  const end = Promise.withResolvers<void>();
  let alerts = 0;
  const keeper = new WebhookKeeper({
    api: telegram.api(),
    work,
    clock,
    log: lineLogger(lines),
    shop: { botId: BOT, ownerIds: [OWNER] },
    holder,
    webhook: { url, secret: new Secret(secret) },
    onAlert: () => {
      alerts += 1;
    },
    onConflict: (message) => {
      ends.push(message);
      end.resolve();
    },
    checkMs: 10,
  });
  running.push(keeper);
  return { keeper, ends, end: end.promise, alerts: () => alerts };
}

const polling = (holder: string) => {
  const poller = new Poller({
    ...{ api: telegram.api(), work, clock, log: lineLogger(lines), botId: BOT, holder },
    ...{ onStored: () => {}, onConflict: () => {} },
  });
  running.push(poller);
  return poller;
};

/** Returns after so many more looks at the webhook. */
async function looks(more: number): Promise<void> {
  await telegram.called('getWebhookInfo', telegram.of('getWebhookInfo').length + more);
}

async function alertsSent(): Promise<unknown[]> {
  const rows = await work.read().execute<{ data: string }[]>(sql`
    select data::text as data from outgoing_messages where kind = 'alert' order by id`);
  return rows.map(({ data }) => JSON.parse(data));
}

describe('telling Telegram where to bring updates', () => {
  it('names address, secret and kinds, and drops nothing of what waits', async () => {
    keeperOn().keeper.start();

    const [told] = await telegram.called('setWebhook');

    expect(told?.params).toEqual({
      url: URL_,
      secret_token: SECRET,
      max_connections: 40,
      drop_pending_updates: false,
      allowed_updates: ['message', 'callback_query', 'pre_checkout_query', 'my_chat_member', 'subscription'],
    });
  });

  it('is done once: not at each look, and not by a process that starts later with the same settings', async () => {
    const first = keeperOn().keeper;
    first.start();
    await telegram.called('setWebhook');
    await looks(4);
    await first.stop();

    keeperOn({ holder: 'two' }).keeper.start();
    await looks(3);

    expect(telegram.of('setWebhook')).toHaveLength(1);
  });

  it.each([
    ['secret', { secret: 'another-secret' }],
    ['address', { url: 'https://shop.example/hook/elsewhere' }],
  ])('is done again with another %s', async (_, settings) => {
    const first = keeperOn().keeper;
    first.start();
    await telegram.called('setWebhook');
    await first.stop();

    keeperOn(settings).keeper.start();

    expect(await telegram.called('setWebhook', 2)).toHaveLength(2);
  });

  it('is done by one of two processes', async () => {
    keeperOn().keeper.start();
    await telegram.called('setWebhook');
    const before = telegram.of('getWebhookInfo').length;

    keeperOn({ holder: 'two', secret: 'of-another-time' }).keeper.start();
    await looks(5);

    expect(telegram.of('setWebhook')).toHaveLength(1);
    expect(telegram.of('getWebhookInfo').length).toBeGreaterThan(before);
  });

  it('waits until a process that polls has stopped', async () => {
    telegram.answer('getUpdates', () => sleep(60_000, { result: [] }, { ref: false }));
    const poller = polling('old');
    poller.start();
    await telegram.called('getUpdates');

    keeperOn({ holder: 'new' }).keeper.start();
    await sleep(200);
    const whilePolling = telegram.of('setWebhook').length;
    await poller.stop();

    expect(whilePolling).toBe(0);
  });

  it('is not undone by a process that wants to poll: that one waits', async () => {
    keeperOn().keeper.start();
    await telegram.called('setWebhook');

    polling('old').start();
    await looks(5);

    expect([telegram.of('deleteWebhook'), telegram.of('getUpdates')]).toEqual([[], []]);
    expect(hook.url).toBe(URL_);
  });

  it('goes on when Telegram cannot be reached for a while', async () => {
    telegram.answer('setWebhook', (_params, earlier) => (earlier === 0 ? 'lost' : { result: true }));

    keeperOn().keeper.start();

    expect(await telegram.called('setWebhook', 2)).toHaveLength(2);
  });

  it('keeps the secret and the path out of the log', async () => {
    telegram.answer('setWebhook', () => ({ code: 400, description: `Bad Request: bad webhook: ${URL_}` }));
    keeperOn().keeper.start();
    await looks(3);

    expect(lines.join('\n')).toMatch(/webhook\.refused/);
    expect(lines.join('\n')).not.toMatch(/secret-of-the-webhook|path-of-ours/);
  });
});

describe('a webhook that somebody takes away', () => {
  it('is set again', async () => {
    const { keeper, ends } = keeperOn();
    keeper.start();
    await telegram.called('setWebhook');
    await looks(2);

    hook.url = '';
    await telegram.called('setWebhook', 2);
    await looks(3);

    expect(hook.url).toBe(URL_);
    expect(ends).toEqual([]);
  });

  it('again and again belongs to another program: that is said, and the process ends', async () => {
    const { keeper, ends, end } = keeperOn();
    telegram.answer('setWebhook', () => {
      setTimeout(() => {
        hook.url = 'https://rival.example/its/path';
      }, 0);
      hook.url = URL_;
      return { result: true };
    });

    keeper.start();
    await end;

    expect(ends).toEqual([
      expect.stringMatching(/another program with this bot token .*rival\.example.*stop it/),
    ]);
    expect(ends.join()).not.toContain('/its/path');
  });

  it('says in words that the token is wrong, and ends', async () => {
    telegram.answer('getWebhookInfo', () => ({ code: 401, description: 'Unauthorized' }));
    const { keeper, ends, end } = keeperOn();

    keeper.start();
    await end;

    expect(ends).toEqual([expect.stringContaining('BOT_TOKEN')]);
  });
});

describe('a webhook that Telegram cannot reach', () => {
  async function failingFor(minutes: number): Promise<void> {
    await looks(2);
    clock.move(minutes * MINUTE);
    await looks(2);
  }

  it('is told to the owners once after five minutes, and once when it is mended', async () => {
    const { keeper, alerts } = keeperOn();
    keeper.start();
    await telegram.called('setWebhook');
    Object.assign(hook, { pending: 4, error: 'Wrong response from the webhook: 502 Bad Gateway' });
    await failingFor(4);
    const early = await alertsSent();
    clock.move(6 * MINUTE);
    await looks(5);
    const notes = await webhookNotes(work.read(), BOT);
    Object.assign(hook, { pending: 0 });
    await looks(5);

    const reason = 'Wrong response from the webhook: 502 Bad Gateway';
    expect(early).toEqual([]);
    expect(await alertsSent()).toEqual([
      { code: 'webhook-failing', pending: 4, reason },
      { code: 'webhook-back' },
    ]);
    expect(alerts()).toBe(2);
    expect(notes).toEqual([expect.stringMatching(/^webhook: .*502 Bad Gateway; 4 updates wait since 20/)]);
    expect(await webhookNotes(work.read(), BOT)).toEqual([]);
  });

  it('is told when Telegram refuses the address, too', async () => {
    const description = 'Bad Request: bad webhook: Failed to resolve host: Name or service not known';
    telegram.answer('setWebhook', () => ({ code: 400, description }));
    keeperOn().keeper.start();

    await failingFor(6);

    expect(await alertsSent()).toEqual([
      { code: 'webhook-failing', pending: 0, reason: `400 ${description}` },
    ]);
  });

  it('because it refuses the secret is told the secret anew, once', async () => {
    keeperOn().keeper.start();
    await telegram.called('setWebhook');

    Object.assign(hook, { pending: 1, error: 'Wrong response from the webhook: 401 Unauthorized' });
    await telegram.called('setWebhook', 2);
    await looks(5);

    expect(telegram.of('setWebhook')).toHaveLength(2);
  });

  it('is forgotten when the bot polls again', async () => {
    const { keeper } = keeperOn();
    keeper.start();
    await telegram.called('setWebhook');
    Object.assign(hook, { pending: 4, error: 'Connection refused' });
    await looks(3);
    await keeper.stop();

    telegram.answer('getUpdates', () => sleep(60_000, { result: [] }, { ref: false }));
    polling('one').start();
    await telegram.called('getUpdates');

    expect(await webhookNotes(work.read(), BOT)).toEqual([]);
    expect(hook.url).toBe('');
  });
});
