import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/open-database.ts';
import { ServerClient } from '../../src/model/server-client.ts';
import { days, later, minutes } from '../../src/model/values/period.ts';
import { bytes, gigabytes } from '../../src/model/values/traffic.ts';
import { counterDrift } from '../../src/services/seats/counter-drift.ts';
import { brokenPromises } from '../../src/services/upkeep/audit.ts';
import { openTestDatabase } from '../support/database.ts';
import { PanelShop } from '../support/panel-shop.ts';
import { admitRenewal, chargeOf, orderRenewal, payRenewal, renewalOf, renewed } from '../support/renewing.ts';
import { upkeepOf } from '../support/upkeep.ts';
import { fillWallet, ledgerBalances } from '../support/wallet.ts';

const GIB = 1024 ** 3;
const ADMIN = 9001;

let database: Database;
let shop: PanelShop;
let orderId: string;
let clientId: number;
let sold: Date;

beforeEach(async () => {
  database = await openTestDatabase();
  shop = await PanelShop.open({ database });
  orderId = await shop.deliveredOrder();
  const client = await shop.client(orderId);
  clientId = client.id;
  if (client.expiresAt) sold = client.expiresAt;
  await shop.panel.forgetCalls();
});
afterEach(async () => {
  expect(await counterDrift(shop.work.read())).toEqual([]);
  await shop.end();
});

const client = () => shop.client(orderId);
const onPanel = async () => (await shop.panel.clients())[0];
const wake = () => shop.main.lanes.wake(shop.serverId);
const refund = (id: string) => shop.checkout.refundOrder({ orderId: id, actorId: ADMIN });
const rule = (to: 'keep' | 'drop') =>
  shop.rows(sql`update server_plans set renewal_rule = ${to} returning id`);
const uses = (used: number) =>
  shop.work.do(async (em) => {
    const row = await em.findOneOrFail(ServerClient, clientId);
    row.updateTrafficUsage(bytes(BigInt(used)), shop.clock.now());
    await em.flush();
  });
const change = (act: (row: ServerClient) => void) =>
  shop.work.do(async (em) => {
    act(await em.findOneOrFail(ServerClient, clientId));
    await em.flush();
  });
const journals = async (of: string) =>
  (
    await shop.rows<{ reason: string }>(
      sql`select reason from ledger_journals where order_id = ${of} order by at, id`,
    )
  ).map(({ reason }) => reason);

