import { beforeEach, describe, expect, it } from 'vitest';
import { minutes } from '../../src/model/values/period.ts';
import type { Placed } from '../../src/services/checkout/place-order.ts';
import { ANN, BOB } from '../support/builders.ts';
import { openTestDatabase } from '../support/database.ts';
import { openShop, type Shop } from '../support/shop.ts';

let shop: Shop;
let first: Placed;
let second: Placed;
let bobs: Placed;

beforeEach(async () => {
  const database = await openTestDatabase();
  shop = await openShop(database);
  await database
    .em()
    .execute(`update customers set name = 'Bob 100%_', username = 'BobTheBuyer' where id = ${BOB}`);
  first = await shop.order();
  shop.clock.moveTo(minutes(1));
  second = await shop.order();
  bobs = await shop.order({ customerId: BOB });
  await shop.pay(first, { chargeId: 'stxPaidWith' });
});

const found = async (query: string) => (await shop.checkout.findOrders(query)).map(({ orderId }) => orderId);

describe('orders that the staff looks for', () => {
  it('are found by the beginning of their number', async () => {
    expect(await found(bobs.orderId)).toEqual([bobs.orderId]);
    expect(await found(bobs.orderId.slice(0, -1).toUpperCase())).toContain(bobs.orderId);
    expect(await found(`${bobs.orderId}a`)).toEqual([]);
  });

  it('are found by their person: id, part of the name, username; the newest first', async () => {
    expect(await found(String(ANN))).toEqual([second.orderId, first.orderId]);
    expect(await found('aNN')).toEqual([second.orderId, first.orderId]);
    expect(await found('@bobthebuyer')).toEqual([bobs.orderId]);
    expect(await found('100%_')).toEqual([bobs.orderId]);
    expect(await found('1%0')).toEqual([]);
  });

  it('are found by the number of a charge, as Telegram writes it', async () => {
    expect(await found(' stxPaidWith ')).toEqual([first.orderId]);
  });

  it('are the newest of all where nothing is asked', async () => {
    expect((await found('')).sort()).toEqual([first.orderId, second.orderId, bobs.orderId].sort());
  });

  it('are found among those of more people with the name than are looked up by one', async () => {
    const { needs } = shop;
    await needs.work.do((em) =>
      em.execute(`insert into customers (id, name, language, subscription_hash, subscription_token, created_at)
        select 5000000 + i, 'Ann ' || i, 'en', lpad(i::text, 64, 'a'), 'sealed', now() from generate_series(1, 1001) g(i)`),
    );

    expect(await found('ann')).toEqual([second.orderId, first.orderId]);
  });
});
