import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ChatPerson, labelsOf, wordsOf } from '../support/chat-person.ts';
import { WholeShop } from '../support/whole-shop.ts';
import {
  buy,
  createPlan,
  expectDeliveredOnce,
  isInvoice,
  isKey,
  MONTH,
  MONTH_STARS,
  openPlans,
  order,
  soldOf,
} from './purchase.ts';

let shop: WholeShop;
let label = '';

beforeAll(async () => {
  shop = await WholeShop.open();
  label = await createPlan(shop, { name: 'One seat', days: 3, seats: 1 });
});
afterAll(() => shop?.close());
afterEach(() => shop.expectClean());

describe('a shop as time passes', { timeout: 60_000 }, () => {
  it('holds the seat of an unpaid order for 15 minutes, then sells it to the next', async () => {
    const [boris, ann] = [await shop.newcomer('Boris'), await shop.newcomer('Ann')];
    const invoice = await order(boris, label);
    await shop.pass({ minutes: 14 });
    expect(await soldOf(shop, 'One seat')).toBe(1);
    await ann.send('/start');
    await ann.sees('it is sold out', (entry) => labelsOf(entry).includes('Sold out: 3 days, 1 GB'));

    await shop.pass({ minutes: 2 });
    expect(await soldOf(shop, 'One seat')).toBe(0);
    expect(await boris.pay(invoice.id)).toMatchObject({
      status: 409,
      error: 'This order is over. Please choose a plan again.',
    });
    expect(await boris.stars()).toBe(20_000);
    await ann.send('/start');
    await order(ann, label);
    await shop.pass({ minutes: 16 });
    expect(await soldOf(shop, 'One seat')).toBe(0);
  });

  it('keeps the seat of a payment that was let through, until Telegram’s ledger shows that none came', async () => {
    const ann = await shop.newcomer('Ann');
    const invoice = await order(ann, label);
    await shop.botFault({ method: 'answerPreCheckoutQuery', kind: '400', times: 3 });
    expect(await ann.pay(invoice.id)).toMatchObject({ status: 408 });
    await ann.tapOn(invoice, 'Cancel order');
    await ann.hears('A payment of this order is under way, so it cannot be cancelled now.');
    await shop.botFault({ method: 'getStarTransactions', kind: '500', times: 6 });
    await shop.pass({ minutes: 26 });
    expect(await soldOf(shop, 'One seat')).toBe(1);

    await shop.untilInTime('the seat is free', async () => (await soldOf(shop, 'One seat')) === 0, 120);
    expect(await ann.stars()).toBe(20_000);
    expect((await ann.screen()).some(isKey)).toBe(false);
  });

  it('settles by the ledger what Telegram told while the shop was dead for more than a day', async () => {
    const ann = await shop.newcomer('Ann');
    await order(ann);
    await payUnseen(ann);
    expect(await shop.pass({ hours: 25 })).toBe('down');
    await shop.startShop();
    await expectDeliveredOnce(shop, ann);
    expect(await ann.stars()).toBe(20_000 - MONTH_STARS);
  });

  it('keeps the last seat for a payment that nobody has read of, and delivers it', async () => {
    const [ann, boris] = [await shop.newcomer('Ann'), await shop.newcomer('Boris')];
    await order(ann, label);
    await payUnseen(ann);
    await shop.pass({ hours: 25 });
    await shop.startShop();
    await shop.settled();
    await boris.send('/start');
    await boris.sees('it is sold out', (entry) => labelsOf(entry).includes('Sold out: 3 days, 1 GB'));
    await expectDeliveredOnce(shop, ann);
    expect(await soldOf(shop, 'One seat')).toBe(1);
  });

  it('forgets what an owner was typing after a quarter of an hour', async () => {
    const { olga } = shop;
    await olga.send('/newplan');
    await shop.settled();
    await shop.pass({ minutes: 16 });
    await olga.send('Too late');
    await olga.hears('This took longer than 15 minutes');
  });

  it('does not sell on a screen whose order has expired meanwhile', async () => {
    const ann = await shop.newcomer('Ann');
    const home = await openPlans(ann);
    await ann.tapOn(home, MONTH);
    await ann.sees('the invoice', isInvoice);
    await shop.pass({ minutes: 20 });
    await ann.tapOn(home, MONTH);
    await ann.hears('You have chosen on this screen already.');
  });

  it('says that an access is over when its days are', async () => {
    const ann = await shop.newcomer('Ann');
    await buy(ann);
    await expectDeliveredOnce(shop, ann);
    await shop.pass({ hours: 31 * 24 });
    await ann.send('/my');
    const list = await ann.hears('My access');
    expect(wordsOf(list)).toContain('⚪ expired');
    expect(wordsOf(list)).toContain('time is over');
  });
});

/** The money is taken, and the shop is dead before it reads of it. */
async function payUnseen(person: ChatPerson): Promise<void> {
  await shop.settled();
  await shop.botFault({ method: 'getUpdates', kind: '500', times: 2 });
  expect(await person.pay()).toMatchObject({ status: 200 });
  await shop.killShop();
}
