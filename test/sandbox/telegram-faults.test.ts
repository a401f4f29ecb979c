import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ANN, BORIS, TestWorld } from './telegram-world.ts';

let world: TestWorld;
beforeEach(async () => {
  world = await TestWorld.start();
  await world.started(ANN);
  await world.started(BORIS);
  await world.updates();
});
afterEach(() => world.close());

const fault = (body: Record<string, unknown>) => world.post('/_emu/faults', body);
const say = (chat_id: number, text = 'x') => world.call('sendMessage', { chat_id, text });

describe('a fault of a call', () => {
  it.each([
    [{ kind: 413 }, 413, { description: 'Request Entity Too Large' }],
    [{ kind: 429 }, 429, { parameters: { retry_after: 1 } }],
    [{ kind: 429, retryAfter: 30 }, 429, { description: 'Too Many Requests: retry after 30' }],
  ])('%j is answered so', async (told, code, body) => {
    await fault({ method: 'sendMessage', ...told });
    expect(await say(ANN)).toMatchObject({ status: code, body: { ok: false, error_code: code, ...body } });
    expect((await say(ANN)).status).toBe(200);
  });

  it('may be a page of a proxy, and no JSON', async () => {
    await fault({ method: 'sendMessage', kind: '502html' });
    const response = await fetch(`${world.world.url}/bot${world.token}/sendMessage?chat_id=${ANN}&text=x`);
    expect(response.status).toBe(502);
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(await response.text()).toContain('502 Bad Gateway');
  });

  it('may cut the connection before anything is done', async () => {
    const before = await world.person(ANN).messages();
    await fault({ method: 'sendMessage', kind: 'reset' });
    await expect(say(ANN)).rejects.toThrow();
    expect(await world.person(ANN).messages()).toEqual(before);
    const { body } = await world.get<object[]>('/_emu/calls?method=sendMessage');
    expect(body.at(-1)).toMatchObject({ status: 0 });
  });

  it('may keep the answer back from a call that is done at once', async () => {
    await fault({ method: 'sendMessage', kind: 'slow', ms: 400 });
    const answer = say(ANN, 'there before the answer');
    const isSlow = await Promise.race([answer.then(() => false), seen(ANN, 'there before the answer')]);
    expect(isSlow).toBe(true);
    expect((await answer).status).toBe(200);
  });

  it('meets only the chat it names', async () => {
    await fault({ method: '*', chat: BORIS, kind: 403 });
    expect((await say(ANN)).status).toBe(200);
    expect((await say(BORIS)).status).toBe(403);
    expect((await say(BORIS)).status).toBe(200);
  });

  it('meets only calls with the words it names, wherever they stand', async () => {
    await fault({
      method: 'sendMessage',
      match: 'my:7',
      kind: 400,
      text: 'Bad Request: BUTTON_DATA_INVALID',
    });
    const keyboard = { inline_keyboard: [[{ text: 'x', callback_data: 'my:7' }]] };
    expect((await say(ANN)).status).toBe(200);
    const refused = await world.call('sendMessage', { chat_id: ANN, text: 'x', reply_markup: keyboard });
    expect(refused.body.description).toBe('Bad Request: BUTTON_DATA_INVALID');
  });

  it('is listed until it is used up, or taken away', async () => {
    await fault({ method: 'getMe', kind: 500, times: 2 });
    await world.call('getMe');
    expect((await world.get<object[]>('/_emu/faults')).body).toMatchObject([{ method: 'getMe', times: 1 }]);
    await fetch(`${world.world.url}/_emu/faults`, { method: 'DELETE' });
    expect((await world.call('getMe')).status).toBe(200);
  });

  it.each([
    [{ kind: 500 }, 'method: wants the name of a method of the Bot API, or * for any'],
    [
      { method: 'sendMesage', kind: 500 },
      'method: is no method of the Bot API; write one as in sendMessage, or * for any',
    ],
    [
      { method: '*', kind: 'flood' },
      'kind: must be one of 429, 403, 400, 413, 500, 502html, reset, hang, slow, lostResponse',
    ],
    [{ method: '*' }, 'kind: must be one of 429'],
    [{ method: '*', kind: 500, times: 0 }, 'times: must be 1 or more; leave it out for 1'],
    [{ method: '*', kind: 500, times: 1.5 }, 'times: must be a whole number'],
    [{ method: '*', kind: 500, times: 'two' }, 'times: must be a whole number'],
    [{ method: '*', kind: 429, retryAfter: -1 }, 'retryAfter: must be 0 or more'],
    [
      { method: '*', kind: 429, retry_after: 5 },
      'retry_after: is not known here; known are method, chat, match, times',
    ],
    [{ method: '*', kind: 'hang', ms: -1 }, 'ms: must be 0 or more'],
    [{ method: '*', kind: 'hang', ms: 1e9 }, 'ms: must be 600000 or less'],
    [{ method: '*', kind: 400, match: '' }, 'match: is empty; leave it out to fit every call'],
    [{ method: '*', kind: 400, chat: 'Ann' }, 'chat: wants the id of a person or group'],
  ])('is refused as %j, with field and mend', async (body, error) => {
    const answer = await fault(body);
    expect(answer.status).toBe(400);
    expect(answer.body.error?.startsWith(error), answer.body.error).toBe(true);
    expect((await world.get('/_emu/faults')).body).toEqual([]);
  });
});

