import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AuditEntry } from '../../src/model/audit-entry.ts';
import { days } from '../../src/model/values/period.ts';
import { PanelShop } from '../support/panel-shop.ts';
import { renewalOf, renewed } from '../support/renewing.ts';
import { OWNER } from '../support/shop-process.ts';

let shop: PanelShop;

beforeEach(async () => {
  shop = await PanelShop.open();
});

afterEach(() => shop.end());

const desk = () => shop.fleet.planDesk;
const told = async () => (await shop.messages('price-changed')).map(({ key }) => key.split(':').at(-1));

const change = (with_: Partial<Parameters<ReturnType<typeof desk>['changePrice']>[0]> = {}) =>
  desk().changePrice({
    planId: shop.planId,
    priceMinor: 600n,
    priceStars: null,
    shownVersion: 1,
    tell: true,
    actorId: OWNER,
    ...with_,
  });

describe('a new price of a plan', () => {
  it('is a new version, and each customer with a running access hears of it once', async () => {
    await shop.deliveredOrder({ customerId: 1 });
    await shop.deliveredOrder({ customerId: 1 });
    await shop.deliveredOrder({ customerId: 2 });
    await shop.unpaidOrder({ customerId: 3 });
    expect(await desk().countHolders(shop.planId)).toBe(2);

    expect(await change()).toEqual({ ok: true, value: { told: 2 } });

    expect(await desk().plan(shop.planId)).toMatchObject({ priceMinor: 600n, stars: 300, priceVersion: 2 });
    expect(await told()).toEqual(['1', '2']);
    expect((await shop.messages('price-changed'))[0]?.data).toEqual({
      plan: '1 month',
      currency: 'USD',
      before: { minor: '500', stars: 250 },
      after: { minor: '600', stars: 300 },
    });
    expect(await shop.work.read().find(AuditEntry, { action: 'plan.price' })).toMatchObject([
      { before: { minor: '500', stars: 250, version: 1 }, after: { minor: '600', version: 2, told: 2 } },
    ]);
  });

  it('is set once for a press that is handled twice, and answers as the first time', async () => {
    await shop.deliveredOrder();

    const answers = [await change(), await change()];

    expect(answers).toEqual([
      { ok: true, value: { told: 1 } },
      { ok: true, value: { told: 1 } },
    ]);
    expect(await desk().plan(shop.planId)).toMatchObject({ priceVersion: 2 });
    expect(await told()).toEqual(['1']);
  });

  it('can be set without telling anybody', async () => {
    await shop.deliveredOrder();

    expect(await change({ tell: false })).toEqual({ ok: true, value: { told: 0 } });
    expect(await told()).toEqual([]);
  });

  it('is not told to people who blocked the bot, were suspended, or whose time is over', async () => {
    for (const customerId of [1, 2, 3, 4]) await shop.deliveredOrder({ customerId });
    await shop.rows('update customers set bot_blocked_at = now() where id = 1 returning id');
    await shop.rows('update customers set suspended_at = now() where id = 2 returning id');
    await shop.rows(`update server_clients set status = 'terminated' where customer_id = 3 returning id`);
    expect(await desk().countHolders(shop.planId)).toBe(1);
    shop.pass(days(31));

    expect(await desk().countHolders(shop.planId)).toBe(0);
    expect(await change()).toEqual({ ok: true, value: { told: 0 } });
  });

  it('is refused when another admin has changed the price meanwhile', async () => {
    await change({ priceMinor: 700n });

    expect(await change()).toEqual({ ok: false, refusal: { code: 'changed-meanwhile' } });
    expect(await desk().plan(shop.planId)).toMatchObject({ priceMinor: 700n, priceVersion: 2 });
  });

  it('is refused where Telegram would take no invoice of it, and nothing is stored', async () => {
    expect(await change({ priceMinor: 300_000n })).toEqual({
      ok: false,
      refusal: { code: 'too-many-stars', stars: 150_000 },
    });
    expect(await desk().plan(shop.planId)).toMatchObject({ priceMinor: 500n, priceVersion: 1 });
  });

  it('does not touch an order that was placed before', async () => {
    const orderId = await shop.unpaidOrder();

    await change();

    expect((await shop.checkout.order(orderId))?.stars).toBe(250);
    await shop.pay(orderId);
    expect(await shop.orderStatus(orderId)).toBe('paid');
  });
});

describe('what a renewal costs after a new price', () => {
  const priceOf = async (orderId: string) => {
    const { price, stars } = await renewalOf(shop, { clientId: (await shop.client(orderId)).id });
    return [price.minor, stars];
  };

  it('is the old one until the end of the running period, and the announced one after it', async () => {
    const orderId = await shop.deliveredOrder();
    await change();

    expect(await priceOf(orderId)).toEqual([500n, 250]);
    await renewed(shop, { clientId: (await shop.client(orderId)).id });
    expect(await priceOf(orderId)).toEqual([500n, 250]);
    shop.pass(days(31));
    expect(await priceOf(orderId)).toEqual([600n, 300]);
  });

  it('is the old one for good where nobody was told', async () => {
    const orderId = await shop.deliveredOrder();
    await change({ tell: false });
    shop.pass(days(29));

    expect(await priceOf(orderId)).toEqual([500n, 250]);
    await renewed(shop, { clientId: (await shop.client(orderId)).id });
    shop.pass(days(10));
    expect(await priceOf(orderId)).toEqual([500n, 250]);
  });

  it('is never one that was announced and replaced before it counted', async () => {
    const orderId = await shop.deliveredOrder();
    await change();
    await change({ priceMinor: 550n, shownVersion: 2 });
    shop.pass(days(31));

    expect(await priceOf(orderId)).toEqual([550n, 275]);
  });

  it('stays the announced one, once that counts, when a further price is announced', async () => {
    const orderId = await shop.deliveredOrder();
    await change();
    await renewed(shop, { clientId: (await shop.client(orderId)).id });
    shop.pass(days(31));
    await change({ priceMinor: 900n, shownVersion: 2 });

    expect(await priceOf(orderId)).toEqual([600n, 300]);
    shop.pass(days(30));
    expect(await priceOf(orderId)).toEqual([900n, 450]);
  });

  it('does not change for who bought other days than the plan has now', async () => {
    const orderId = await shop.deliveredOrder();
    await shop.rows(`update server_plans set duration_days = 90 returning id`);
    await change({ priceMinor: 1500n });
    shop.pass(days(31));

    expect(await told()).toEqual([]);
    expect(await priceOf(orderId)).toEqual([500n, 250]);
  });
});
