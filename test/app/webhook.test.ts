import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sandboxWebhook } from '../../src/commands/sandbox-shop.ts';
import { freePort } from '../../src/commands/smoke/free-port.ts';
import { type ChatPerson, wordsOf } from '../support/chat-person.ts';
import { WholeShop } from '../support/whole-shop.ts';
import {
  cardSays,
  expectDeliveredOnce,
  isInvoice,
  MONTH,
  openPlans,
  order,
  orderAndPay,
  ordersOf,
} from './purchase.ts';

let shop: WholeShop;
let ann: ChatPerson;
let webPort = 0;

beforeAll(async () => {
  webPort = await freePort();
  shop = await WholeShop.openWorld();
});
afterAll(() => shop?.close());
beforeEach(async () => {
  ann = await shop.newcomer('Ann');
});
afterEach(async () => {
  await shop.killShop();
  await shop.expectClean();
});

const byWebhook = () => shop.startShop({ webPort, env: { WEBHOOK_URL: sandboxWebhook(webPort) } });
const byPolling = () => shop.startShop({ webPort });

/** How often this person was told how to get help with a payment: once for each time they asked. */
const answers = async () => (await ann.screen()).filter((entry) => wordsOf(entry).startsWith('Help')).length;
const asks = () => ann.send('/paysupport');
const answered = (times: number) =>
  shop.until(`${times} answers`, async () => (await answers()) >= times).then(() => shop.settled());

describe('a shop with a webhook', { timeout: 120_000 }, () => {
  it('sells a key without ever asking for updates', async () => {
    const before = (await shop.botCalls('getUpdates')).length;
    await byWebhook();

    await orderAndPay(ann);
    await expectDeliveredOnce(shop, ann);

    expect(await shop.botCalls('getUpdates')).toHaveLength(before);
  });

  it('answers each message once, whenever it was sent while the shop changed between polling and webhook', async () => {
    await byPolling();
    await asks();
    await answered(1);
    await asks();
    await shop.stopShop();
    await asks();
    await byWebhook();
    await asks();
    await answered(4);
    await asks();
    await shop.stopShop();
    await asks();
    await byPolling();
    await asks();
    await answered(7);

    expect(await answers()).toBe(7);
  });

  it('carries one order through every way in: bought by polling, paid by webhook', async () => {
    await byPolling();
    await order(ann);
    await shop.killShop();
    await byWebhook();

    expect(await ann.pay()).toMatchObject({ status: 200 });

    await expectDeliveredOnce(shop, ann);
  });

  it('delivers once after a kill between payment and delivery, and goes on by polling', async () => {
    await byWebhook();
    await order(ann);
    await shop.panelFault({ times: 1, kind: 'hang', ms: 60_000 });
    const before = (await shop.adds()).length;
    expect(await ann.pay()).toMatchObject({ status: 200 });
    await shop.until('the panel is asked', async () => (await shop.adds()).length > before);
    await cardSays(ann, '⏳ Creating'); // an edit: a card that was sent is noted by now, and is not sent again
    await shop.killShop();
    await byPolling();

    await expectDeliveredOnce(shop, ann);
  });

  it('handles an update once that it was killed over, and what came while it was dead', async () => {
    await byWebhook();
    const home = await openPlans(ann);
    await shop.botFault({ method: 'answerCallbackQuery', kind: 'hang', ms: 20_000 });
    const before = (await shop.botCalls('answerCallbackQuery')).length;
    await ann.tapOn(home, MONTH);
    await shop.until(
      'it is being handled',
      async () => (await shop.botCalls('answerCallbackQuery')).length > before,
    );
    await shop.killShop();
    await asks();
    await byWebhook();

    await ann.sees('the invoice', isInvoice);
    await answered(1);
    expect(await ordersOf(shop, ann)).toHaveLength(1);
    expect(await answers()).toBe(1);
  });
});
