import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ChatPerson, wordsOf } from '../support/chat-person.ts';
import { WholeShop } from '../support/whole-shop.ts';
import {
  cardSays,
  expectCardForward,
  expectDeliveredOnce,
  expectOneClient,
  isInvoice,
  isKey,
  isQr,
  keyOf,
  MONTH,
  MONTH_STARS,
  openPlans,
  order,
  orderAndPay,
} from './purchase.ts';

let shop: WholeShop;
let ann: ChatPerson;

beforeAll(async () => {
  shop = await WholeShop.open();
});
afterAll(() => shop?.close());
beforeEach(async () => {
  ann = await shop.newcomer('Ann');
});
afterEach(() => shop.expectClean());

describe('a paid order and a Telegram that misbehaves', { timeout: 60_000 }, () => {
  it.each([
    { says: 'too many requests', fault: { kind: '429', retryAfter: 1 } },
    { says: 'a fault of its own', fault: { kind: '500' } },
  ])('delivers text and QR once where Telegram says $says', async ({ fault }) => {
    await order(ann);
    for (const method of ['sendMessage', 'sendPhoto', 'editMessageText'])
      await shop.botFault({ method, ...fault });
    expect(await ann.pay()).toMatchObject({ status: 200 });
    await expectDeliveredOnce(shop, ann);
    await expectCardForward(shop, ann);
  });

  it('delivers where Telegram is slow to take the card and the key', async () => {
    await order(ann);
    for (const method of ['sendMessage', 'sendPhoto', 'editMessageText'])
      await shop.botFault({ method, kind: 'hang', ms: 2000 });
    expect(await ann.pay()).toMatchObject({ status: 200 });
    await expectDeliveredOnce(shop, ann);
    await expectCardForward(shop, ann);
  });

  it('repeats a key at most once where the answer to it is lost, text before QR', async () => {
    await order(ann);
    expect(await ann.pay()).toMatchObject({ status: 200 });
    await cardSays(ann, 'Order ');
    await shop.botFault({ method: 'sendPhoto', kind: 'lostResponse' });
    const { text } = await keyOf(ann);
    await cardSays(ann, '🟢 Ready');
    await shop.settled();
    const screen = await ann.screen();
    expect(screen.filter(isKey).length).toBeLessThanOrEqual(2);
    expect(screen.filter(isQr).length).toBeLessThanOrEqual(2);
    expect(screen.findIndex(isKey)).toBeLessThan(screen.findIndex(isQr));
    await expectOneClient(shop, ann, text);
    await expectCardForward(shop, ann);
  });

  it('shows the newest state on the card where the answer to an edit is lost', async () => {
    await order(ann);
    await shop.botFault({ method: 'editMessageText', times: 2, kind: 'lostResponse' });
    expect(await ann.pay()).toMatchObject({ status: 200 });
    await expectDeliveredOnce(shop, ann);
    await expectCardForward(shop, ann);
  });

  it('keeps the access of somebody who blocked the bot, and shows it when he is back', async () => {
    await orderAndPay(ann);
    await ann.block();
    await shop.until('the client is on the panel', async () => (await shop.clientsOf(ann)).length === 1);
    await shop.settled();
    const tries = (await shop.botCalls('sendPhoto')).filter(({ status }) => status === 403).length;
    await shop.pass({ minutes: 5 });
    await shop.settled();
    expect((await shop.botCalls('sendPhoto')).filter(({ status }) => status === 403)).toHaveLength(tries);

    await ann.unblock();
    await ann.send('/my');
    const list = await ann.hears('My access');
    await expectOneClient(shop, ann, list);
  });

  it('sends the invoice once where Telegram first refuses to take it', async () => {
    const home = await openPlans(ann);
    await shop.botFault({ method: 'sendInvoice', times: 2, kind: '500' });
    await shop.botFault({ method: 'answerCallbackQuery', kind: '500' });
    await ann.tapOn(home, MONTH);
    await ann.sees('the invoice', isInvoice);
    await shop.settled();
    expect((await ann.screen()).filter(isInvoice)).toHaveLength(1);
  });

  it('takes no money where it could not answer the pre-checkout, and the next try goes through', async () => {
    const invoice = await order(ann);
    await shop.botFault({ method: 'answerPreCheckoutQuery', kind: '400', times: 3 });
    const first = await ann.pay(invoice.id);
    expect(first.status).toBe(408);
    await ann.hears('Something went wrong on our side');
    expect(await ann.stars()).toBe(20_000);
    expect(await ann.pay(invoice.id)).toMatchObject({ status: 200 });
    await expectDeliveredOnce(shop, ann);
  });

  it('returns a second payment even where Telegram refuses the first try to return it', async () => {
    const invoice = await order(ann);
    await shop.botFault({ method: 'answerPreCheckoutQuery', kind: 'hang', ms: 400 });
    await shop.botFault({ method: 'refundStarPayment', kind: 'lostResponse' });
    const both = await Promise.all([ann.pay(invoice.id), ann.pay(invoice.id)]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    await shop.until('the money is back', async () => {
      await shop.pass({ seconds: 30 });
      return ann.hasHeard('✅ Your money is back');
    });
    await expectDeliveredOnce(shop, ann);
    expect(await ann.stars()).toBe(20_000 - MONTH_STARS);
    expect((await ann.screen()).filter((entry) => wordsOf(entry).startsWith('✅ Your money'))).toHaveLength(
      1,
    );
  });
});
