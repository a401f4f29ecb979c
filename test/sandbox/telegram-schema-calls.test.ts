import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { InputFile } from 'grammy';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ANN, TestWorld } from './telegram-world.ts';

const message = (more: object = {}) => ({ chat_id: ANN, text: 'hello', ...more });
const ROWS = 'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays';
const BUTTON = "can't parse inline keyboard button:";
const button = { text: 'x', callback_data: 'x' };

describe('a call that is checked', () => {
  let world: TestWorld;
  beforeEach(async () => {
    world = await TestWorld.start();
    await world.started(ANN);
  });
  afterEach(() => world.close());

  it.each([
    ['sendMessage', message({ message_thread_id: 'soon' }), 'parameter "message_thread_id" must be a Number'],
    [
      'sendMessage',
      message({ link_preview_options: 'no' }),
      'parameter "link_preview_options" must be an Object',
    ],
    ['sendPhoto', { chat_id: ANN, photo: ['x'] }, 'parameter "photo" must be a String'],
    ['sendDice', {}, 'chat_id is empty'],
    ['sendMessage', { chat_id: ANN }, 'message text is empty'],
    ['sendMessage', message({ reply_markup: { inline_keyboard: [button] } }), ROWS],
    [
      'sendMessage',
      message({ reply_markup: { inline_keyboard: [[5]] } }),
      `${BUTTON} InlineKeyboardButton must be an Object`,
    ],
    [
      'sendMessage',
      message({ reply_markup: { inline_keyboard: [[{ url: 'x' }]] } }),
      `${BUTTON} Field "text" must be of type String`,
    ],
    ['sendChatAction', { chat_id: ANN, action: 'dance' }, 'wrong parameter action in request'],
    ['answerCallbackQuery', { callback_query_id: '1', text: 'x'.repeat(201) }, 'MESSAGE_TOO_LONG'],
    ['getStarTransactions', { limit: 101 }, 'wrong parameter limit in request'],
    ['refundStarPayment', { telegram_payment_charge_id: 'x' }, 'user not found'],
    ['sendPhoto', { chat_id: ANN }, 'there is no photo in the request'],
    ['sendDice', { chat_id: ANN, emoji: [] }, 'parameter "emoji" is none of the words it may be'],
  ])('%s %j is refused', async (method, params, words) => {
    const { status, body } = await world.call(method, params);

    expect(status).toBe(400);
    expect(body.description).toBe(`Bad Request: ${words}`);
    const noted = words.startsWith('parameter') ? ['wrong parameter'] : [];
    expect(await world.violations()).toEqual(noted);
  });

  it('is answered and noted where Telegram puts a limit right by itself', async () => {
    const { status } = await world.call('getUpdates', { limit: 500 });

    expect(status).toBe(200);
    expect(await world.violations()).toEqual(['wrong parameter']);
  });

  it('is looked through for secrets also where it is refused', async () => {
    const { status } = await world.call(
      'sendMessage',
      message({ text: world.token, message_thread_id: 'x' }),
    );

    expect(status).toBe(400);
    expect(await world.violations()).toEqual(['wrong parameter', 'secret seen']);
  });

  it('may come as a form, with numbers and yes or no as text and objects as JSON', async () => {
    const form = new FormData();
    for (const [name, value] of Object.entries({
      chat_id: String(ANN),
      ...{ text: 'form', disable_notification: 'true', message_thread_id: '0' },
      entities: '[{"type":"bold","offset":0,"length":4}]',
      reply_markup: JSON.stringify({ inline_keyboard: [[button]] }),
    }))
      form.set(name, value);

    const response = await fetch(`${world.world.url}/bot${world.token}/sendMessage`, {
      method: 'POST',
      body: form,
    });

    expect(await response.json()).toMatchObject({
      ok: true,
      result: { entities: [{ type: 'bold' }], reply_markup: { inline_keyboard: [[{ text: 'x' }]] } },
    });
    expect(await world.violations()).toEqual([]);
  });

  it('is never a violation when grammY makes it as its types want', async () => {
    const { api } = world;
    await api.getMe();
    await api.setMyCommands([{ command: 'start', description: 'x' }], { language_code: 'ru' });
    await api.getUpdates({ limit: 100, timeout: 0, allowed_updates: ['message', 'callback_query'] });
    const sent = await api.sendMessage(ANN, '<b>x</b>', {
      parse_mode: 'HTML',
      link_preview_options: { is_disabled: true },
      reply_markup: { inline_keyboard: [[button]] },
    } as Parameters<typeof api.sendMessage>[2]);
    await api.sendPhoto(ANN, new InputFile(readFileSync('docs/chat.png'), 'x.png'), {
      caption: 'x',
      reply_parameters: { message_id: sent.message_id, allow_sending_without_reply: true },
    });

    expect(await world.violations()).toEqual([]);
  });

  it('gets an answer of the Bot API whatever it holds', async () => {
    const method = fc.constantFrom(
      'sendMessage',
      'sendPhoto',
      'sendInvoice',
      'editMessageText',
      'sendRichMessage',
      ...['sendMediaGroup', 'createInvoiceLink', 'setMessageReaction', 'pinChatMessage', 'copyMessage'],
      ...['createForumTopic', 'editUserStarSubscription', 'answerInlineQuery', 'setChatMenuButton'],
    );
    const params = fc.record({ chat_id: fc.constant(ANN), ...wildParams() }, { requiredKeys: ['chat_id'] });
    await fc.assert(
      fc.asyncProperty(method, params, async (name, body) => {
        const { status, body: reply } = await world.call(name, body);
        expect([200, 400, 501]).toContain(status);
        expect(reply.ok).toBe(status === 200);
      }),
      { numRuns: 300 },
    );
  });
});

function wildParams() {
  const wild = fc.jsonValue({ maxDepth: 3 });
  return {
    ...{ text: wild, entities: wild, parse_mode: fc.constantFrom('HTML', 'MarkdownV2', '', null, 3) },
    ...{ media: wild, reaction: wild, user_id: wild, from_chat_id: wild, results: wild, menu_button: wild },
    reply_markup: fc.oneof(wild, fc.record({ inline_keyboard: fc.array(fc.array(wild)) })),
    ...{ link_preview_options: wild, reply_parameters: wild, prices: wild, photo: wild, title: wild },
    ...{ rich_message: fc.record({ blocks: wild }), message_id: wild, caption: wild },
  };
}
