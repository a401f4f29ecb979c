import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/open-database.ts';
import { days, hours, minutes } from '../../src/model/values/period.ts';
import { ClientLifecycleService } from '../../src/services/lifecycle/client-lifecycle-service.ts';
import { openTestDatabase } from '../support/database.ts';
import { PanelShop } from '../support/panel-shop.ts';
import { OWNER } from '../support/shop-process.ts';
import { takeSnapshot } from '../support/snapshot.ts';
import { StarsLedger } from '../support/stars-ledger.ts';
import { listedCharge, orderSubscription, subscribed, toldCharge } from '../support/subscribing.ts';
import { upkeepOf } from '../support/upkeep.ts';

let database: Database;
let stars: StarsLedger;
let shop: PanelShop;
let lifecycle: ClientLifecycleService;
let orderId: string;
let clientId: number;

beforeEach(async () => {
  database = await openTestDatabase();
  stars = new StarsLedger();
  shop = await PanelShop.open({ database, stars });
  lifecycle = new ClientLifecycleService(shop.main.needs);
  orderId = await shop.deliveredOrder();
  clientId = (await shop.client(orderId)).id;
});
afterEach(() => shop.end());

const own = () => ({ clientId, customerId: 1 });
const client = () => shop.client(orderId);
const renewals = () =>
  shop.rows<{ status: string }>(sql`select status from orders where purpose = 'renewal' order by created_at`);
const told = async () =>
  (await Promise.all(['access-ending', 'access-ended'].map((kind) => shop.messages(kind)))).map(
    ({ length }) => length,
  );

describe('an access that Telegram renews at its very end', () => {
  let first: string;
  beforeEach(async () => {
    await shop.rows(sql`update server_plans set renewal_rule = 'drop' returning id`);
    first = await subscribed(shop, clientId);
  });

  it('is not reminded of that end, nor ended in the minutes before the charge', async () => {
    shop.pass(days(24));
    await lifecycle.run('all');
    shop.pass(days(5));
    await lifecycle.run('all');
    shop.pass(days(1));
    shop.pass(minutes(10));
    await lifecycle.run('all');

    expect(await client()).toMatchObject({ status: 'active' });
    expect(await told()).toEqual([0, 0]);

    await shop.checkout.confirmPayment(await toldCharge(shop, first, 'again'));
    await lifecycle.run('all');
    expect(await client()).toMatchObject({ status: 'active' });
    expect(await told()).toEqual([0, 0]);
  });

  it('ends like every other where the charge does not come within the hour', async () => {
    shop.pass(days(30));
    shop.pass(hours(2));
    await shop.checkout.reconcileStars();
    await lifecycle.run('all');

    expect(await client()).toMatchObject({ status: 'expired' });
    expect(await told()).toEqual([0, 1]);
    expect(await shop.messages('subscription-ended')).toHaveLength(1);
  });

  it('is reminded as ever once its customer has ended the subscription', async () => {
    shop.pass(days(24));
    await shop.checkout.subscriptions.end(own());
    await lifecycle.run('all');

    expect(await told()).toEqual([1, 0]);
  });
});

describe('the news of a price', () => {
  it('tells a subscriber that the subscription keeps its own', async () => {
    await shop.deliveredOrder({ customerId: 2 });
    await subscribed(shop, clientId);
    const news = { planId: shop.planId, priceMinor: 600n, priceStars: null, shownVersion: 1 };

    await shop.fleet.planDesk.changePrice({ ...news, tell: true, actorId: OWNER });

    expect((await shop.messages('price-changed')).map(({ data }) => data.subscribed)).toEqual([
      true,
      undefined,
    ]);
    expect(await shop.checkout.subscriptions.of(own())).toMatchObject({ stars: 250 });
  });
});

describe('auto-renewal that the staff switches on', () => {
  it('ends the subscription in the name of who did it, and its customer is told', async () => {
    await subscribed(shop, clientId);

    await shop.checkout.renewals.setAutoFor({ clientId, isOn: true, actorId: OWNER });
    await shop.checkout.runRefunds();

    expect(stars.wishes).toMatchObject([{ isCancelled: true }]);
    expect((await shop.messages('auto-renewal-switched')).map(({ data }) => data)).toEqual([
      { clientId, isOn: true, endedSubscription: true },
    ]);
    expect(
      await shop.rows(sql`select actor_id::int as actor from audit_log where action = 'client.subscription'`),
    ).toEqual([{ actor: OWNER }]);
  });
});

describe('the audit', () => {
  it('misses the charge that a subscription began with, where the books do not hold it', async () => {
    await subscribed(shop, clientId);
    const doctor = upkeepOf(shop, stars);
    expect(await doctor.audit()).toMatchObject({ unbooked: 0, wrongAmounts: 0, ledgerSum: {} });

    await shop.rows(sql`update star_subscriptions set charge_id = 'lost', stars = 1 returning id`);

    expect(await doctor.audit()).toMatchObject({ unbooked: 1, wrongAmounts: 1 });
  });
});

describe('a database that was set back', () => {
  it('gives every charge of a forgotten subscription once more, and takes none for a surplus', {
    timeout: 60_000,
  }, async () => {
    const doctor = upkeepOf(shop, stars);
    const { restore } = await takeSnapshot(database);
    const first = await orderSubscription(shop, clientId);
    await shop.checkout.confirmPayment(stars.take(await listedCharge(shop, first)));
    for (const _ of [1, 2]) {
      shop.pass(days(30));
      await shop.checkout.confirmPayment(stars.take(await listedCharge(shop, first)));
    }
    const before = await shop.checkout.subscriptions.of(own());
    await restore();
    expect(await renewals()).toEqual([]);

    await doctor.examine({ fix: true });
    await doctor.examine({ fix: true });

    expect((await renewals()).map(({ status }) => status)).toEqual(['completed', 'completed', 'completed']);
    expect(await shop.checkout.subscriptions.of(own())).toEqual(before);
    expect(stars.asked).toEqual([]);
    expect((await doctor.audit()).details).toEqual([]);
  });

  it('knows a subscription again whose first charge it still has', { timeout: 60_000 }, async () => {
    const doctor = upkeepOf(shop, stars);
    const first = await orderSubscription(shop, clientId);
    await shop.checkout.confirmPayment(stars.take(await listedCharge(shop, first)));
    const { restore } = await takeSnapshot(database);
    shop.pass(days(30));
    await shop.checkout.confirmPayment(stars.take(await listedCharge(shop, first)));
    const { expiresAt } = await client();
    await restore();

    await doctor.examine({ fix: true });

    expect((await client()).expiresAt).toEqual(expiresAt);
    expect(await renewals()).toHaveLength(2);
    expect(stars.asked).toEqual([]);
  });
});
