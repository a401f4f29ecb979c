import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/open-database.ts';
import { days, later, minutes } from '../../src/model/values/period.ts';
import type { UpkeepService } from '../../src/services/upkeep/upkeep-service.ts';
import { openTestDatabase } from '../support/database.ts';
import { PanelShop } from '../support/panel-shop.ts';
import { chargeOf, orderRenewal } from '../support/renewing.ts';
import { OWNER } from '../support/shop-process.ts';
import { takeSnapshot } from '../support/snapshot.ts';
import { StarsLedger } from '../support/stars-ledger.ts';
import { upkeepOf } from '../support/upkeep.ts';

let database: Database;
let stars: StarsLedger;
let shop: PanelShop;
let doctor: UpkeepService;

describe('a database that was set back to ten minutes ago', () => {
  beforeEach(async () => {
    database = await openTestDatabase();
    stars = new StarsLedger();
    shop = await PanelShop.open({ database, stars });
    doctor = upkeepOf(shop, stars);
  });

  afterEach(() => shop.end());

  it('has lost and doubled nothing when the doctor is done: five sold, some delivered, one given back', {
    timeout: 120_000,
  }, async () => {
    const before = await shop.deliveredOrder({ customerId: 1 });
    const returnedLater = await shop.deliveredOrder({ customerId: 1 });
    const openThen = await shop.unpaidOrder({ customerId: 2 });
    const { restore } = await takeSnapshot(database);
    const delivered = await shop.deliveredOrder({ customerId: 3, quantity: 2 });
    await shop.pay(openThen);
    await shop.main.lanes.wake(shop.serverId);
    const waiting = await shop.paidOrder({ customerId: 4 });
    const returned = await shop.deliveredOrder({ customerId: 5 });
    await giveBack(returned);
    await giveBack(returnedLater);
    const keys = await keysOf([before, delivered, openThen]);
    await restore();

    const sick = await doctor.examine({ fix: false });
    const mended = await doctor.examine({ fix: true });
    await shop.main.lanes.wake(shop.serverId);
    await shop.checkout.runRefunds();
    await shop.main.lanes.wake(shop.serverId);

    expect(sick.isWell).toBe(false);
    expect(sick.sweeps.find(({ name }) => name === 'provider-ledger')?.found).toBe(5);
    expect(mended.sweeps.filter(({ failed }) => failed > 0)).toEqual([]);
    expect((await doctor.audit()).details).toEqual([]);
    expect(await keysOf([before, delivered, openThen])).toEqual(keys);
    expect(await statusesOf([before, delivered, openThen, waiting, returned, returnedLater])).toEqual([
      'completed',
      'completed',
      'completed',
      'completed',
      'unknown',
      'refunded',
    ]);
    expect((await shop.panel.clients()).length).toBe(5);
    expect((await doctor.examine({ fix: false })).isWell).toBe(true);
  });

  it('keeps the keys of orders that the shop took up again before the doctor came', {
    timeout: 60_000,
  }, async () => {
    const bought = [await shop.unpaidOrder({ customerId: 2 }), await shop.paidOrder({ customerId: 3 })];
    const { restore } = await takeSnapshot(database);
    await shop.pay(bought[0] ?? '');
    await shop.main.lanes.wake(shop.serverId);
    const keys = await keysOf(bought);
    await restore();
    await shop.checkout.reconcileStars();
    await shop.main.lanes.wake(shop.serverId);
    expect(await failuresOf(bought)).toEqual(['conflict', 'conflict']);

    const mended = await doctor.examine({ fix: true });
    await shop.main.lanes.wake(shop.serverId);

    expect(mended.sweeps.find(({ name }) => name === 'provider-ledger')).toMatchObject({
      found: 2,
      fixed: 2,
    });
    expect(await keysOf(bought)).toEqual(keys);
    expect(await statusesOf(bought)).toEqual(['completed', 'completed']);
    expect(await shop.panel.clients()).toHaveLength(2);
    expect((await doctor.audit()).details).toEqual([]);
  });
});

