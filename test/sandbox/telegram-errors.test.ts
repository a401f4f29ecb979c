import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ANN, BORIS, OLGA, TestWorld } from './telegram-world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await TestWorld.start();
  await world.started(ANN);
});
afterAll(() => world.close());

const button = <More extends object>(more: More) => ({
  reply_markup: { inline_keyboard: [[{ text: 'x', ...more }]] },
});
const html = (text: string) => ({ text, parse_mode: 'HTML' });

describe('what Telegram refuses in a message', () => {
  it.each([
    [{ chat_id: undefined }, 400, 'Bad Request: chat_id is empty'],
    [{ chat_id: 1 }, 400, 'Bad Request: chat not found'],
    [{ chat_id: BORIS }, 403, "Forbidden: bot can't initiate conversation with a user"],
    [{ text: ' \n ' }, 400, 'Bad Request: message text is empty'],
    [{ text: 'x'.repeat(4097) }, 400, 'Bad Request: message is too long'],
    [{ parse_mode: 'BBCode' }, 400, 'Bad Request: unsupported parse_mode'],
    [button({ callback_data: 'x'.repeat(65) }), 400, 'Bad Request: BUTTON_DATA_INVALID'],
    [button({ callback_data: 'я'.repeat(33) }), 400, 'Bad Request: BUTTON_DATA_INVALID'],
    [button({ copy_text: { text: 'x'.repeat(257) } }), 400, 'Bad Request: BUTTON_COPY_TEXT_INVALID'],
    [button({ pay: true }), 400, 'Bad Request: BUTTON_TYPE_INVALID'],
    [
      button({}),
      400,
      "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ],
    [
      button({ url: 'happ://x' }),
      400,
      "Bad Request: inline keyboard button URL 'happ://x' is invalid: Unsupported URL protocol",
    ],
    [
      button({ url: 'http://localhost/x' }),
      400,
      "Bad Request: inline keyboard button URL 'http://localhost/x' is invalid: Wrong HTTP URL",
    ],
    [button({ callback_data: 'x', style: 'loud' }), 400, 'Bad Request: invalid button style specified'],
    [{ reply_markup: 'x{' }, 400, "Bad Request: can't parse reply keyboard markup JSON object"],
    [{ reply_markup: '5' }, 400, 'Bad Request: object expected as reply markup'],
    [{ reply_parameters: { message_id: 99_999 } }, 400, 'Bad Request: message to be replied not found'],
    [html('<x>a</x>'), 400, 'Bad Request: can\'t parse entities: Unsupported start tag "x" at byte offset 0'],
    [
      html('я<b>a</i>'),
      400,
      'Bad Request: can\'t parse entities: Unmatched end tag at byte offset 6, expected "</b>", found "</i>"',
    ],
    [
      html('<b>a'),
      400,
      'Bad Request: can\'t parse entities: Can\'t find end tag corresponding to start tag "b"',
    ],
    [html('a</b>'), 400, "Bad Request: can't parse entities: Unexpected end tag at byte offset 1"],
    [html('a<b'), 400, "Bad Request: can't parse entities: Unclosed start tag at byte offset 1"],
    [
      html('<span>a</span>'),
      400,
      'Bad Request: can\'t parse entities: Tag "span" must have class "tg-spoiler" at byte offset 0',
    ],
  ])('refuses %j', async (wrong, code, description) => {
    const { status, body } = await world.call('sendMessage', { chat_id: ANN, text: 'hello', ...wrong });
    expect(status).toBe(code);
    expect(body).toEqual({ ok: false, error_code: code, description });
  });

  it('takes 4096 characters and 64 bytes of callback data', async () => {
    const { status } = await world.call('sendMessage', {
      chat_id: ANN,
      text: '😀'.repeat(4096),
      ...button({ callback_data: 'x'.repeat(64) }),
    });
    expect(status).toBe(200);
  });

  it('reads HTML into entities and counts in UTF-16', async () => {
    const { text, entities } = await world.api.sendMessage(
      ANN,
      '😀 <b>bold <i>both</i></b> &lt;&amp; <pre><code class="language-js">x</code></pre> <a href="https://a.b/c">d</a> <blockquote expandable>e</blockquote>',
      { parse_mode: 'HTML' },
    );
    expect(text).toBe('😀 bold both <& x d e');
    expect(entities).toEqual([
      { type: 'bold', offset: 3, length: 9 },
      { type: 'italic', offset: 8, length: 4 },
      { type: 'pre', offset: 16, length: 1, language: 'js' },
      { type: 'text_link', offset: 18, length: 1, url: 'https://a.b/c' },
      { type: 'expandable_blockquote', offset: 20, length: 1 },
    ]);
  });

  it('keeps the entities that the bot gives', async () => {
    const given = [{ type: 'code' as const, offset: 2, length: 3 }];
    const { entities } = await world.api.sendMessage(ANN, '  key', { entities: given });
    expect(entities).toEqual([{ type: 'code', offset: 0, length: 3 }]);
  });
});

describe('edits and deletions', () => {
  it('refuses an edit that changes nothing', async () => {
    const { message_id } = await world.api.sendMessage(ANN, 'same', button({ callback_data: 'x' }));
    const same = { chat_id: ANN, message_id, text: 'same', ...button({ callback_data: 'x' }) };
    const { status, body } = await world.call('editMessageText', same);
    expect(status).toBe(400);
    expect(body.description).toMatch(/^Bad Request: message is not modified: specified new message content/);
  });

  it('takes the keyboard away where an edit brings none', async () => {
    const { message_id } = await world.api.sendMessage(ANN, 'one', button({ callback_data: 'x' }));
    const edited = await world.call('editMessageText', { chat_id: ANN, message_id, text: 'two' });
    expect(edited.body.result).not.toHaveProperty('reply_markup');
    expect(edited.body.result).toHaveProperty('edit_date');
    expect((await world.person(ANN).messages()).at(-1)).toMatchObject({
      text: 'two',
      edited: true,
      buttons: [],
    });
  });

  it('finds neither a deleted message nor one that never was', async () => {
    const { message_id } = await world.api.sendMessage(ANN, 'gone');
    await world.api.deleteMessage(ANN, message_id);
    const gone = { chat_id: ANN, message_id, text: 'x' };
    expect((await world.call('editMessageText', gone)).body.description).toBe(
      'Bad Request: message to edit not found',
    );
    expect((await world.call('deleteMessage', gone)).body.description).toBe(
      'Bad Request: message to delete not found',
    );
    expect((await world.person(ANN).messages()).some(({ id }) => id === message_id)).toBe(false);
  });

  it('edits no message of a person and no text of an invoice', async () => {
    const said = await world.person(ANN).send('mine');
    const messageId = (said.body as { messageId?: number }).messageId;
    const edit = await world.call('editMessageText', { chat_id: ANN, message_id: messageId, text: 'x' });
    expect(edit.body.description).toBe("Bad Request: message can't be edited");
    const price = [{ label: 'x', amount: 1 }];
    const invoice = await world.api.sendInvoice(ANN, 'x', 'x', 'x', 'XTR', price);
    const text = await world.call('editMessageText', {
      chat_id: ANN,
      message_id: invoice.message_id,
      text: 'x',
    });
    expect(text.body.description).toBe('Bad Request: there is no text in the message to edit');
  });
});

describe('other answers', () => {
  it('knows a wrong token, a real method it does not emulate, and no method at all', async () => {
    const malformed = await world.post('/bot123/getMe');
    expect(malformed).toMatchObject({
      status: 401,
      body: { description: 'Unauthorized: invalid token specified' },
    });
    const wrong = await world.post(`/bot1:${'A'.repeat(35)}/getMe`);
    expect(wrong).toMatchObject({ status: 401, body: { description: 'Unauthorized' } });
    const other = await world.call('sendDice', { chat_id: ANN });
    expect(other).toMatchObject({
      status: 501,
      body: { error_code: 501, description: 'Not emulated: sendDice' },
    });
    const none = await world.call('sendMoney');
    expect(none).toMatchObject({ status: 404, body: { description: 'Not Found: method not found' } });
    expect(await world.violations()).toContain('not emulated');
  });

  it('reads names in any case, and query, form and JSON alike', async () => {
    const { body } = await world.get(`/bot${world.token}/SENDMESSAGE?chat_id=${ANN}&text=query`);
    expect(body.result).toMatchObject({ text: 'query' });
    const form = new URLSearchParams({
      chat_id: String(ANN),
      text: 'form',
      reply_markup: '{"inline_keyboard":[]}',
    });
    const response = await fetch(`${world.world.url}/bot${world.token}/sendMessage`, {
      method: 'POST',
      body: form,
    });
    expect(await response.json()).toMatchObject({ ok: true, result: { text: 'form' } });
  });

  it('answers a tap once', async () => {
    const ann = world.person(ANN);
    await world.api.sendMessage(ANN, 'tap', button({ callback_data: 'x' }));
    const { body } = await ann.tap('x');
    const answer = { callback_query_id: body.callbackQueryId };
    expect((await world.call('answerCallbackQuery', answer)).status).toBe(200);
    expect((await world.call('answerCallbackQuery', answer)).body.description).toBe(
      'Bad Request: query is too old and response timeout expired or query ID is invalid',
    );
  });

  it('tells the bot of a block, and refuses it until the unblock', async () => {
    const olga = await world.started(OLGA);
    await olga.act('block');
    const [update] = await world.updates();
    expect(update?.my_chat_member).toMatchObject({
      chat: { id: OLGA },
      old_chat_member: { status: 'member' },
      new_chat_member: { status: 'kicked' },
    });
    const refused = await world.call('sendMessage', { chat_id: OLGA, text: 'x' });
    expect(refused).toMatchObject({
      status: 403,
      body: { description: 'Forbidden: bot was blocked by the user' },
    });
    await olga.act('unblock');
    expect((await world.call('sendMessage', { chat_id: OLGA, text: 'x' })).status).toBe(200);
  });
});