describe('a renewal paid in Stars', () => {
  it('gives its days and its traffic to the same client, with what is left, all in one step', async () => {
    await uses(20 * GIB);

    const id = await renewed(shop, { clientId });

    expect(await client()).toMatchObject({
      id: clientId,
      status: 'active',
      expiresAt: later(sold, days(30)),
      trafficLimit: gigabytes(80n),
      trafficUsed: 0n,
    });
    expect(await shop.orderStatus(id)).toBe('completed');
    expect(await journals(id)).toEqual(['order paid']);
    expect((await shop.messages('renewed')).map(({ data }) => data)).toEqual([{ orderId: id }]);
  });

  it('takes no seat and makes no unit and no second client', async () => {
    const id = await renewed(shop, { clientId });
    await shop.main.provisioning.processOrder(id);
    await shop.main.provisioning.wakeDueLanes();

    expect(await shop.units(id)).toEqual([]);
    expect(await shop.panel.clients()).toHaveLength(1);
    expect(shop.wakes).not.toContain(`order ${id}`);
    expect(shop.wakes).toContain(`lane ${shop.serverId}`);
    expect(brokenPromises(await upkeepOf(shop).audit())).toBe(0);
  });

  it('sets the counter of the panel back first, and says what holds after it', async () => {
    await shop.panel.traffic((await client()).email, 20 * GIB);
    await uses(20 * GIB);

    await renewed(shop, { clientId });
    await wake();

    expect(await shop.panel.writes()).toEqual(['clients/resetTraffic', 'clients/update']);
    expect(await onPanel()).toMatchObject({
      enable: true,
      up: 0,
      down: 0,
      totalGB: 80 * GIB,
      expiryTime: later(sold, days(30)).getTime(),
    });
  });

  it('costs what was frozen at the purchase, whatever the plan costs now', async () => {
    await shop.rows(sql`update server_plans set price_minor = 90000, price_version = 7 returning id`);

    expect(await renewalOf(shop, { clientId })).toMatchObject({ price: { minor: 500n }, stars: 250 });
  });

  it('switches on again what its traffic had ended', async () => {
    await uses(50 * GIB);
    await change((row) => row.suspend('traffic', shop.clock.now()));
    await wake();

    await renewed(shop, { clientId });
    await wake();

    expect(await onPanel()).toMatchObject({ enable: true, totalGB: 50 * GIB });
    expect((await client()).status).toBe('active');
  });

  it('leaves off what an admin has switched off, and keeps the time for it', async () => {
    await change((row) => row.suspend('admin', shop.clock.now()));

    const id = await renewed(shop, { clientId });
    await wake();

    expect(await onPanel()).toMatchObject({ enable: false, expiryTime: later(sold, days(30)).getTime() });
    expect(await shop.checkout.renewals.news(id)).toMatchObject({ isStopped: true });
  });

  it('in the days of grace begins with the payment', async () => {
    shop.pass(days(31));
    await change((row) => row.suspend('expired', shop.clock.now()));
    const before = shop.clock.now();

    await renewed(shop, { clientId });

    const { expiresAt, status } = await client();
    expect(status).toBe('active');
    expect(expiresAt?.getTime()).toBeGreaterThanOrEqual(later(before, days(30)).getTime());
  });

  it('is paid and safe while its panel is away, and reaches it later', async () => {
    await shop.panel.stop();
    await shop.rows(sql`update servers set health_status = 'offline', probe_due_at = now() returning id`);

    const id = await renewed(shop, { clientId });
    await wake();
    expect(await shop.checkout.renewals.news(id)).toMatchObject({ isWaiting: true });

    await shop.panel.start();
    await shop.rows(sql`update servers set health_status = 'healthy', probe_due_at = null returning id`);
    await shop.passAndWake(minutes(2));
    expect(await onPanel()).toMatchObject({ expiryTime: later(sold, days(30)).getTime() });
    expect(await shop.checkout.renewals.news(id)).toMatchObject({ isWaiting: false });
  });

  it('is one period, though its invoice is paid twice: the second payment goes back', async () => {
    const id = await orderRenewal(shop, { clientId });
    await payRenewal(shop, id);

    expect(await payRenewal(shop, id)).toMatchObject({ outcome: 'surplus' });
    expect((await client()).expiresAt).toEqual(later(sold, days(30)));
    expect((await shop.messages('refund-started')).map(({ data }) => data.reason)).toEqual([
      'second-payment',
    ]);
  });

  it('counts once, however often Telegram tells of it', async () => {
    const charge = await chargeOf(shop, await orderRenewal(shop, { clientId }));

    await Promise.all([1, 2, 3].map(() => shop.checkout.confirmPayment(charge)));

    expect((await client()).expiresAt).toEqual(later(sold, days(30)));
    expect(await shop.messages('renewed')).toHaveLength(1);
  });

  it('counts though it came after the order’s time: there is no seat to lose', async () => {
    const id = await orderRenewal(shop, { clientId });
    shop.pass(minutes(70));
    await shop.checkout.releaseHolds();
    expect(await shop.orderStatus(id)).toBe('expired');

    expect(await payRenewal(shop, id)).toMatchObject({ outcome: 'settled' });
    expect((await client()).expiresAt).toEqual(later(sold, days(30)));
  });
});