/** True as soon as the text stands in the chat. */
async function seen(person: number, text: string): Promise<boolean> {
  while ((await world.person(person).messages()).at(-1)?.text !== text);
  return true;
}

describe("Telegram's own limits", () => {
  it('answer 429 to one message too many in a chat, when they are switched on', async () => {
    await world.post('/_emu/limits', { perChat: 2 });
    expect([(await say(ANN)).status, (await say(ANN)).status]).toEqual([200, 200]);
    expect(await say(ANN)).toMatchObject({
      status: 429,
      body: { description: 'Too Many Requests: retry after 1', parameters: { retry_after: 1 } },
    });
    expect((await say(BORIS)).status).toBe(200);
    const { body } = await world.post('/_emu/limits', {});
    expect(body).toEqual({ perChat: null, inAll: null });
    expect((await say(ANN)).status).toBe(200);
  });

  it('count all chats together, and no edits', async () => {
    await world.post('/_emu/limits', { inAll: 2 });
    const { message_id } = await world.api.sendMessage(ANN, 'one');
    await say(BORIS);
    await world.api.editMessageText(ANN, message_id, 'two');
    expect((await say(BORIS)).status).toBe(429);
    expect((await world.post('/_emu/limits', { perChat: 0 })).body.error).toBe('perChat: must be 1 or more');
  });
});

describe('updates that go astray', () => {
  it('come in the other order', async () => {
    await world.person(ANN).send('first');
    await world.person(BORIS).send('second');
    expect((await world.post('/_emu/updates/reorder')).body).toEqual({ updates: 2 });
    expect((await world.api.getUpdates()).map(({ message }) => message?.text)).toEqual(['second', 'first']);
  });

  it('are held back from a poll until they are let go', async () => {
    await world.post('/_emu/updates/hold', { hold: true });
    const polling = world.updates(5);
    await world.person(ANN).send('later');
    expect((await world.call('getWebhookInfo')).body.result).toMatchObject({ pending_update_count: 1 });
    await world.post('/_emu/updates/hold', { hold: false });
    expect(await polling).toMatchObject([{ message: { text: 'later' } }]);
    expect((await world.post('/_emu/updates/hold', {})).body.error).toBe('hold: must be true or false');
  });

  it('come by the next poll when the one that waits is cut', async () => {
    const poll = world.updates(10);
    await world.call('getMe');
    expect((await world.post('/_emu/updates/drop-poll')).body).toEqual({ dropped: 1 });
    await expect(poll).rejects.toThrow();
    await world.person(ANN).send('still there');
    expect(await world.updates()).toMatchObject([{ message: { text: 'still there' } }]);
  });

  it('lose as many polls to come as are wanted', async () => {
    expect((await world.post('/_emu/updates/drop-poll', { times: 2 })).body).toEqual({ dropped: 0 });
    await world.person(ANN).send('still there');
    await expect(world.call('getUpdates')).rejects.toThrow();
    await expect(world.call('getUpdates')).rejects.toThrow();
    expect(await world.updates()).toMatchObject([{ message: { text: 'still there' } }]);
  });
});

describe('the service of the Bot API', () => {
  it('is refused for ten minutes after a log-out', async () => {
    await world.api.logOut();
    expect(await world.call('getMe')).toMatchObject({ status: 400, body: { description: 'Logged out' } });
    await world.post('/_emu/clock/advance', { ms: 600_000 });
    expect((await world.call('getMe')).status).toBe(200);
  });

  it('is closed no earlier than ten minutes after its start', async () => {
    const early = await world.call('close');
    expect(early.status).toBe(429);
    expect(early.body.description).toMatch(/^Too Many Requests: retry after \d+$/);
    await world.post('/_emu/clock/advance', { ms: 600_000 });
    expect((await world.call('close')).body).toEqual({ ok: true, result: true });
    expect((await world.call('close')).status).toBe(429);
  });
});
