import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ANN, BORIS, TestWorld } from './telegram-world.ts';

/**
 * The error table of contracts/telegram.md C3: what is called, and the exact answer. Rows that need a scene of their own
 * stand in the tests of groups, webhooks, deliveries, faults and purchases.
 */
type Row = [method: string, params: object, code: number, description: string];

const NOBODY = 77;
const prices = [{ label: 'x', amount: 1 }];
const invoice = { title: 'x', description: 'x', payload: 'x', currency: 'XTR', prices };
const said = (more: object): object => ({ text: 'x', ...more });
const html = (text: string) => said({ text, parse_mode: 'HTML' });
const markdown = (text: string) => said({ text, parse_mode: 'MarkdownV2' });
const rows = (...buttons: object[]) => ({ reply_markup: { inline_keyboard: [buttons] } });
const button = (more: object) => said(rows({ text: 'x', ...more }));
const bad = (method: string, params: object, words: string): Row => [
  method,
  params,
  400,
  `Bad Request: ${words}`,
];
const text = (params: object, words: string) => bad('sendMessage', params, words);
const parse = (params: object, words: string) => text(params, `can't parse entities: ${words}`);
const picture = (more: object, words: string) => bad('sendPhoto', more, words);
const bill = (more: object, words: string) => bad('sendInvoice', { ...invoice, ...more }, words);
const menu = (commands: unknown, words: string) => bad('setMyCommands', { commands }, words);
const OLD = 'query is too old and response timeout expired or query ID is invalid';
const BUTTON = "can't parse inline keyboard button:";
const URL_OF_BUTTON = "inline keyboard button URL 'happ://x' is invalid: Unsupported URL protocol";

let world: TestWorld;
let known: { text: number; photo: number; person: number; document: string };
beforeAll(async () => {
  world = await TestWorld.start();
  await world.started(ANN);
  const { body } = await world.person(ANN).send('mine');
  const sent = await world.api.sendMessage(ANN, 'same');
  const photo = await upload('sendPhoto', 'photo', png(10, 10));
  const document = await upload('sendDocument', 'document', Buffer.from('words'));
  const file = document.body.result?.document as { file_id: string };
  known = {
    text: sent.message_id,
    photo: Number(photo.body.result?.message_id),
    person: (body as { messageId?: number }).messageId ?? 0,
    document: file.file_id,
  };
});
afterAll(() => world.close());

async function expectRow([method, params, code, description]: Row): Promise<void> {
  const { status, body } = await world.call(method, { chat_id: ANN, ...params });

  expect(status).toBe(code);
  expect(body).toEqual({ ok: false, error_code: code, description });
}

/** A PNG of this size, as far as its head says. */
function png(width: number, height: number): Buffer {
  const bytes = Buffer.alloc(60);
  Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').copy(bytes);
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
}

async function upload(method: string, field: string, bytes: Buffer) {
  const form = new FormData();
  form.set('chat_id', String(ANN));
  form.set(field, new Blob([new Uint8Array(bytes)]), 'file.png');
  const response = await fetch(`${world.world.url}/bot${world.token}/${method}`, {
    method: 'POST',
    body: form,
  });
  const body = (await response.json()) as { result?: Record<string, unknown>; description?: string };
  return { status: response.status, body };
}