describe('two renewals at once', () => {
  it('are two periods where the rest is kept', async () => {
    const first = await orderRenewal(shop, { clientId });
    const second = await orderRenewal(shop, { clientId });

    await Promise.all([payRenewal(shop, first), payRenewal(shop, second)]);

    expect(await client()).toMatchObject({
      expiresAt: later(sold, days(60)),
      trafficLimit: gigabytes(150n),
    });
  });

  it('are one where the rest is dropped: the second is refused, and paid all the same it goes back', async () => {
    await rule('drop');
    const first = await orderRenewal(shop, { clientId });
    const second = await orderRenewal(shop, { clientId });
    await payRenewal(shop, first);
    const { expiresAt } = await client();

    expect(await admitRenewal(shop, second)).toEqual({ ok: false, refusal: { code: 'renewed-meanwhile' } });
    expect(await payRenewal(shop, second)).toMatchObject({ outcome: 'surplus' });
    expect(await client()).toMatchObject({ expiresAt, trafficLimit: gigabytes(50n) });
    expect(await shop.orderStatus(second)).toBe('cancelled');
    expect((await shop.messages('refund-started')).map(({ data }) => data.reason)).toEqual([
      'renewed-meanwhile',
    ]);
  });
});

describe('a press on a preview that is not true any more', () => {
  const stalePress = async (statement: Parameters<PanelShop['rows']>[0]) => {
    const { fingerprint } = await renewalOf(shop, { clientId });
    await shop.rows(statement);
    return shop.checkout.renewals.place({ clientId, customerId: 1, fingerprint, nonce: 'Zk3_xQ9a' });
  };

  it.each([
    ['the rule', sql`update server_plans set renewal_rule = 'drop' returning id`, 'renewal-changed'],
    ['the price', sql`update server_clients set renewal_price_minor = 600 returning id`, 'renewal-changed'],
    ['that it is renewed at all', sql`update server_plans set renewable = false returning id`, 'renewal-off'],
    ['that it ends', sql`update server_clients set expires_at = null returning id`, 'renewal-endless'],
    ['that it is there', sql`update server_clients set wanted = 'deleted' returning id`, 'access-gone'],
  ])('is refused where %s has changed, and nothing is ordered', async (_, statement, code) => {
    expect(await stalePress(statement)).toEqual({ ok: false, refusal: { code } });
    expect(await shop.rows(sql`select id from orders where purpose = 'renewal'`)).toEqual([]);
  });

  it('is taken where the plan is only hidden: who has it may keep it', async () => {
    expect(await stalePress(sql`update server_plans set on_sale = false returning id`)).toMatchObject({
      ok: true,
    });
  });

  it('asks for the price of the invoice once that is written, and gives what it says', async () => {
    const id = await orderRenewal(shop, { clientId });
    await shop.rows(sql`update server_clients set renewal_price_minor = 900 returning id`);
    await rule('drop');

    expect(await admitRenewal(shop, id)).toMatchObject({ ok: true });
    await payRenewal(shop, id);
    expect(await client()).toMatchObject({ expiresAt: later(sold, days(30)), trafficLimit: gigabytes(100n) });
  });

  it('is one order, however often it is handed in', async () => {
    const first = await orderRenewal(shop, { clientId, nonce: 'Zk3_xQ9a' });
    const again = await orderRenewal(shop, { clientId, nonce: 'Zk3_xQ9a' });

    expect(again).toBe(first);
  });
});

describe('an access that is gone before its renewal is paid', () => {
  it('is not paid for: Telegram is told no, and money that comes all the same goes back', async () => {
    await fillWallet(database, 200n, 1);
    const id = await orderRenewal(shop, { clientId, fromBalance: 200 });
    await refund(orderId);

    expect(await admitRenewal(shop, id)).toEqual({ ok: false, refusal: { code: 'access-gone' } });
    expect(await payRenewal(shop, id)).toMatchObject({ outcome: 'surplus' });
    expect(await shop.orderStatus(id)).toBe('cancelled');
    expect((await shop.messages('refund-started')).map(({ data }) => data.reason)).toContain('access-gone');
    expect((await ledgerBalances(database))['USD customer:1']).toBe(200);
  });
});

