import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ANN, BORIS, TestWorld } from './telegram-world.ts';
import { type Answer, type Heard, WebhookReceiver } from './webhook-receiver.ts';

const OK: Answer = { status: 200 };
let world: TestWorld;
let receiver: WebhookReceiver;
let url: string;
beforeEach(async () => {
  world = await TestWorld.start();
  receiver = new WebhookReceiver();
  url = await receiver.start();
});
afterEach(async () => {
  vi.useRealTimers();
  await world.close();
  await receiver.close();
});

const info = async () => (await world.call('getWebhookInfo')).body.result;
const heardAt = (n: number): Heard => {
  const heard = receiver.heard[n];
  if (!heard) throw new Error(`nothing heard at ${n}`);
  return heard;
};

/** Answers, and waits until the world has read the answer. */
async function answered(n: number, answer: Answer, pending: number): Promise<void> {
  heardAt(n).answer(answer);
  while ((await info())?.pending_update_count !== pending) await turn();
}

/** Refuses, and waits until the world has noted this very refusal. */
async function refused(n: number, answer: Answer): Promise<void> {
  heardAt(n).answer(answer);
  while (!String((await info())?.last_error_message).includes(` ${answer.status} `)) await turn();
}

describe('updates on their way to a webhook', () => {
  it('carry the secret, and are gone after a 2xx', async () => {
    receiver.always = { status: 204 };
    await world.api.setWebhook(url, { secret_token: 'a-Secret_1', max_connections: 3 });
    const { body } = await world.person(ANN).send('hello');

    const [first] = await receiver.until(1);
    while ((await info())?.pending_update_count !== 0) await turn();

    expect(first?.update).toMatchObject({ update_id: body.updateId, message: { text: 'hello' } });
    expect(first?.headers['x-telegram-bot-api-secret-token']).toBe('a-Secret_1');
    expect(first?.headers['content-type']).toBe('application/json');
    expect(await info()).toEqual({
      ...{ url, has_custom_certificate: false, pending_update_count: 0, max_connections: 3 },
    });
    expect(await world.violations()).toEqual([]);
  });

  it('come one at a time in a chat, and past each other from two people', async () => {
    await world.api.setWebhook(url);
    await world.person(ANN).send('a1');
    await world.person(ANN).send('a2');
    await world.person(BORIS).send('b1');

    await receiver.until(2);
    expect(receiver.texts().toSorted()).toEqual(['a1', 'b1']);
    await answered(receiver.texts().indexOf('a1'), OK, 2);
    await receiver.until(3);
    expect(receiver.texts()[2]).toBe('a2');
  });

  it('bring a tap past a message of the same person', async () => {
    await world.started(ANN);
    await world.updates();
    const reply_markup = { inline_keyboard: [[{ text: 'Tap', callback_data: 'tapped' }]] };
    await world.api.sendMessage(ANN, 'menu', { reply_markup });
    await world.api.setWebhook(url);

    await world.person(ANN).send('said');
    await world.person(ANN).tap('Tap');

    await receiver.until(2);
    expect(receiver.texts().toSorted()).toEqual(['said', 'tapped']);
  });

  it('use no more connections than the bot allows', async () => {
    await world.api.setWebhook(url, { max_connections: 1 });
    await world.person(ANN).send('a1');
    await world.person(BORIS).send('b1');

    await receiver.until(1);
    await info();
    expect(receiver.texts()).toEqual(['a1']);
    heardAt(0).answer(OK);
    await receiver.until(2);
    expect(receiver.texts()).toEqual(['a1', 'b1']);
  });

  it('come again at once, then after 2, 4 and 8 seconds, before anything newer of that chat', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await world.api.setWebhook(url);
    await world.person(ANN).send('first');
    await world.person(ANN).send('second');

    await receiver.until(1);
    await refused(0, { status: 500 });
    await vi.advanceTimersByTimeAsync(0);
    await receiver.until(2);
    for (const [n, seconds] of [2, 4, 8].entries()) {
      await refused(n + 1, { status: 502 + n });
      await vi.advanceTimersByTimeAsync(seconds * 1000 - 1);
      await info();
      expect(receiver.heard).toHaveLength(n + 2);
      await vi.advanceTimersByTimeAsync(1);
      await receiver.until(n + 3);
    }
    heardAt(4).answer(OK);
    await receiver.until(6);

    expect(receiver.texts()).toEqual([...Array(5).fill('first'), 'second']);
    expect((await info())?.last_error_message).toBe('Wrong response from the webhook: 504 Gateway Timeout');
    expect((await info())?.last_error_date).toBeCloseTo(Date.now() / 1000, -2);
  });

  it('wait as long as Retry-After says', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await world.api.setWebhook(url);
    await world.person(ANN).send('later');
    await receiver.until(1);
    await refused(0, { status: 429, headers: { 'retry-after': '30' } });

    await vi.advanceTimersByTimeAsync(29_999);
    await info();
    expect(receiver.heard).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);

    expect((await receiver.until(2)).map(({ update }) => update.message?.text)).toEqual(['later', 'later']);
  });

  it('come after a restart of the world', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'world-'));
    const before = await TestWorld.start({ folder });
    receiver.always = { status: 503, headers: { 'retry-after': '3600' } };
    await before.api.setWebhook(url, { secret_token: 'kept' });
    await before.person(ANN).send('kept');
    await receiver.until(1);
    await before.close();

    receiver.always = OK;
    const after = await TestWorld.start({ folder });
    const [, again] = await receiver.until(2);

    expect(again?.update.message?.text).toBe('kept');
    expect(again?.headers['x-telegram-bot-api-secret-token']).toBe('kept');
    await after.close();
    rmSync(folder, { recursive: true });
  });

  it('are forgotten when they are too old: taps after 150 seconds, the rest after a day', async () => {
    await world.started(ANN);
    const reply_markup = { inline_keyboard: [[{ text: 'Tap', callback_data: 'tapped' }]] };
    await world.api.sendMessage(ANN, 'menu', { reply_markup });
    await world.updates();
    await world.person(ANN).tap('Tap');
    await world.person(ANN).send('said');
    expect((await info())?.pending_update_count).toBe(2);

    await world.post('/_emu/clock/advance', { ms: 151_000 });
    expect((await info())?.pending_update_count).toBe(1);
    await world.post('/_emu/clock/advance', { ms: 24 * 3600_000 });
    expect((await info())?.pending_update_count).toBe(0);
  });
});

