import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ANN, BORIS, TestWorld } from './telegram-world.ts';
import { type Answer, WebhookReceiver } from './webhook-receiver.ts';

const HOUR_MS = 3_600_000;
const SECOND_MS = 1000;

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

/** Refuses the newest request with these words and waits until the world has noted it. */
async function refused(words: string, answer: Answer): Promise<void> {
  receiver.heard.at(-1)?.answer({ ...answer, headers: { 'retry-after': '1' } });
  while (!String((await info())?.last_error_message ?? '').includes(words) && (await info())?.url)
    await turn();
}

describe('a webhook that is gone', () => {
  it('is taken away after 23 hours of HTTP 410, and the updates wait for a poll', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await world.api.setWebhook(url);
    await world.person(ANN).send('anyone?');
    await receiver.until(1);
    await refused('410', { status: 410 });
    await world.post('/_emu/clock/advance', { ms: 23 * HOUR_MS + 1 });
    await vi.advanceTimersByTimeAsync(SECOND_MS);
    await receiver.until(2);
    await refused('none', { status: 410 });

    expect((await info())?.url).toBe('');
    expect(await world.updates()).toMatchObject([{ message: { text: 'anyone?' } }]);
  });

  it('stays where another answer came in between', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await world.api.setWebhook(url);
    await world.person(ANN).send('anyone?');
    for (const [n, status] of [410, 503, 410].entries()) {
      await receiver.until(n + 1);
      await refused(String(status), { status });
      if (n === 0) await world.post('/_emu/clock/advance', { ms: 23 * HOUR_MS + 1 });
      await vi.advanceTimersByTimeAsync(SECOND_MS);
    }
    await receiver.until(4);

    expect((await info())?.url).toBe(url);
  });
});

describe('a webhook that is set', () => {
  it('is set at most once in a second', async () => {
    await world.api.setWebhook(url);
    const { status, body } = await world.call('setWebhook', { url: `${url}/2` });

    expect(status).toBe(429);
    expect(body).toEqual({
      ...{ ok: false, error_code: 429, parameters: { retry_after: 1 } },
      description: 'Too Many Requests: retry after 1',
    });
    expect((await info())?.url).toBe(url);
  });

  it('is taken away at once, however lately it was set', async () => {
    await world.api.setWebhook(url);

    const first = await world.call('deleteWebhook');
    const second = await world.call('deleteWebhook');

    expect(first.body).toMatchObject({ ok: true, result: true, description: 'Webhook was deleted' });
    expect(second.body).toMatchObject({ ok: true, result: true, description: 'Webhook is already deleted' });
  });

  it('goes on where it was when the same is set once more', async () => {
    await world.api.setWebhook(url, { secret_token: 'x' });
    await world.person(ANN).send('once');
    await receiver.until(1);
    await turn();
    await new Promise((resolve) => setTimeout(resolve, SECOND_MS));

    const again = await world.call('setWebhook', { url, secret_token: 'x' });
    receiver.heard[0]?.answer({ status: 200 });
    while ((await info())?.pending_update_count !== 0) await turn();

    expect(again.body.description).toBe('Webhook is already set');
    expect(receiver.texts()).toEqual(['once']);
  });

  it.each([
    [0, 40],
    [500, 100],
  ])('with %i connections has %i', async (told, used) => {
    await world.call('setWebhook', { url, max_connections: told });

    expect((await info())?.max_connections).toBe(used);
  });

  it('drops what waited when it is taken away with the wish to', async () => {
    receiver.always = { status: 503, headers: { 'retry-after': '3600' } };
    await world.api.setWebhook(url);
    await world.person(ANN).send('old');
    await receiver.until(1);

    await world.api.deleteWebhook({ drop_pending_updates: true });

    expect(await world.api.getUpdates()).toEqual([]);
  });
});

describe('a call in the answer to a webhook', () => {
  it('is made, and noted with the other calls', async () => {
    receiver.always = { status: 200, body: `{"method":"sendMessage","chat_id":${ANN},"text":"at once"}` };
    await world.api.setWebhook(url);
    await world.person(ANN).send('hello');
    while ((await info())?.pending_update_count !== 0) await turn();

    expect((await world.person(ANN).messages()).at(-1)).toMatchObject({ from: 'bot', text: 'at once' });
    const { body } = await world.get<object[]>('/_emu/calls?method=sendMessage');
    expect(body).toMatchObject([{ status: 200 }]);
    expect(await world.violations()).toEqual([]);
  });

  it.each(['getMe', 'setWebhook', 'deleteWebhook', 'close', 'logOut'])(
    '%s is passed over',
    async (method) => {
      receiver.always = { status: 200, body: JSON.stringify({ method, url: '' }) };
      await world.api.setWebhook(url);
      await world.person(ANN).send('hello');
      while ((await info())?.pending_update_count !== 0) await turn();

      expect((await world.get<object[]>(`/_emu/calls?method=${method}`)).body).toHaveLength(
        method === 'setWebhook' ? 1 : 0,
      );
      expect((await info())?.url).toBe(url);
    },
  );
});

describe('updates that are held', () => {
  it('reach neither webhook nor poll until they are let go', async () => {
    receiver.always = { status: 200 };
    await world.api.setWebhook(url);
    await world.post('/_emu/updates/hold', { hold: true });
    await world.person(ANN).send('waits');
    await world.person(BORIS).send('waits too');
    expect(await info()).toMatchObject({ pending_update_count: 2 });
    expect(receiver.heard).toEqual([]);

    await world.post('/_emu/updates/hold', { hold: false });
    await receiver.until(2);

    expect(receiver.texts().toSorted()).toEqual(['waits', 'waits too']);
  });
});