describe('a renewal paid from the balance', () => {
  it('is given at once, with its receipt, and the rest stays', async () => {
    await fillWallet(database, 800n, 1);

    const id = await orderRenewal(shop, { clientId, fromBalance: 500 });

    expect((await client()).expiresAt).toEqual(later(sold, days(30)));
    expect(await shop.orderStatus(id)).toBe('completed');
    expect(await shop.messages('invoice')).toHaveLength(1);
    expect(await shop.checkout.renewals.news(id)).toMatchObject({
      fromBalance: { minor: 500n },
      balance: { minor: 300n },
      stars: 0,
    });
  });

  it('in part asks for the rest in Stars, and keeps the part until they come', async () => {
    await fillWallet(database, 200n, 1);
    const id = await orderRenewal(shop, { clientId, fromBalance: 200 });

    expect((await chargeOf(shop, id)).amount).toBe(150n);
    expect((await ledgerBalances(database))['USD held']).toBe(200);
    await payRenewal(shop, id);
    expect(await ledgerBalances(database)).toMatchObject({ 'USD revenue': 200 });
    expect((await client()).expiresAt).toEqual(later(sold, days(30)));
  });

  it('is bought once by two presses at the same moment', async () => {
    await fillWallet(database, 800n, 1);
    const { fingerprint } = await renewalOf(shop, { clientId });
    const press = (nonce: string) =>
      shop.checkout.renewals.place({ clientId, customerId: 1, fingerprint, nonce, fromBalance: 500 });

    await Promise.all([press('aaaaaaaa'), press('bbbbbbbb')]);

    expect((await client()).expiresAt).toEqual(later(sold, days(30)));
    expect((await ledgerBalances(database))['USD customer:1']).toBe(300);
  });
});

describe('a renewal whose money goes back', () => {
  it('by the staff takes back its days and its traffic, and nothing else', async () => {
    const id = await renewed(shop, { clientId });
    await wake();

    expect(await refund(id)).toMatchObject({ ok: true, value: { stars: 250 } });
    await wake();

    expect(await client()).toMatchObject({ status: 'active', expiresAt: sold, trafficLimit: gigabytes(50n) });
    expect(await onPanel()).toMatchObject({ enable: true, expiryTime: sold.getTime(), totalGB: 50 * GIB });
    expect(await shop.orderStatus(id)).toBe('refunded');
    expect(await shop.checkout.renewals.news(id)).toBeNull();
  });

  it('takes nothing of a later one, which began with nothing of it', async () => {
    const first = await renewed(shop, { clientId });
    await rule('drop');
    shop.pass(minutes(1));
    await renewed(shop, { clientId });
    const { expiresAt } = await client();

    expect(await refund(first)).toMatchObject({ ok: true });
    expect(await client()).toMatchObject({ status: 'active', expiresAt, trafficLimit: gigabytes(50n) });
  });

  it('takes its days from a later one that kept them, and no traffic where all of it was used', async () => {
    const first = await renewed(shop, { clientId });
    await uses(100 * GIB);
    await renewed(shop, { clientId });

    expect(await refund(first)).toMatchObject({ ok: true });
    expect(await client()).toMatchObject({
      status: 'active',
      expiresAt: later(sold, days(30)),
      trafficLimit: gigabytes(50n),
    });
  });

  it('goes back with its access, where it was paid ahead for a time that has not begun', async () => {
    const ahead = await renewed(shop, { clientId });
    const shown = (await shop.checkout.order(orderId))?.refund;

    expect(await refund(orderId)).toMatchObject({ ok: true, value: { stars: 500 } });

    expect(shown).toMatchObject({ stars: 500, ahead: { stars: 250, taken: 0n, spent: 0n } });

    expect(await shop.orderStatus(ahead)).toBe('refunded');
    expect((await shop.messages('refund-started')).map(({ data }) => data.orderId)).toEqual(
      expect.arrayContaining([orderId, ahead]),
    );
  });

  it('stays paid where its period has begun', async () => {
    const begun = await renewed(shop, { clientId });
    shop.pass(days(31));

    expect(await refund(orderId)).toMatchObject({ ok: true });

    expect(await shop.orderStatus(begun)).toBe('completed');
  });
});
