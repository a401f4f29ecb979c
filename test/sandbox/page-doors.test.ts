import { InputFile } from 'grammy';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ANN, BORIS, OLGA, TestWorld } from './telegram-world.ts';

let world: TestWorld;
beforeEach(async () => {
  world = await TestWorld.start();
  await world.started(ANN);
});
afterEach(() => world.close());

const action = async (id = ANN) => (await world.get(`/_emu/persons/${id}/action`)).body;
const menu = async (id: number) =>
  (await world.get<{ command: string }[]>(`/_emu/persons/${id}/commands`)).body.map(({ command }) => command);
const drop = async (id: string) =>
  (await fetch(`${world.world.url}/_emu/faults${id}`, { method: 'DELETE' })).status;
const faults = async () => (await world.get<{ id: number; method: string }[]>('/_emu/faults')).body;

describe('what the bot is doing', () => {
  it('is told for five seconds, and no longer than until its next message', async () => {
    expect(await action()).toBeNull();
    await world.api.sendChatAction(ANN, 'upload_photo');
    expect(await action()).toEqual({ action: 'upload_photo', ms: expect.any(Number) });
    expect(await action(BORIS)).toBeNull();
    await world.api.sendMessage(ANN, 'done');
    expect(await action()).toBeNull();

    await world.api.sendChatAction(ANN, 'typing');
    await world.post('/_emu/clock/advance', { ms: 4000 });
    expect(await action()).toMatchObject({ action: 'typing' });
    await world.post('/_emu/clock/advance', { ms: 1000 });
    expect(await action()).toBeNull();
  });

  it('is heard of at once by whoever listens', async () => {
    const stop = new AbortController();
    const { body } = await fetch(`${world.world.url}/_emu/events`, { signal: stop.signal });
    const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
    await reader?.read();

    await world.api.sendChatAction(ANN, 'typing');

    expect((await reader?.read())?.value).toContain(`data: {"person":${ANN}}`);
    stop.abort();
  });
});

describe('a person’s menu', () => {
  it('is that of the nearest scope, in the person’s language where there is one', async () => {
    const set = (command: string, more: object = {}) =>
      world.call('setMyCommands', { commands: [{ command, description: 'x' }], ...more });
    expect(await menu(ANN)).toEqual([]);
    await set('all');
    await set('russian', { language_code: 'ru' });
    await set('olga', { scope: { type: 'chat', chat_id: OLGA } });

    expect(await menu(ANN)).toEqual(['all']);
    expect(await menu(BORIS)).toEqual(['russian']);
    expect(await menu(OLGA)).toEqual(['olga']);
  });
});

describe('a document of a chat', () => {
  it('can be fetched as a download by its message, and nothing else can', async () => {
    const { message_id } = await world.api.sendDocument(ANN, new InputFile(Buffer.from('<b>'), 'list.html'));
    const fetched = (id: number, message: number) =>
      fetch(`${world.world.url}/_emu/persons/${id}/documents/${message}`);

    const file = await fetched(ANN, message_id);

    expect(await file.text()).toBe('<b>');
    expect(file.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''list.html");
    expect(file.headers.get('content-type')).toBe('application/octet-stream');
    expect((await fetched(BORIS, message_id)).status).toBe(404);
    expect((await fetched(ANN, 1)).status).toBe(404);
    expect((await fetched(7, message_id)).status).toBe(404);
  });
});

describe('faults that are set', () => {
  it('are listed with the turns that are left, and taken away one by one or all at once', async () => {
    for (const method of ['sendPhoto', 'sendMessage', 'getMe'])
      await world.post('/_emu/faults', { method, kind: '500', times: 2 });
    await world.call('sendMessage', { chat_id: ANN, text: 'x' });
    expect(await faults()).toMatchObject([
      { method: 'sendPhoto', kind: '500', times: 2 },
      { method: 'sendMessage', kind: '500', times: 1 },
      { method: 'getMe', kind: '500', times: 2 },
    ]);

    const [first] = await faults();
    expect(await drop(`/${first?.id}`)).toBe(200);
    expect(await drop(`/${first?.id}`)).toBe(404);
    expect((await faults()).map(({ method }) => method)).toEqual(['sendMessage', 'getMe']);
    expect(await drop('')).toBe(200);
    expect(await faults()).toEqual([]);
    expect((await world.call('sendMessage', { chat_id: ANN, text: 'x' })).status).toBe(200);
  });

  it('are listed for a panel too', async () => {
    await world.post('/_panel/1/faults', { path: 'panel/api', times: 3, kind: 'html' });
    expect((await world.get('/_panel/1/faults')).body).toEqual([
      { path: 'panel/api', times: 3, kind: 'html' },
    ]);
    await world.post('/_panel/1/faults', { path: 'panel/api', times: 0, kind: 'html' });
    expect((await world.get('/_panel/1/faults')).body).toEqual([]);
  });
});

describe('a message', () => {
  it('keeps the colour of its buttons and the moments in its text', async () => {
    await world.api.sendMessage(ANN, '<tg-time unix="1800000000" format="wDT">then</tg-time>', {
      parse_mode: 'HTML',
      reply_markup: { inline_keyboard: [[{ text: 'Delete', callback_data: 'd', style: 'danger' }]] },
    });

    expect((await world.person(ANN).messages()).at(-1)).toMatchObject({
      text: 'then',
      entities: [
        { type: 'date_time', offset: 0, length: 4, unix_time: 1_800_000_000, date_time_format: 'wDT' },
      ],
      buttons: [[{ text: 'Delete', style: 'danger' }]],
    });
  });
});
