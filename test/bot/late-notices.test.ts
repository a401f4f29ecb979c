import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRenderer } from '../../src/bot/views/render-message.ts';
import { days, hours, milliseconds, minutes } from '../../src/model/values/period.ts';
import { CustomerService } from '../../src/services/delivery/customer-service.ts';
import { DeliveryService } from '../../src/services/delivery/delivery-service.ts';
import { SupportService } from '../../src/services/delivery/support-service.ts';
import { ClientLifecycleService } from '../../src/services/lifecycle/client-lifecycle-service.ts';
import { openTestDatabase } from '../support/database.ts';
import { PanelShop } from '../support/panel-shop.ts';
import { fillWallet } from '../support/wallet.ts';
import { texts } from './english.ts';

const GIB = 1024 ** 3;
const BUYER = 1;

let shop: PanelShop;
let lifecycle: ClientLifecycleService;
let customers: CustomerService;
let orderId: string;
let database: Awaited<ReturnType<typeof openTestDatabase>>;

beforeEach(async () => {
  database = await openTestDatabase();
  shop = await PanelShop.open({ database });
  lifecycle = new ClientLifecycleService(shop.main.needs);
  customers = new CustomerService(shop.main.needs);
  orderId = await shop.deliveredOrder();
});
afterEach(() => shop.end());

const pass = (ms: number) => shop.pass(milliseconds(ms));
const uses = async (gib: number) => shop.panel.traffic((await shop.client(orderId)).email, gib * GIB);

/** What would go out now of all that was written down of this access, oldest first. */
async function said(): Promise<{ text: string; buttons: string[] }[]> {
  const delivery = new DeliveryService({ ...shop.main.needs, payloadOf: () => '' });
  const support = new SupportService(shop.main.needs);
  const services = { delivery, checkout: shop.checkout, support };
  const renderer = createRenderer({ services, texts, ...customers.asReader([]) });
  const rows = await shop.rows<{ id: number; chatId: number; kind: string; data: string }>(sql`
    select id::int, chat_id::int as "chatId", kind, data::text as data from outgoing_messages
     where kind like 'access-%' or kind like 'traffic-%' or kind like 'renewal-%' order by id`);
  const made = [];
  for (const row of rows) made.push(await renderer.message({ ...row, data: JSON.parse(row.data) }));
  return made.flatMap((each) => {
    if (typeof each === 'string' || each.method !== 'sendMessage') return [];
    const { text, reply_markup } = each.payload;
    const rowsOf = reply_markup && 'inline_keyboard' in reply_markup ? reply_markup.inline_keyboard : [];
    return [{ text, buttons: rowsOf.flat().map((button) => button.text) }];
  });
}
const textsOf = async () => (await said()).map(({ text }) => text);
const remindAfter = async (...steps: number[]) => {
  for (const step of steps) {
    pass(step);
    await lifecycle.run('expiring');
  }
};

describe('reminders that go out late', () => {
  it('are one, and count what is left, where all three were held up', async () => {
    await remindAfter(days(23) + hours(1), days(4), days(2));
    pass(hours(11));

    expect(await textsOf()).toEqual([expect.stringContaining('One day left')]);
  });

  it('are none where the next one is due and says it better', async () => {
    await remindAfter(days(23) + hours(1));
    pass(days(6));

    expect(await textsOf()).toEqual([]);
  });

  it('are none of an end that has passed', async () => {
    await remindAfter(days(29) + hours(1));
    pass(days(1));
    await lifecycle.run('expired');

    expect(await textsOf()).toEqual([expect.stringContaining('ended on')]);
  });

  it('say as many days as are left, not as many as the mark has', async () => {
    await remindAfter(days(25) + hours(1));

    expect(await textsOf()).toEqual([expect.stringContaining('5 days left')]);
  });

  it('say nothing of an end after which the access can not be had any more', async () => {
    pass(days(30) + hours(1));
    await lifecycle.run('expired');
    pass(days(4));

    expect(await textsOf()).toEqual([]);
  });
});

describe('a word about traffic that goes out late', () => {
  it('is not said after a renewal', async () => {
    await uses(41);
    await lifecycle.run('traffic');
    pass(days(2));
    await lifecycle.renew({ clientId: (await shop.client(orderId)).id, actorId: 9001 });

    expect(await textsOf()).toEqual([expect.stringContaining('A new period has begun')]);
  });

  it('is only the last of them', async () => {
    for (const each of [41, 48, 51]) {
      await uses(each);
      await lifecycle.run('traffic');
    }
    pass(days(2));

    expect(await textsOf()).toEqual([expect.stringContaining('used up')]);
  });
});

describe('somebody who has blocked the bot', () => {
  it('gets no notices until they are back, and then what is still true', async () => {
    await remindAfter(days(23) + hours(1));
    await customers.markBlocked(BUYER);
    expect(await textsOf()).toEqual([]);

    await customers.markReachable(BUYER);

    expect(await textsOf()).toEqual([expect.stringContaining('7 days left')]);
  });

  it('is tried all the same for what is no notice', async () => {
    await customers.markBlocked(BUYER);
    await lifecycle.extend({ clientId: (await shop.client(orderId)).id, actorId: 9001, days: 3 });

    expect(await textsOf()).toEqual([expect.stringContaining('lasts longer')]);
  });
});

describe('a reminder of an access that renews by itself', () => {
  const auto = async () =>
    shop.checkout.renewals.setAuto({
      clientId: (await shop.client(orderId)).id,
      customerId: BUYER,
      isOn: true,
    });

  it('says when and for how much, and offers nothing to pay', async () => {
    await fillWallet(database, 500n, BUYER);
    await auto();
    await remindAfter(days(23) + hours(1));

    const [reminder] = await said();
    expect(reminder?.text).toContain('7 days left');
    expect(reminder?.text).toMatch(/Renews by itself on .* for 5.00 USD/);
    expect(reminder?.buttons.join()).not.toContain('Renew');
  });

  it('says what the balance lacks, and offers to renew', async () => {
    await fillWallet(database, 200n, BUYER);
    await auto();
    await remindAfter(days(23) + hours(1));

    const [reminder] = await said();
    expect(reminder?.text).toContain('Your balance is 3.00 USD short');
    expect(reminder?.buttons.join()).toContain('Renew');
  });

  it('waits for the first try, so that nobody reads "3 days left" and then "renewed"', async () => {
    await fillWallet(database, 500n, BUYER);
    await auto();
    await remindAfter(days(23) + minutes(30), days(4));
    await shop.checkout.renewals.renewDue();
    await remindAfter(hours(1));

    expect(await textsOf()).toEqual([]);
    expect((await shop.messages('access-ending')).map(({ data }) => data.days)).toEqual([7]);
  });

  it('comes when the try found too little', async () => {
    await auto();
    await remindAfter(days(23) + minutes(30), days(4));
    await shop.checkout.renewals.renewDue();
    await remindAfter(hours(1));

    expect((await shop.messages('access-ending')).map(({ data }) => data.days)).toEqual([7, 3]);
  });

  it('does not wait for ever where nobody tries', async () => {
    await auto();
    await remindAfter(days(23) + minutes(30), days(4), hours(1));

    expect((await shop.messages('access-ending')).map(({ data }) => data.days)).toEqual([7, 3]);
  });
});
