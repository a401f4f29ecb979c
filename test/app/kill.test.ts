import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ChatPerson } from '../support/chat-person.ts';
import { WholeShop } from '../support/whole-shop.ts';
import {
  cardOf,
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
  ordersOf,
  soldOf,
} from './purchase.ts';

let shop: WholeShop;
let ann: ChatPerson;
/** What /plans counted before the test. */
let sold = 0;

beforeAll(async () => {
  shop = await WholeShop.open();
});
afterAll(() => shop?.close());
beforeEach(async () => {
  ann = await shop.newcomer('Ann');
  sold = await soldOf(shop, 'Basic');
});
afterEach(() => shop.expectClean());

describe('a shop that is killed', { timeout: 60_000 }, () => {
  it('delivers once after a kill between payment and delivery', async () => {
    await order(ann);
    await shop.panelFault({ times: 1, kind: 'hang', ms: 60_000 });
    const before = (await shop.adds()).length;
    expect(await ann.pay()).toMatchObject({ status: 200 });
    await shop.until('the panel is asked', async () => (await shop.adds()).length > before);
    await restart();
    await expectDeliveredOnce(shop, ann);
    await expectCardForward(shop, ann);
    await expectSeats(1);
  });

  it('delivers once after a kill when the panel has added the client and its answer was lost', async () => {
    await order(ann);
    await shop.panelFault({ times: 1, kind: 'drop-after-apply' });
    expect(await ann.pay()).toMatchObject({ status: 200 });
    await shop.until('the client is there', async () => (await shop.clientsOf(ann)).length === 1);
    await restart();
    await expectDeliveredOnce(shop, ann);
    await expectSeats(1);
  });

  it('handles an update once that it was killed over', async () => {
    const home = await openPlans(ann);
    await shop.botFault({ method: 'answerCallbackQuery', kind: 'hang', ms: 20_000 });
    const before = (await shop.botCalls('answerCallbackQuery')).length;
    await ann.tapOn(home, MONTH);
    await shop.until(
      'it is being handled',
      async () => (await shop.botCalls('answerCallbackQuery')).length > before,
    );
    await restart();

    const invoice = await ann.sees('the invoice', isInvoice);
    await shop.settled();
    // The invoice may come twice, as every message; it is of one order, and a second payment of it would go back.
    expect((await ann.screen()).filter(isInvoice).length).toBeLessThanOrEqual(2);
    expect(await ordersOf(shop, ann)).toHaveLength(1);
    await expectSeats(1);
    expect(await ann.pay(invoice.id)).toMatchObject({ status: 200 });
    await expectDeliveredOnce(shop, ann);
  });

  it('sends the key after a kill between the tested key and its message', async () => {
    await order(ann);
    await shop.botFault({ method: 'sendPhoto', times: 1, kind: '429', retryAfter: 3 });
    const before = (await shop.botCalls('sendPhoto')).length;
    expect(await ann.pay()).toMatchObject({ status: 200 });
    // Refused comes after the text was noted as sent: a kill before that note may repeat the text, as the promise says.
    await shop.until('the QR is refused', async () => (await shop.botCalls('sendPhoto')).length > before);
    await restart();
    await expectDeliveredOnce(shop, ann);
    await expectSeats(1);
  });

  it('repeats a key at most once after a kill while Telegram was taking it', async () => {
    await order(ann);
    await shop.botFault({ method: 'sendPhoto', kind: 'hang', ms: 1500 });
    const before = (await shop.botCalls('sendPhoto')).length;
    expect(await ann.pay()).toMatchObject({ status: 200 });
    await shop.until('the QR is being sent', async () => (await shop.botCalls('sendPhoto')).length > before);
    await restart();
    const { text } = await keyOf(ann);
    await shop.settled();
    const screen = await ann.screen();
    expect(screen.filter(isQr).length).toBeLessThanOrEqual(2);
    expect(screen.filter(isKey)).toHaveLength(1);
    await expectOneClient(shop, ann, text);
    await expectSeats(1);
  });

  it('settles after its restart what was paid and never told', async () => {
    await order(ann);
    await shop.botFault({ method: 'answerPreCheckoutQuery', kind: 'lostResponse' });
    const paid = ann.pay();
    await shop.until('Telegram took the money', async () => (await ann.stars()) === 20_000 - MONTH_STARS);
    await restart();
    expect(await paid).toMatchObject({ status: 200 });
    await expectDeliveredOnce(shop, ann);
    await expectSeats(1);
  });

  it('answers what people sent while it was dead', async () => {
    await shop.killShop();
    await ann.send('/start');
    await shop.startShop();
    await orderAndPay(ann);
    await expectDeliveredOnce(shop, ann);
    await cardOf(ann);
    await expectSeats(1);
  });

  it('ends in order when it is told to, with a sale under way, and goes on after its start', async () => {
    await orderAndPay(ann);
    await shop.stopShop();
    expect(await shop.shopEnded()).toBe('ended with code 0');
    await shop.startShop();
    await expectDeliveredOnce(shop, ann);
    await expectSeats(1);
  });
});

async function restart(): Promise<void> {
  await shop.killShop();
  await shop.startShop();
}

/** The test took this many seats, and none is lost on the way. */
async function expectSeats(more: number): Promise<void> {
  expect((await soldOf(shop, 'Basic')) - sold).toBe(more);
}
