import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ANN, BORIS, TestWorld } from './telegram-world.ts';

const INVOICE = { title: '1 month', description: 'Access', payload: 'order-1', currency: 'XTR' };
const prices = [{ label: '1 month', amount: 150 }];

let world: TestWorld;
beforeEach(async () => {
  world = await TestWorld.start();
});
afterEach(() => world.close());

async function sendInvoice(chat: number, amount = 150): Promise<number> {
  const { title, description, payload, currency } = INVOICE;
  const price = [{ label: title, amount }];
  const options = { start_parameter: 'x' };
  const message = await world.api.sendInvoice(chat, title, description, payload, currency, price, options);
  return message.message_id;
}

/** Answers the next pre-checkout query. */
async function decide(ok: boolean): Promise<void> {
  for (const { pre_checkout_query } of await world.updates(5))
    if (pre_checkout_query)
      await world.api.answerPreCheckoutQuery(pre_checkout_query.id, ok, { error_message: 'Sold out' });
}

describe('a purchase in the world', () => {
  it('goes from /start over a tap and a payment to a refund', async () => {
    const ann = world.person(ANN);

    await ann.send('/start');
    const [start] = await world.updates(5);
    expect(start?.message).toMatchObject({
      from: { id: ANN, is_bot: false, first_name: 'Ann', language_code: 'en' },
      chat: { id: ANN, type: 'private' },
      text: '/start',
      entities: [{ type: 'bot_command', offset: 0, length: 6 }],
    });

    await world.api.sendMessage(ANN, 'Plans', {
      reply_markup: { inline_keyboard: [[{ text: '1 month', callback_data: 'buy' }]] },
    });
    const tap = await ann.tap('1 month');
    const [tapped] = await world.updates(5);
    expect(tapped?.update_id).toBe(tap.body.updateId);
    expect(tapped?.callback_query).toMatchObject({
      id: tap.body.callbackQueryId,
      data: 'buy',
      message: { text: 'Plans', chat: { id: ANN } },
    });
    await world.api.answerCallbackQuery(tap.body.callbackQueryId ?? '', { text: 'Reserved' });
    await sendInvoice(ANN);

    const [paid] = await Promise.all([ann.tap('Pay ⭐150'), decide(true)]);
    expect(paid.status).toBe(200);
    const [receipt] = await world.updates(5);
    expect(receipt?.message?.successful_payment).toMatchObject({
      currency: 'XTR',
      total_amount: 150,
      invoice_payload: 'order-1',
      telegram_payment_charge_id: paid.body.chargeId,
    });
    expect(await world.stars(ANN)).toBe(850);
    expect(await world.api.getMyStarBalance()).toEqual({ amount: 150 });

    await world.api.refundStarPayment(ANN, paid.body.chargeId ?? '');
    const [refund] = await world.updates(5);
    expect(refund?.message?.refunded_payment?.telegram_payment_charge_id).toBe(paid.body.chargeId);
    expect(await world.stars(ANN)).toBe(1000);
    const { transactions } = await world.api.getStarTransactions();
    const partner = { type: 'user', transaction_type: 'invoice_payment', invoice_payload: 'order-1' };
    expect(transactions).toMatchObject([
      { id: paid.body.chargeId, amount: 150, source: { ...partner, user: { id: ANN } } },
      { id: paid.body.chargeId, amount: 150, receiver: partner },
    ]);

    const kinds = (await ann.messages()).map(({ kind }) => kind);
    expect(kinds).toEqual(['message', 'message', 'toast', 'invoice', 'service', 'service']);
    expect(await world.violations()).toEqual([]);
  });

  it('lets one invoice be paid twice, with two charges', async () => {
    const ann = await world.started(ANN);
    await sendInvoice(ANN);
    const [first] = await Promise.all([ann.act('pay'), decide(true)]);
    await world.updates();
    const [second] = await Promise.all([ann.act('pay'), decide(true)]);
    expect(second.body.chargeId).not.toBe(first.body.chargeId);
    expect(await world.stars(ANN)).toBe(700);
  });

  it('moves no money when the bot refuses, and shows why', async () => {
    const ann = await world.started(ANN);
    await sendInvoice(ANN);
    const [refused] = await Promise.all([ann.act('pay'), decide(false)]);
    expect(refused).toMatchObject({ status: 409, body: { error: 'Sold out' } });
    expect(await world.stars(ANN)).toBe(1000);
    expect((await ann.messages()).at(-1)).toMatchObject({ kind: 'alert', text: 'Sold out' });
  });

  it('does not begin a payment that the person cannot afford', async () => {
    const ann = await world.started(ANN);
    await sendInvoice(ANN, 1001);
    const { status } = await ann.act('pay');
    expect(status).toBe(402);
    expect(await world.updates()).toEqual([]);
  });

  it('refuses a refund of an unknown charge, of another person, and a second one', async () => {
    const ann = await world.started(ANN);
    await sendInvoice(ANN);
    const [{ body }] = await Promise.all([ann.act('pay'), decide(true)]);
    const refund = (user_id: number, id: string | undefined) =>
      world.call('refundStarPayment', { user_id, telegram_payment_charge_id: id });

    expect((await refund(ANN, 'nothing')).body.description).toBe('Bad Request: CHARGE_NOT_FOUND');
    expect((await refund(BORIS, body.chargeId)).body.description).toBe('Bad Request: CHARGE_NOT_FOUND');
    expect((await refund(ANN, body.chargeId)).body).toEqual({ ok: true, result: true });
    expect((await refund(ANN, body.chargeId)).body.description).toBe('Bad Request: CHARGE_ALREADY_REFUNDED');
    expect(await world.stars(ANN)).toBe(1000);
  });

  it('takes no second answer to one pre-checkout', async () => {
    const ann = await world.started(ANN);
    await sendInvoice(ANN);
    const paying = ann.act('pay');
    const [update] = await world.updates(5);
    const answer = { pre_checkout_query_id: update?.pre_checkout_query?.id, ok: true };
    await world.call('answerPreCheckoutQuery', answer);
    const again = await world.call('answerPreCheckoutQuery', answer);
    expect(again.body.description).toMatch(
      /query is too old and response timeout expired or query ID is invalid/,
    );
    expect((await paying).status).toBe(200);
    expect(await world.stars(ANN)).toBe(850);
  });

  it('cancels a payment whose pre-checkout nobody answers, and takes no late answer', async () => {
    const ann = await world.started(ANN);
    await sendInvoice(ANN);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true });
    const paying = ann.act('pay');
    const [update] = await world.updates(5);
    await vi.advanceTimersByTimeAsync(10_001);
    vi.useRealTimers();
    expect((await paying).status).toBe(408);
    const late = { pre_checkout_query_id: update?.pre_checkout_query?.id, ok: true };
    expect((await world.call('answerPreCheckoutQuery', late)).status).toBe(400);
    expect(await world.stars(ANN)).toBe(1000);
  });

  it.each([
    [{ title: '' }, 'parameter "title" is required'],
    [{ payload: 'x'.repeat(129) }, 'INVOICE_PAYLOAD_INVALID'],
    [{ currency: 'TXR' }, 'PAYMENT_PROVIDER_INVALID'],
    [{ prices: [] }, 'there must be at least one price'],
    [{ prices: [...prices, ...prices] }, 'STARS_INVOICE_INVALID'],
    [{ provider_token: 'x' }, 'STARS_INVOICE_INVALID'],
    [{ max_tip_amount: 5 }, 'STARS_INVOICE_INVALID'],
    [{ prices: [{ label: 'x', amount: 0 }] }, 'total price must be positive'],
    [{ reply_markup: { inline_keyboard: [[{ text: 'x', callback_data: 'x' }]] } }, 'REPLY_MARKUP_BUY_EMPTY'],
  ])('refuses the invoice with %j', async (wrong, text) => {
    await world.started(ANN);
    const { status, body } = await world.call('sendInvoice', { chat_id: ANN, ...INVOICE, prices, ...wrong });
    expect(status).toBe(400);
    expect(body).toEqual({ ok: false, error_code: 400, description: `Bad Request: ${text}` });
  });
});
