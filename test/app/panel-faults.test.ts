import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ChatPerson, wordsOf } from '../support/chat-person.ts';
import { WholeShop } from '../support/whole-shop.ts';
import {
  cardOf,
  expectCardForward,
  expectDeliveredOnce,
  isQr,
  MONTH,
  openOrder,
  openPlans,
  order,
  orderAndPay,
  orderIdOf,
} from './purchase.ts';

const ADD = 'panel/api/clients/add';
const READ = 'panel/api/clients/get';
const LIST = 'panel/api/inbounds';
const FAULTY = [ADD, READ, LIST, 'panel/api'];
const SAFE = 'Your payment is safe';

let shop: WholeShop;
let ann: ChatPerson;
let olgasLast = 0;

beforeAll(async () => {
  shop = await WholeShop.open();
  await shop.olga.send('/admin');
  await shop.olga.hears('/orders');
});
afterAll(() => shop?.close());
beforeEach(async () => {
  ann = await shop.newcomer('Ann');
  olgasLast = Math.max(0, ...(await shop.olga.screen()).map(({ id }) => id ?? 0));
});
afterEach(async () => {
  await shop.panel('start');
  for (const path of FAULTY) await shop.panelFault({ path, times: 0, kind: 'refuse' });
  await shop.pass({ minutes: 6 });
  await shop.expectClean();
});

describe('a paid order and a panel that misbehaves', { timeout: 60_000 }, () => {
  it('waits for a panel that is down, says that the payment is safe, and is delivered when it is back', async () => {
    const boris = await shop.newcomer('Boris');
    const home = await openPlans(boris);
    await order(ann);
    await shop.panel('stop');
    expect(await ann.pay()).toMatchObject({ status: 200 });
    await hearsInTime(ann, SAFE);
    await hearsInTime(shop.olga, 'is out of sale');
    await boris.tapOn(home, MONTH);
    await boris.sees(
      'why not',
      (entry) => entry.kind === 'alert' && wordsOf(entry).includes('Nothing was charged.'),
    );

    await shop.panel('start');
    await deliver();
    await expectDeliveredOnce(shop, ann);
    await expectCardForward(shop, ann);
    await hearsInTime(shop.olga, 'is back on sale');
  });

  it('adds one client where the panel keeps the shop waiting', async () => {
    await shop.panelFault({ times: 1, kind: 'hang', ms: 60_000 });
    await orderAndPay(ann);
    await hearsInTime(ann, SAFE);
    await deliver();
    await expectDeliveredOnce(shop, ann);
    await expectCardForward(shop, ann);
  });

  it('adds one client where a proxy answers with its own page', async () => {
    await shop.panelFault({ times: 2, kind: 'html' });
    await orderAndPay(ann);
    await deliver();
    await expectDeliveredOnce(shop, ann);
  });

  it('adds one client where the panel’s database is locked for a while', async () => {
    await shop.panelFault({ times: 2, kind: 'busy' });
    await orderAndPay(ann);
    await deliver();
    await expectDeliveredOnce(shop, ann);
    expect((await shop.adds()).slice(-3).map(({ applied }) => applied)).toEqual([false, false, true]);
  });

  it('adds one client where the answer is lost after the panel did its work', async () => {
    const before = (await shop.adds()).length;
    await shop.panelFault({ times: 1, kind: 'drop-after-apply' });
    await orderAndPay(ann);
    await deliver();
    await expectDeliveredOnce(shop, ann);
    expect((await shop.adds()).slice(before)).toHaveLength(1);
  });

  it('adds one client where the panel does its work long after it cut the call', async () => {
    await shop.panelFault({ times: 1, kind: 'late', ms: 2500 });
    await orderAndPay(ann);
    await deliver();
    await expectDeliveredOnce(shop, ann);
    await shop.pass({ seconds: 70 });
    await expectDeliveredOnce(shop, ann);
  });

  it('tells the owner that the panel refuses its login, and goes on when it is let in again', async () => {
    await shop.panelFault({ path: 'panel/api', times: 100, kind: 'status', status: 401 });
    await orderAndPay(ann);
    await hearsInTime(shop.olga, 'is out of sale');
    await hearsInTime(ann, SAFE);
    expect(await shop.clientsOf(ann)).toEqual([]);
    await shop.panelFault({ path: 'panel/api', times: 0, kind: 'status' });
    await deliver();
    await expectDeliveredOnce(shop, ann);
  });

  it('asks the owner where the panel refuses for good, and delivers on his retry', async () => {
    await shop.panelFault({ times: 100, kind: 'status', status: 400 });
    await orderAndPay(ann);
    await hearsInTime(ann, 'We could not create your access. Your payment is safe');
    await hearsInTime(shop.olga, 'Retry or refund it in /orders.');
    await shop.panelFault({ times: 0, kind: 'status' });
    await openOrder(shop, orderIdOf(await cardOf(ann)));
    await shop.olga.tap('Retry');
    await shop.olga.hears('1 key is tried again.');
    await expectDeliveredOnce(shop, ann);
  });

  it('reads what it cannot read again, and adds nobody twice', async () => {
    await shop.panelFault({ path: READ, times: 2, kind: 'html' });
    await shop.panelFault({ path: LIST, times: 1, kind: 'busy' });
    await orderAndPay(ann);
    await deliver();
    await expectDeliveredOnce(shop, ann);
  });
});

/** Time passes in the world until the picture with the key is there. */
const deliver = (): Promise<void> =>
  shop.untilInTime('the key is delivered', async () => (await ann.screen()).some(isQr));

/** Time passes until a person is told, since this test began. */
async function hearsInTime(person: ChatPerson, words: string): Promise<void> {
  await shop.untilInTime(`"${words}"`, async () => {
    const news = (await person.screen()).filter(({ id }) => (id ?? 0) > (person === ann ? 0 : olgasLast));
    return news.some((entry) => wordsOf(entry).includes(words));
  });
}