describe('between polling and a webhook', () => {
  it('nothing is lost: what waited for a poll goes to the webhook, and back', async () => {
    receiver.always = { status: 503 };
    await world.person(ANN).send('for a poll');
    await world.api.setWebhook(url);
    await receiver.until(1);

    await world.api.deleteWebhook();

    expect((await world.api.getUpdates()).map(({ message }) => message?.text)).toEqual(['for a poll']);
    expect(await info()).not.toHaveProperty('last_error_message');
  });

  it('a poll is refused while a webhook is set, also one that was waiting', async () => {
    const waiting = world.call('getUpdates', { timeout: 5 });
    await world.call('getMe');
    await world.api.setWebhook(url);

    expect((await waiting).body.description).toBe('Conflict: terminated by setWebhook request');
    const refused = await world.call('getUpdates');
    expect(refused).toMatchObject({
      status: 409,
      body: {
        description:
          "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
      },
    });
  });

  it('waiting updates are dropped when the bot says so', async () => {
    await world.person(ANN).send('old');
    await world.api.setWebhook(url, { drop_pending_updates: true, allowed_updates: ['message'] });

    expect(await info()).toMatchObject({ pending_update_count: 0, allowed_updates: ['message'] });
    expect(receiver.heard).toEqual([]);
  });

  it.each([
    [
      { url: 'http://example.com/x' },
      400,
      'Bad Request: bad webhook: An HTTPS URL must be provided for webhook',
    ],
    [
      { url: 'https://example.com:8080/x' },
      400,
      'Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443',
    ],
    [{ url: 'nowhere' }, 400, 'Bad Request: invalid webhook URL specified'],
    [{ secret_token: 'a b' }, 400, 'Bad Request: secret token contains unallowed characters'],
    [{ url: 'https://example.com/x' }, 501, 'Not emulated: a webhook outside of this machine'],
  ])('the webhook %j is refused', async (wrong, code, description) => {
    const { body } = await world.call('setWebhook', { url, ...wrong });

    expect(body).toEqual({ ok: false, error_code: code, description });
    expect((await info())?.url).toBe('');
  });
});
