import type { Update } from 'grammy/types';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ANN, BORIS, TestWorld } from './telegram-world.ts';

const MONTH_S = 2_592_000;
const DAY_MS = 24 * 3_600_000;
const prices = [{ label: 'Access', amount: 150 }];

let world: TestWorld;
let unread: Update[];
beforeEach(async () => {
  unread = [];
  world = await TestWorld.start();
});
afterEach(() => world.close());

const link = (more: object = {}) =>
  world.api.createInvoiceLink('Access', 'A month', 'sub-1', '', 'XTR', prices, more);
const monthly = () => link({ subscription_period: MONTH_S });
const leap = (days: number) => world.post('/_emu/clock/advance', { ms: days * DAY_MS });

/** Pays, and says yes for the bot; what else came is left to be read. */
async function pays(person: number, payable: Record<string, unknown>): Promise<string> {
  const yes = async (): Promise<void> => {
    const updates = await world.updates(5);
    const query = updates.find(({ pre_checkout_query }) => pre_checkout_query)?.pre_checkout_query;
    unread.push(...updates.filter(({ pre_checkout_query }) => !pre_checkout_query));
    if (query) await world.api.answerPreCheckoutQuery(query.id, true);
    else await yes();
  };
  const [{ body }] = await Promise.all([world.person(person).act('pay', payable), yes()]);
  return body.chargeId ?? '';
}

const payments = async () =>
  [...unread.splice(0), ...(await world.updates())].flatMap(
    ({ message }) => message?.successful_payment ?? [],
  );
const subscriptions = async () => (await world.get<object[]>(`/_emu/persons/${ANN}/subscriptions`)).body;
const change = (what: string, charge: string) => world.person(ANN).act(`subscriptions/${charge}/${what}`);

describe('an invoice link', () => {
  it('is opened by a button and paid by everybody who has it', async () => {
    await world.started(ANN);
    await world.started(BORIS);
    const url = await link();
    await world.api.sendMessage(ANN, 'Pay here', {
      reply_markup: { inline_keyboard: [[{ text: 'Pay', url }]] },
    });
    expect((await world.person(ANN).tap('Pay')).body).toEqual({ opened: url });

    await pays(ANN, { link: url });
    await pays(BORIS, { link: url });

    const bill = { invoice_payload: 'sub-1', total_amount: 150 };
    expect(await payments()).toMatchObject([bill, bill]);
    expect([await world.stars(ANN), await world.stars(BORIS)]).toEqual([850, 850]);
    expect(await world.violations()).toEqual([]);
  });

  it('that the bot never made is not paid', async () => {
    const { status, body } = await world.person(ANN).act('pay', { link: 'https://t.me/$nothing' });
    expect(status).toBe(404);
    expect(body.error).toMatch(/^link: /);
  });

  it('is no subscription over 10,000 Stars', async () => {
    const params = {
      title: 'x',
      description: 'x',
      payload: 'x',
      currency: 'XTR',
      subscription_period: MONTH_S,
    };
    const dear = await world.call('createInvoiceLink', {
      ...params,
      prices: [{ label: 'x', amount: 10_001 }],
    });
    expect(dear.body.description).toBe('Bad Request: CURRENCY_TOTAL_AMOUNT_INVALID');
  });
});

