import { InputFile } from 'grammy';
import QRCode from 'qrcode';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { decodePng } from '../../src/sandbox/telegram/png.ts';
import { ANN, BORIS, TestWorld } from './telegram-world.ts';

const KEY = 'vless://3f1c9d4e-key-of-ann@host.example:443';
const PROVIDER_KEY = 'provider-key-123456';

let world: TestWorld;
beforeEach(async () => {
  world = await TestWorld.start();
  await world.started(ANN);
  await world.started(BORIS);
  await world.post('/_emu/secrets', { value: KEY, owner: ANN });
  await world.post('/_emu/secrets', { value: PROVIDER_KEY });
});
afterEach(() => world.close());

const keyboard = (...buttons: object[]) => ({ reply_markup: { inline_keyboard: [buttons] } });
const copies = (count: number) => Array.from({ length: count }, () => ({ text: 'x', callback_data: 'x' }));
const say = (chat_id: number, more: object) => world.call('sendMessage', { chat_id, text: 'hello', ...more });
const photo = (text: string) => QRCode.toBuffer(text, { width: 512, margin: 4 });

describe('mistakes that Telegram tolerates', () => {
  it.each([
    ['unknown parameter', { txt: 'x' }],
    ['unknown parameter', keyboard({ text: 'x', callback_data: 'x', colour: 'red' })],
    ['deprecated field', { disable_web_page_preview: true }],
    ['two actions', keyboard({ text: 'x', callback_data: 'x', url: 'https://a.b' })],
    ['wide keyboard', keyboard(...copies(9))],
    ['wide keyboard', keyboard({ text: 'x'.repeat(41), callback_data: 'x' })],
    ['too many entities', { text: '<b>x</b>'.repeat(101), parse_mode: 'HTML' }],
    ['too many entities', { text: '*x*_y_'.repeat(51), parse_mode: 'MarkdownV2' }],
  ])('notes %s in %j', async (violation, wrong) => {
    await say(ANN, wrong);
    expect(await world.violations()).toEqual([violation]);
    const { body } = await world.get<{ violations: string[] }[]>('/_emu/calls?method=sendmessage');
    expect(body.at(-1)?.violations).toEqual([violation]);
  });

  it('notes nothing in a message at the limits', async () => {
    await say(ANN, { text: '<b>x</b>'.repeat(100), parse_mode: 'HTML', ...keyboard(...copies(8)) });
    await say(ANN, keyboard({ text: 'x'.repeat(40), callback_data: 'x', style: 'success' }));
    expect(await world.violations()).toEqual([]);
  });

  it('notes a name that is not escaped, and not one that is', async () => {
    await world.post('/_emu/persons', { name: '<b>&"', language: 'en' });
    await say(ANN, { text: 'Hello &lt;b&gt;&amp;"', parse_mode: 'HTML' });
    expect(await world.violations()).toEqual([]);
    await say(ANN, { text: 'Hello <b>&"</b>', parse_mode: 'HTML' });
    expect(await world.violations()).toEqual(['not escaped']);
  });

  it('notes a name that MarkdownV2 would read as mark-up', async () => {
    await world.post('/_emu/persons', { name: '*Max*', language: 'en' });
    await say(ANN, { text: 'Hello \\*Max\\*', parse_mode: 'MarkdownV2' });
    await say(ANN, { text: 'Hello *Max*' });
    expect(await world.violations()).toEqual([]);
    await say(ANN, { text: 'Hello *Max*', parse_mode: 'MarkdownV2' });
    expect(await world.violations()).toEqual(['not escaped']);
  });

  it('notes an edit after two days', async () => {
    const { message_id } = await world.api.sendMessage(ANN, 'old');
    await world.post('/_emu/clock/advance', { ms: 47 * 3600_000 });
    await world.api.editMessageText(ANN, message_id, 'newer');
    expect(await world.violations()).toEqual([]);
    await world.post('/_emu/clock/advance', { ms: 2 * 3600_000 });
    await world.api.editMessageText(ANN, message_id, 'newest');
    expect(await world.violations()).toEqual(['late edit']);
  });

  it('notes the fourth message of a second, the first answer not counted', async () => {
    for (const text of ['answer', '1', '2', '3']) await world.api.sendMessage(ANN, text);
    expect(await world.violations()).toEqual([]);
    await world.api.sendMessage(ANN, '4');
    expect(await world.violations()).toEqual(['burst']);
  });
});

