import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Entry, labelsOf, wordsOf } from '../support/chat-person.ts';
import { WholeShop } from '../support/whole-shop.ts';
import {
  buy,
  cardOf,
  cardSays,
  createPlan,
  expectDeliveredOnce,
  isKey,
  MONTH_STARS,
  openOrder,
  openPlans,
  order,
  orderAndPay,
  orderIdOf,
  soldOf,
} from './purchase.ts';

let shop: WholeShop;

beforeAll(async () => {
  shop = await WholeShop.open();
});
afterAll(() => shop?.close());
afterEach(async () => {
  await shop.panelFault({ times: 0, kind: 'refuse' });
  await shop.expectClean();
});

describe('the owner in the chat', { timeout: 60_000 }, () => {
  it('sees every server with its health and its inbounds', async () => {
    const { olga } = shop;
    await olga.send('/servers');
    const card = await olga.hears('Frankfurt');
    expect(wordsOf(card)).toContain('🟢 healthy');
    expect(wordsOf(card)).toMatch(/vless:\d+ .*🟢 active/);
  });

  it('is told what is wrong with an address, and that a panel is here already', async () => {
    const { olga } = shop;
    const { url, token } = await panelOfWorld();
    await olga.send('/addserver');
    await olga.hears('Send the address of the 3x-ui panel');
    await olga.send('panel example com');
    await olga.hears('❌ This address cannot be used.');
    await olga.send('https://169.254.169.254/');
    await olga.hears('It is a link-local or reserved address');
    await olga.send(url);
    await olga.hears('This address begins with http://');
    await olga.tap('Use http');
    await olga.hears('How does the shop enter');
    await olga.send(token);
    await olga.hears('How shall this server be called?');
    await olga.send('Again');
    const host = await olga.hears('do customers connect to?');
    await olga.tapOn(host, labelsOf(host).find((label) => label.startsWith('Use ')) ?? '');
    await olga.hears('This panel is here already, as Frankfurt.');
    await olga.tap('Cancel');
    await olga.hears('Cancelled. Nothing was stored.');
    const seen = JSON.stringify(await olga.screen());
    expect(seen).not.toContain(token);
    expect(seen).not.toContain(url);
  });

  it('can end what he is typing with /cancel', async () => {
    const { olga } = shop;
    await olga.send('/newplan');
    await olga.hears('How shall the plan be called?');
    await olga.send('/cancel');
    await shop.settled();
    await olga.send('/servers');
    await shop.settled();
    expect(wordsOf((await olga.screen()).at(-1) as Entry)).toContain('Frankfurt');
  });

  it('hides a plan and shows it again', async () => {
    const { olga } = shop;
    await olga.send('/plans');
    await olga.sees('the plans', (entry) => labelsOf(entry).includes('Unlimited'));
    await olga.tap('Unlimited');
    await olga.sees('the plan', (entry) => labelsOf(entry).includes('Hide'));
    await olga.tap('Hide');
    await olga.sees('it is hidden', (entry) => labelsOf(entry).includes('Show'));
    const ann = await shop.newcomer('Ann');
    const home = await openPlans(ann);
    expect(wordsOf(home)).not.toContain('Unlimited');
    await olga.tap('Show');
    await olga.sees('it is shown', (entry) => labelsOf(entry).includes('Hide'));
  });

  it('makes a plan that can be bought at once', async () => {
    const label = await createPlan(shop, { name: 'Trip', days: 7, seats: 2 });
    const ann = await shop.newcomer('Ann');
    await order(ann, label);
    expect(await ann.pay()).toMatchObject({ status: 200 });
    await expectDeliveredOnce(shop, ann);
    expect(await soldOf(shop, 'Trip')).toBe(1);
  });

  it('refunds a delivered order: the access is off, the Stars are back, the seat is free', async () => {
    const ann = await shop.newcomer('Ann');
    await buy(ann);
    await cardSays(ann, '🟢 Ready');
    const sold = await soldOf(shop, 'Basic');
    const { olga } = shop;
    await openOrder(shop, orderIdOf(await cardOf(ann)));
    await olga.tap('Refund');
    await olga.hears('Refund this order?');
    await olga.tap(`Refund ${MONTH_STARS} ⭐`);
    await olga.hears(`${MONTH_STARS} ⭐ go back to the customer.`);

    await ann.hears('✅ Your money is back');
    expect(await ann.stars()).toBe(20_000);
    await cardSays(ann, '↩️ Refunded.');
    await shop.untilInTime('the client is gone', async () => (await shop.clientsOf(ann)).length === 0);
    await shop.untilInTime('the seat is free', async () => (await soldOf(shop, 'Basic')) === sold - 1);
    await ann.send('/my');
    await ann.hears('You have no access yet');
  });

  it('refunds an order that is not delivered yet, and nothing is left on the panel', async () => {
    const ann = await shop.newcomer('Ann');
    await shop.panelFault({ times: 1000, kind: 'drop-after-apply' });
    await shop.panel('stop');
    await orderAndPay(ann);
    const { olga } = shop;
    await openOrder(shop, orderIdOf(await cardOf(ann)));
    await olga.tap('Refund');
    await olga.hears('No key was delivered yet');
    await olga.tap(`Refund ${MONTH_STARS} ⭐`);
    await ann.hears('✅ Your money is back');
    await shop.panelFault({ times: 0, kind: 'refuse' });
    await shop.panel('start');
    await shop.pass({ minutes: 6 });
    await shop.pass({ minutes: 2 });
    await shop.settled();

    expect(await ann.stars()).toBe(20_000);
    expect(await shop.clientsOf(ann)).toEqual([]);
    expect((await ann.screen()).some(isKey)).toBe(false);
    await cardSays(ann, '↩️ Refunded.');
  });

  it('cannot refund one order twice', async () => {
    const ann = await shop.newcomer('Ann');
    await buy(ann);
    await cardSays(ann, '🟢 Ready');
    const { olga } = shop;
    await openOrder(shop, orderIdOf(await cardOf(ann)));
    await olga.tap('Refund');
    const sure = await olga.sees('the question', (entry) => wordsOf(entry).startsWith('Refund this order?'));
    const yes = `Refund ${MONTH_STARS} ⭐`;
    await Promise.all([olga.tapOn(sure, yes), olga.tapOn(sure, yes)]);
    await ann.hears('✅ Your money is back');
    await shop.settled();
    expect(await ann.stars()).toBe(20_000);
  });
});

async function panelOfWorld(): Promise<{ url: string; token: string }> {
  const { data } = await shop.http.get<{ url: string; token: string }[]>('/_emu/panels');
  return data[0] ?? { url: '', token: '' };
}