describe('the error table', () => {
  it.each([
    ['bot123', 401, 'Unauthorized: invalid token specified'],
    [`bot1:${'A'.repeat(35)}`, 401, 'Unauthorized'],
  ])('bad token %s', async (bot, code, description) => {
    expect(await world.post(`/${bot}/getMe`)).toEqual({
      status: code,
      body: { ok: false, error_code: code, description },
    });
  });

  it('unknown path', async () => {
    const { status, body } = await world.get(`/bot${world.token}/a/b/c`);
    expect(status).toBe(404);
    expect(body).toEqual({ ok: false, error_code: 404, description: 'Not Found' });
  });

  it.each<Row>([['sendMoney', {}, 404, 'Not Found: method not found']])('unknown method %s', (...row) =>
    expectRow(row),
  );

  it.each<Row>([
    text(said({ chat_id: undefined }), 'chat_id is empty'),
    text(said({ chat_id: NOBODY }), 'chat not found'),
    text(said({ chat_id: '@nobody' }), 'chat not found'),
    ['sendMessage', said({ chat_id: BORIS }), 403, "Forbidden: bot can't initiate conversation with a user"],
  ])('chat: %s %j', (...row) => expectRow(row));

  it('a bot, itself', async () => {
    const { id } = await world.api.getMe();
    const words = "Forbidden: the bot can't send messages to the bot";
    await expectRow(['sendMessage', said({ chat_id: id }), 403, words]);
  });

  it('an account that was deleted', async () => {
    const { body } = await world.post('/_emu/persons', { name: 'Gone' });
    const { id } = body as { id?: number };
    const gone = await world.started(id ?? 0);
    await gone.act('delete-account');
    await expectRow(['sendMessage', said({ chat_id: id }), 403, 'Forbidden: user is deactivated']);
    expect((await gone.send('hello')).status).toBe(409);
  });

  it.each<Row>([
    text({ text: '' }, 'message text is empty'),
    text({ text: ' \n ' }, 'message text is empty'),
    text({ text: 'x'.repeat(4097) }, 'message is too long'),
    text({ text: 'x'.repeat(32_769) }, 'text is too long'),
    text(said({ parse_mode: 'BBCode' }), 'unsupported parse_mode'),
  ])('text: %s %j', (...row) => expectRow(row));

  it.each<Row>([
    parse(html('я<x>a</x>'), 'Unsupported start tag "x" at byte offset 2'),
    parse(html('a<b'), 'Unclosed start tag at byte offset 1'),
    parse(html('a<a href="x'), 'Unclosed start tag at byte offset 1'),
    parse(html('<b>a'), 'Can\'t find end tag corresponding to start tag "b"'),
    parse(html('я<b>a</i>'), 'Unmatched end tag at byte offset 6, expected "</b>", found "</i>"'),
    parse(html('a</b>'), 'Unexpected end tag at byte offset 1'),
    parse(html('<b>a</b x>'), 'Unclosed end tag at byte offset 4'),
    parse(html('<span>a</span>'), 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    parse(html('я<a ="x">a</a>'), 'Empty attribute name in the tag "a" at byte offset 2'),
    parse(html('<a href=https://a.b>a</a>'), 'Unexpected end of name token at byte offset 8'),
  ])('HTML: %s %j', (...row) => expectRow(row));

  it.each<Row>([
    ...[...'.!-=#+>|{}()]'].map((sign) =>
      parse(
        markdown(`a${sign}`),
        `Character '${sign}' is reserved and must be escaped with the preceding '\\'`,
      ),
    ),
    parse(markdown('я*a'), "Can't find end of Bold entity at byte offset 2"),
    parse(markdown('_a'), "Can't find end of Italic entity at byte offset 0"),
    parse(markdown('```js a'), "Can't find end of PreCode entity at byte offset 0"),
    parse(markdown('[a](b'), "Can't find end of a URL at byte offset 4"),
  ])('MarkdownV2: %s %j', (...row) => expectRow(row));

  it('nothing changed', () =>
    expectRow([
      'editMessageText',
      { message_id: known.text, text: 'same' },
      400,
      'Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
    ]));

  it('edit and delete', async () => {
    const edit = (message_id: number, words: string) =>
      expectRow(bad('editMessageText', { message_id, text: 'x' }, words));
    await edit(99_999, 'message to edit not found');
    await edit(known.person, "message can't be edited");
    await edit(known.photo, 'there is no text in the message to edit');
    await expectRow(bad('deleteMessage', { message_id: 99_999 }, 'message to delete not found'));
  });

  it.each<Row>([
    text(said({ reply_parameters: { message_id: 99_999 } }), 'message to be replied not found'),
    text(said({ message_thread_id: 5 }), 'message thread not found'),
    bad('setMessageReaction', { message_id: 99_999 }, 'message to react not found'),
    bad('pinChatMessage', { message_id: 99_999 }, 'message to pin not found'),
  ])('place: %s %j', (...row) => expectRow(row));

  it.each<Row>([
    text(button({}), `${BUTTON} Text buttons are unallowed in the inline keyboard`),
    text(
      said({ reply_markup: { inline_keyboard: [5] } }),
      'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
    ),
    text(said({ reply_markup: '5' }), 'object expected as reply markup'),
    text(said({ reply_markup: 'x{' }), "can't parse reply keyboard markup JSON object"),
    text(button({ callback_data: 'я'.repeat(33) }), 'BUTTON_DATA_INVALID'),
    text(button({ copy_text: { text: 'x'.repeat(257) } }), 'BUTTON_COPY_TEXT_INVALID'),
    text(button({ pay: true }), 'BUTTON_TYPE_INVALID'),
    text(button({ callback_data: 'x', style: 'loud' }), 'invalid button style specified'),
    text(button({ url: 'happ://x' }), URL_OF_BUTTON),
    text(
      button({ url: 'http://localhost/' }),
      "inline keyboard button URL 'http://localhost/' is invalid: Wrong HTTP URL",
    ),
    text(
      button({ web_app: { url: 'http://a.b' } }),
      "inline keyboard button Web App URL 'http://a.b' is invalid: Only HTTPS links are allowed",
    ),
    text(said(rows(...Array(101).fill({ text: 'x', callback_data: 'x' }))), 'reply markup is too long'),
    bill(rows({ text: 'x', callback_data: 'x' }), 'REPLY_MARKUP_BUY_EMPTY'),
  ])('keyboard: %s %j', (...row) => expectRow(row));

  it.each<Row>([
    bad('answerCallbackQuery', { callback_query_id: '1' }, OLD),
    bad('answerPreCheckoutQuery', { pre_checkout_query_id: '1', ok: true }, OLD),
  ])('answer: %s %j', (...row) => expectRow(row));

  it.each<Row>([
    picture({}, 'there is no photo in the request'),
    picture({ photo: 'AgACnothing' }, 'wrong file identifier/HTTP URL specified'),
    picture({ photo: 'https://example.com/x.png' }, 'failed to get HTTP URL content'),
    picture({ photo: 'AgACnothing', caption: 'x'.repeat(1025) }, 'message caption is too long'),
    bad(
      'sendMediaGroup',
      { media: Array(11).fill({ type: 'photo', media: 'x' }) },
      'too many messages to send as an album',
    ),
  ])('media: %s %j', (...row) => expectRow(row));

  it.each([
    [{ photo: png(9990, 11) }, 400, 'Bad Request: PHOTO_INVALID_DIMENSIONS'],
    [{ photo: png(400, 10) }, 400, 'Bad Request: PHOTO_INVALID_DIMENSIONS'],
    [{ photo: Buffer.from('no picture') }, 400, 'Bad Request: IMAGE_PROCESS_FAILED'],
    [{ document: Buffer.alloc(50 * 1024 * 1024 + 1) }, 413, 'Request Entity Too Large'],
  ])('upload, case %#', async (file: { photo?: Buffer; document?: Buffer }, code, description) => {
    const { photo, document = Buffer.alloc(0) } = file;
    const sending = photo
      ? upload('sendPhoto', 'photo', photo)
      : upload('sendDocument', 'document', document);
    const { status, body } = await sending;
    expect(status).toBe(code);
    expect(body).toEqual({ ok: false, error_code: code, description });
  });

  it('a file of another kind', async () => {
    const words = "can't use file of type Document as Photo";
    await expectRow(picture({ photo: known.document }, words));
  });

  it.each<Row>([
    bill({ max_tip_amount: 5 }, 'STARS_INVOICE_INVALID'),
    bill({ prices: [...prices, ...prices] }, 'STARS_INVOICE_INVALID'),
    bill({ provider_token: 'x' }, 'STARS_INVOICE_INVALID'),
    bill({ currency: 'TXR' }, 'PAYMENT_PROVIDER_INVALID'),
    bill({ payload: 'x'.repeat(129) }, 'INVOICE_PAYLOAD_INVALID'),
    bill({ prices: [{ label: 'x', amount: 100_001 }] }, 'CURRENCY_TOTAL_AMOUNT_INVALID'),
    bill({ prices: [] }, 'there must be at least one price'),
    bill({ prices: [{ label: 'x', amount: 0 }] }, 'total price must be positive'),
    bill({ title: '' }, 'parameter "title" is required'),
    bad('createInvoiceLink', { ...invoice, currency: 'TXR' }, 'PAYMENT_PROVIDER_INVALID'),
    bad('createInvoiceLink', { ...invoice, subscription_period: 5 }, 'SUBSCRIPTION_PERIOD_INVALID'),
    bad('refundStarPayment', { user_id: ANN, telegram_payment_charge_id: 'x' }, 'CHARGE_NOT_FOUND'),
  ])('Stars: %s %j', (...row) => expectRow(row));

  it.each<Row>([
    menu('start', "can't parse commands JSON object"),
    menu([{ command: 'start', description: '' }], 'command description must be non-empty'),
    menu([{ command: 'Start', description: 'x' }], 'BOT_COMMAND_INVALID'),
    bad('sendChatAction', { action: 'dance' }, 'wrong parameter action in request'),
  ])('menu and action: %s %j', (...row) => expectRow(row));

  it.each<Row>([
    bad('setWebhook', { url: 'http://a.b/x' }, 'bad webhook: An HTTPS URL must be provided for webhook'),
  ])('webhook: %s %j', (...row) => expectRow(row));
});

describe('an album with a picture that cannot be read', () => {
  it('is not sent at all, and says which one it was', async () => {
    const form = new FormData();
    form.set('chat_id', String(ANN));
    form.set(
      'media',
      JSON.stringify([
        { type: 'photo', media: 'attach://one' },
        { type: 'photo', media: 'attach://two' },
      ]),
    );
    form.set('one', new Blob([new Uint8Array(png(10, 10))]), 'one.png');
    form.set('two', new Blob(['words']), 'two.png');
    const before = await world.person(ANN).messages();
    const response = await fetch(`${world.world.url}/bot${world.token}/sendMediaGroup`, {
      method: 'POST',
      body: form,
    });

    expect(await response.json()).toEqual({
      ...{ ok: false, error_code: 400 },
      description: 'Bad Request: failed to send message #2 with the error message "IMAGE_PROCESS_FAILED"',
    });
    expect(await world.person(ANN).messages()).toEqual(before);
  });
});