describe('a tap that nobody answers', () => {
  afterEach(() => void vi.useRealTimers());

  it('is noted after ten seconds, an answered one is not', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true });
    await say(ANN, keyboard({ text: 'Tap', callback_data: 'x' }));
    const { body } = await world.person(ANN).tap('Tap');
    await world.person(ANN).tap('Tap');
    await world.api.answerCallbackQuery(body.callbackQueryId ?? '');
    expect(await world.violations()).toEqual([]);
    await vi.advanceTimersByTimeAsync(10_001);
    expect(await world.violations()).toEqual(['callback unanswered']);
  });
});

describe('a secret in a call', () => {
  it('lets a key go to its owner, as text, button and picture', async () => {
    await say(ANN, {
      text: `<code>${KEY}</code>`,
      parse_mode: 'HTML',
      ...keyboard({ text: 'x', copy_text: { text: KEY } }),
    });
    await world.api.sendPhoto(ANN, new InputFile(await photo(KEY), 'key.png'));
    expect(await world.violations()).toEqual([]);
  });

  it('sees the key in another chat, as text and as QR code', async () => {
    await say(BORIS, { text: `here: ${KEY}` });
    expect(await world.violations()).toEqual(['secret seen']);
    await world.api.sendPhoto(BORIS, new InputFile(await photo(KEY), 'key.png'));
    expect(await world.violations()).toEqual(['secret seen', 'secret seen']);
  });

  it('is not noted while nobody looks, and is again when somebody does', async () => {
    await world.post('/_emu/secrets/watch', { watch: false });
    await say(BORIS, { text: KEY });
    expect(await world.violations()).toEqual([]);

    await world.post('/_emu/secrets/watch', { watch: true });
    await say(BORIS, { text: KEY });
    expect(await world.violations()).toEqual(['secret seen']);
  });

  it('sees the key in callback data, in a payload and in a start link, also for its owner', async () => {
    await world.post('/_emu/secrets', { value: 'subtoken', owner: ANN });
    await say(ANN, keyboard({ text: 'x', callback_data: 'my:subtoken' }));
    expect(await world.violations()).toHaveLength(1);
    await world.api.sendInvoice(ANN, 'x', 'x', 'o:subtoken', 'XTR', [{ label: 'x', amount: 1 }]);
    expect(await world.violations()).toHaveLength(2);
    await say(ANN, { text: 'https://t.me/shop_bot?start=subtoken' });
    expect(await world.violations()).toHaveLength(3);
  });

  it('sees what belongs to nobody in every chat: provider key, bot token, panel token', async () => {
    const { body: panels } = await world.get<{ token: string }[]>('/_emu/panels');
    for (const secret of [PROVIDER_KEY, world.token, panels[0]?.token])
      await say(ANN, { text: `x ${secret} x` });
    expect(await world.violations()).toEqual(['secret seen', 'secret seen', 'secret seen']);
  });

  it('gives a key without a known owner to the first chat that received it', async () => {
    await world.post('/_emu/secrets', { value: 'key-of-somebody', owner: 0 });
    await say(BORIS, { text: 'key-of-somebody' });
    await say(BORIS, { text: 'key-of-somebody again' });
    expect(await world.violations()).toEqual([]);
    await say(ANN, { text: 'key-of-somebody' });
    expect(await world.violations()).toEqual(['secret seen']);
  });

  it('does not write the secret into the violation', async () => {
    await say(BORIS, { text: KEY });
    const { body } = await world.get('/_emu/violations');
    expect(JSON.stringify(body)).not.toContain('3f1c9d4e');
  });
});

describe('a picture', () => {
  it('is shown to the person as the PNG that was sent', async () => {
    const png = await photo('words');
    await world.api.sendPhoto(ANN, new InputFile(png, 'qr.png'), { caption: 'Scan' });
    const shown = (await world.person(ANN).messages()).at(-1);
    expect(shown).toMatchObject({ kind: 'photo', caption: 'Scan' });
    expect(Buffer.from(shown?.photo ?? '', 'base64').equals(png)).toBe(true);
    const { width, height, data } = decodePng(png);
    expect([width, height, data.length]).toEqual([512, 512, 512 * 512 * 4]);
  });

  it('that is none is refused', async () => {
    const sending = world.api.sendPhoto(ANN, new InputFile(Buffer.from('no picture'), 'x.png'));
    await expect(sending).rejects.toThrow('IMAGE_PROCESS_FAILED');
  });
});