describe.each(['2.8', '3.6'] as const)('own inbounds on a panel of %s after a restore', (generation) => {
  const ownOnPanel = async () => (await shop.panel.inbounds()).filter(({ port }) => port >= 30_000);

  beforeEach(async () => {
    database = await openTestDatabase();
    stars = new StarsLedger();
    shop = await PanelShop.open({ database, stars, generation, login: 'password' });
    doctor = upkeepOf(shop, stars);
    const type = { field: 'type', value: 'dedicated', shown: 'shared' } as const;
    await shop.fleet.planDesk.edit({ planId: shop.planId, ...type, actorId: OWNER });
  });

  afterEach(() => shop.end());

  it('keep the keys that the shop met before the doctor came', { timeout: 60_000 }, async () => {
    const bought = [await shop.unpaidOrder({ customerId: 2 })];
    const { restore } = await takeSnapshot(database);
    await shop.pay(bought[0] ?? '');
    await shop.main.lanes.wake(shop.serverId);
    const [keys, inbounds] = [await keysOf(bought), await ownOnPanel()];
    await restore();
    await shop.fleet.sync({ serverId: shop.serverId, actorId: OWNER });
    await shop.checkout.reconcileStars();
    await shop.main.lanes.wake(shop.serverId);
    await shop.passAndWake(minutes(2));
    expect(await failuresOf(bought)).toEqual(['conflict']);
    expect(await ownOnPanel()).toEqual(inbounds);

    await doctor.examine({ fix: true });
    await shop.main.lanes.wake(shop.serverId);

    expect(await keysOf(bought)).toEqual(keys);
    expect(await statusesOf(bought)).toEqual(['completed']);
    expect(await ownOnPanel()).toEqual(inbounds);
    expect((await doctor.examine({ fix: false })).sweeps.flatMap(({ details }) => details)).toEqual([]);
  });

  it('are tied to orders that were unpaid then, or not there at all', { timeout: 60_000 }, async () => {
    const openThen = await shop.unpaidOrder({ customerId: 2 });
    const { restore } = await takeSnapshot(database);
    await shop.pay(openThen);
    await shop.main.lanes.wake(shop.serverId);
    const bought = [openThen, await shop.deliveredOrder({ customerId: 3 })];
    const [keys, inbounds] = [await keysOf(bought), await ownOnPanel()];
    await restore();

    await doctor.examine({ fix: true });
    await shop.main.lanes.wake(shop.serverId);

    expect(await keysOf(bought)).toEqual(keys);
    expect(await statusesOf(bought)).toEqual(['completed', 'completed']);
    expect(inbounds).toHaveLength(2);
    expect(await ownOnPanel()).toEqual(inbounds);
    expect((await doctor.examine({ fix: false })).sweeps.flatMap(({ details }) => details)).toEqual([]);

    for (const orderId of bought) await giveBack(orderId);
    expect(await ownOnPanel()).toEqual([]);
  });
});

describe('a renewal that a database has forgotten', () => {
  it('is given once more from its invoice, once, and counts for the books', { timeout: 60_000 }, async () => {
    database = await openTestDatabase();
    stars = new StarsLedger();
    shop = await PanelShop.open({ database, stars });
    doctor = upkeepOf(shop, stars);
    const sold = await shop.deliveredOrder();
    const { id: clientId, expiresAt } = await shop.client(sold);
    const { restore } = await takeSnapshot(database);
    const lost = await orderRenewal(shop, { clientId });
    await shop.checkout.confirmPayment(stars.take(await chargeOf(shop, lost)));
    await restore();
    expect((await shop.client(sold)).expiresAt).toEqual(expiresAt);

    await doctor.examine({ fix: true });
    await doctor.examine({ fix: true });
    await shop.main.lanes.wake(shop.serverId);

    expect(await statusesOf([sold, lost])).toEqual(['completed', 'completed']);
    expect((await shop.client(sold)).expiresAt).toEqual(expiresAt && later(expiresAt, days(30)));
    expect((await doctor.audit()).details).toEqual([]);
    expect(await shop.panel.clients()).toHaveLength(1);
    await shop.end();
  });
});

async function giveBack(orderId: string): Promise<void> {
  await shop.checkout.refundOrder({ orderId, actorId: 9 });
  await shop.main.lanes.wake(shop.serverId);
  await shop.checkout.runRefunds();
  await shop.main.lanes.wake(shop.serverId);
}

/** Who the clients of these orders are, by what opens them. */
async function keysOf(orderIds: readonly string[]): Promise<unknown[]> {
  return shop.rows(sql`
    select order_id, email, uuid, sub_id from server_clients where order_id in (${[...orderIds]}) order by email`);
}

async function failuresOf(orderIds: readonly string[]): Promise<(string | null)[]> {
  const rows = await shop.rows<{ code: string | null }>(sql`
    select unit.provision_error_code as code from order_server_clients unit
      join order_items item on item.id = unit.order_item_id where item.order_id in (${[...orderIds]})`);
  return rows.map(({ code }) => code);
}

async function statusesOf(orderIds: readonly string[]): Promise<string[]> {
  const rows = await shop.rows<{ id: string; status: string }>(
    sql`select id, status from orders where id in (${[...orderIds]})`,
  );
  return orderIds.map((id) => rows.find((row) => row.id === id)?.status ?? 'unknown');
}
