import axios from 'axios';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sameKey } from '../../src/commands/smoke/same-key.ts';
import { codeOf, copiedFrom, type Entry, labelsOf, qrOf, wordsOf } from '../support/chat-person.ts';
import { WholeShop } from '../support/whole-shop.ts';
import {
  buy,
  cardOf,
  createPlan,
  expectCardForward,
  expectDeliveredOnce,
  isInvoice,
  isQr,
  MONTH,
  MONTH_STARS,
  openPlans,
  order,
  orderAndPay,
  orderIdOf,
  ordersOf,
} from './purchase.ts';

let shop: WholeShop;

beforeAll(async () => {
  shop = await WholeShop.open();
});
afterAll(() => shop?.close());
afterEach(() => shop.expectClean());

describe('buying in the chat', () => {
  it('takes three taps from the plans to a key that is really on the panel', async () => {
    const ann = await shop.newcomer('Ann');
    const { text, photo } = await buy(ann);

    expect(ann.taps).toBeLessThanOrEqual(3);
    const link = await qrOf(photo);
    expect(link).toBe(codeOf(text));
    const [client] = await shop.clientsOf(ann);
    expect(client?.links.some((each) => sameKey(each, link))).toBe(true);
    const subscription = await linksOf(copiedFrom(text));
    expect(subscription.map((each) => sameKey(each, link))).toEqual([true]);
    expect(await ann.stars()).toBe(20_000 - MONTH_STARS);
    await expectDeliveredOnce(shop, ann);
    await expectCardForward(shop, ann);
  });

  it('shows the access again in My access, with its QR', async () => {
    const ann = await shop.newcomer('Ann');
    const { text } = await buy(ann);
    await ann.tap('My access');
    const list = await ann.sees('the list', (entry) => wordsOf(entry).startsWith('My access'));
    expect(codeOf(list)).toBe(codeOf(text));
    expect(wordsOf(list)).toContain('30 days left, 50 GB left');

    await ann.tapOn(list, 'Basic · 30 days left');
    const access = await ann.sees('the access', (entry) => labelsOf(entry).includes('QR'));
    expect(wordsOf(access)).toContain('Status: 🟢 active');
    await ann.tapOn(access, 'QR');
    const again = await ann.sees('a second QR', (entry) => isQr(entry) && (entry.id ?? 0) > (access.id ?? 0));
    expect(await qrOf(again)).toBe(codeOf(text));
  });

  it('never shows one person what another one bought', async () => {
    const [ann, boris] = [await shop.newcomer('Ann'), await shop.newcomer('Boris')];
    const { text } = await buy(ann);
    await boris.send('/my');
    await boris.hears('You have no access yet');
    expect(JSON.stringify(await boris.screen())).not.toContain(codeOf(text));
  });

  it('makes one order and one invoice of two taps at once on one screen', async () => {
    const ann = await shop.newcomer('Ann');
    const home = await openPlans(ann);
    await Promise.all([ann.tapOn(home, MONTH), ann.tapOn(home, MONTH)]);
    await ann.sees('the invoice', isInvoice);
    await shop.settled();
    expect((await ann.screen()).filter(isInvoice)).toHaveLength(1);
    expect(await ordersOf(shop, ann)).toHaveLength(1);
  });

  it('lets an update that comes twice change nothing', async () => {
    const ann = await shop.newcomer('Ann');
    const home = await openPlans(ann);
    const tapped = await ann.tapOn(home, MONTH);
    const invoice = await ann.sees('the invoice', isInvoice);
    await shop.http.post('/_emu/updates/duplicate', { updateId: tapped });
    const paid = await ann.pay(invoice.id);
    await shop.http.post('/_emu/updates/duplicate', { updateId: paid.updateId });

    await expectDeliveredOnce(shop, ann);
    expect(await ordersOf(shop, ann)).toHaveLength(1);
    expect(await ann.stars()).toBe(20_000 - MONTH_STARS);
  });

  it('gives a second payment of one invoice back, and leaves the first order alone', async () => {
    const ann = await shop.newcomer('Ann');
    const invoice = await order(ann);
    await shop.botFault({ method: 'answerPreCheckoutQuery', kind: 'hang', ms: 400 });
    const both = await Promise.all([ann.pay(invoice.id), ann.pay(invoice.id)]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    await ann.hears('The order was paid twice; the second payment is returned.');
    await ann.hears('✅ Your money is back');
    expect(await ann.stars()).toBe(20_000 - MONTH_STARS);
    const late = await ann.pay(invoice.id);
    expect(late).toMatchObject({ status: 409, error: 'This order is paid already.' });

    await expectDeliveredOnce(shop, ann);
  });

  it('charges nothing for an order that was cancelled', async () => {
    const ann = await shop.newcomer('Ann');
    const invoice = await order(ann);
    await ann.tapOn(invoice, 'Cancel order');
    await ann.hears('Order cancelled. Nothing was charged.');
    await shop.settled();
    expect((await ann.screen()).filter(isInvoice)).toHaveLength(0);
    expect(await ann.stars()).toBe(20_000);
  });

  it('answers a sticker, 4,000 characters and an old button politely', async () => {
    const ann = await shop.newcomer('Ann');
    await ann.sendSticker();
    await ann.hears('I did not understand that');
    const before = (await ann.screen()).length;
    await ann.send('я'.repeat(4000));
    await shop.until('an answer', async () => (await ann.screen()).length >= before + 2);

    const home = await openPlans(ann);
    const invoice = await order(ann);
    await ann.tapOn(invoice, 'Cancel order');
    await ann.hears('Order cancelled');
    await shop.settled();
    expect((await ann.screen()).some(isInvoice)).toBe(false);
    const old = (await ann.screen()).find(({ id }) => id === home.id);
    expect(old && labelsOf(old)).toEqual([]);
    await orderAndPay(ann);
    await expectDeliveredOnce(shop, ann);
  });

  it('serves somebody who is called <b>&" and writes from right to left', async () => {
    const name = '<b>&"\u202e\u200fعلی';
    const ann = await shop.newcomer(name, { language: 'fa' });
    await buy(ann);
    const { olga } = shop;
    await olga.send('/orders');
    await olga.hears('<b>&"');
    await expectDeliveredOnce(shop, ann);
  });

  it('says before paying that a plan cannot be bought any more', async () => {
    const ann = await shop.newcomer('Ann');
    const home = await openPlans(ann);
    const { olga } = shop;
    await olga.send('/plans');
    await olga.sees('the plans', (entry) => labelsOf(entry).includes('Basic'));
    await olga.tap('Basic');
    await olga.sees('the plan', (entry) => labelsOf(entry).includes('Hide'));
    await olga.tap('Hide');
    await olga.hears('Basic is hidden');

    await ann.tapOn(home, MONTH);
    await ann.hears('This plan cannot be bought now. Nothing was charged.');
    await shop.settled();
    expect((await ann.screen()).some(isInvoice)).toBe(false);
    expect((await ann.screen()).flatMap(labelsOf)).not.toContain(MONTH);
    await olga.tap('Show');
    await olga.hears('Basic is on sale');
  });

  it('sells the last place once to ten people who tap at the same moment', async () => {
    const label = await createPlan(shop, { name: 'One seat', days: 3, seats: 1 });
    const people = await Promise.all([...'abcdefghij'].map((name) => shop.newcomer(name)));
    const homes = await Promise.all(people.map((person) => openPlans(person, label)));
    await Promise.all(people.map((person, place) => person.tapOn(homes[place] as Entry, label)));
    await shop.settled();

    const screens = await Promise.all(people.map((person) => person.screen()));
    const refused = (screen: Entry[]) =>
      screen.some((entry) => entry.kind === 'alert' && wordsOf(entry).startsWith('Sold out:'));
    expect(screens.filter((screen) => screen.some(isInvoice))).toHaveLength(1);
    expect(screens.filter(refused)).toHaveLength(9);
    const late = await shop.newcomer('Late');
    await late.send('/start');
    await late.sees('the plans', (entry) => labelsOf(entry).includes('Sold out: 3 days, 1 GB'));
  });

  it('keeps the owner’s commands from everybody else', async () => {
    const ann = await shop.newcomer('Ann');
    await buy(ann);
    const id = orderIdOf(await cardOf(ann));
    await ann.send(`/orders ${id}`);
    await shop.settled();
    expect((await ann.screen()).flatMap(labelsOf)).not.toContain('Refund');
  });
});

async function linksOf(url: string): Promise<string[]> {
  const { data } = await axios.get<string>(url, { proxy: false, responseType: 'text' });
  return Buffer.from(data, 'base64').toString('utf8').trim().split('\n');
}