describe('a subscription', () => {
  it('is paid again every 30 days without asking the bot', async () => {
    const charge = await pays(ANN, { link: await monthly() });
    const [first] = await payments();
    await leap(29);
    expect(await payments()).toEqual([]);
    await leap(2);
    const [second] = await payments();

    expect(first).toMatchObject({
      is_recurring: true,
      is_first_recurring: true,
      telegram_payment_charge_id: charge,
    });
    const until = first?.subscription_expiration_date ?? 0;
    expect(until).toBeCloseTo(Date.now() / 1000 + MONTH_S, -2);
    expect(second).toMatchObject({ is_recurring: true, invoice_payload: 'sub-1' });
    expect(second).not.toHaveProperty('is_first_recurring');
    expect(second?.subscription_expiration_date).toBe(until + MONTH_S);
    expect(second?.telegram_payment_charge_id).not.toBe(charge);
    expect(await world.stars(ANN)).toBe(700);
    const { transactions } = await world.api.getStarTransactions();
    expect(transactions).toMatchObject([
      { source: { subscription_period: MONTH_S } },
      { source: { subscription_period: MONTH_S } },
    ]);
  });

  it('is paid again when real time passes its date', async () => {
    await pays(ANN, { link: await monthly() });
    await world.post('/_emu/clock/advance', { ms: 30 * DAY_MS - 1500 });
    expect(await world.stars(ANN)).toBe(850);
    await world.updates();
    expect((await world.updates(10))[0]?.message?.successful_payment).toMatchObject({ is_recurring: true });
    expect(await world.stars(ANN)).toBe(700);
  });

  it('is paid for every month that a leap of the clock passes', async () => {
    await pays(ANN, { link: await monthly() });
    await world.updates();
    await leap(95);
    expect(await payments()).toHaveLength(3);
    expect(await world.stars(ANN)).toBe(400);
  });

  it('fails where the Stars do not last, says so, and stays ended', async () => {
    await pays(ANN, { link: await monthly() });
    await leap(30 * 7);
    const updates = await world.updates();

    expect(updates.at(-1)?.subscription).toMatchObject({
      user: { id: ANN },
      invoice_payload: 'sub-1',
      state: 'failed',
    });
    expect(await world.stars(ANN)).toBe(100);
    await leap(60);
    expect(await world.updates()).toEqual([]);
    expect(await subscriptions()).toMatchObject([{ state: 'failed' }]);
  });

  it('ends with its month when the person cancels it, and goes on when that is taken back', async () => {
    const charge = await pays(ANN, { link: await monthly() });
    await world.updates();
    await change('cancel', charge);
    expect((await change('cancel', charge)).status).toBe(409);
    await change('enable', charge);
    expect((await world.updates()).map(({ subscription }) => subscription?.state)).toEqual([
      'canceled',
      'active',
    ]);
    await leap(31);
    expect(await payments()).toHaveLength(1);

    await change('cancel', charge);
    await world.updates();
    await leap(31);

    expect(await payments()).toEqual([]);
    expect(await subscriptions()).toMatchObject([{ chargeId: charge, state: 'over' }]);
    expect(await world.stars(ANN)).toBe(700);
  });

  it('that the bot cancelled is not taken back by the person until the bot lets it', async () => {
    const charge = await pays(ANN, { link: await monthly() });
    await world.updates();
    await world.api.editUserStarSubscription(ANN, charge, true);
    expect((await change('enable', charge)).status).toBe(409);
    await world.api.editUserStarSubscription(ANN, charge, false);
    expect((await change('enable', charge)).status).toBe(200);
    await leap(31);
    expect(await world.stars(ANN)).toBe(700);
  });

  it('is edited only by a charge of this person', async () => {
    const charge = await pays(ANN, { link: await monthly() });
    const edit = (user_id: number, id: string) =>
      world.call('editUserStarSubscription', { user_id, telegram_payment_charge_id: id, is_canceled: true });
    expect((await edit(BORIS, charge)).body.description).toBe('Bad Request: CHARGE_NOT_FOUND');
    expect((await edit(ANN, 'x')).body.description).toBe('Bad Request: CHARGE_NOT_FOUND');
    expect((await edit(5, charge)).body.description).toBe('Bad Request: user not found');
    expect((await change('cancel', 'x')).status).toBe(404);
  });
});

describe('a forwarded invoice', () => {
  const send = (start_parameter?: string) =>
    world.api.sendInvoice(
      ANN,
      'x',
      'x',
      'order-1',
      'XTR',
      prices,
      start_parameter ? { start_parameter } : {},
    );

  it('without a start parameter is paid by whoever got it', async () => {
    await world.started(ANN);
    await world.started(BORIS);
    const { message_id } = await send();

    await pays(BORIS, { chat: ANN, messageId: message_id });

    expect(await payments()).toMatchObject([{ invoice_payload: 'order-1' }]);
    expect(await world.stars(BORIS)).toBe(850);
    const copy = await world.api.forwardMessage(BORIS, ANN, message_id);
    expect(copy).not.toHaveProperty('reply_markup');
    await pays(BORIS, {});
    expect(await world.stars(BORIS)).toBe(700);
  });

  it('with a start parameter leads to the bot in place of a payment', async () => {
    await world.started(ANN);
    await world.started(BORIS);
    const { message_id } = await send('order-1');

    const { status, body } = await world.person(BORIS).act('pay', { chat: ANN, messageId: message_id });
    await world.api.forwardMessage(BORIS, ANN, message_id);
    const opened = await world.person(BORIS).tap('Pay ⭐150');

    expect(status).toBe(409);
    expect(body.error).toContain('start_parameter');
    expect(opened.body).toEqual({ opened: 'https://t.me/sandbox_shop_bot?start=order-1' });
    expect((await world.person(BORIS).act('pay')).status).toBe(409);
    expect(await world.stars(BORIS)).toBe(1000);
  });
});
