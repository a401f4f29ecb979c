import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/open-database.ts';
import { endPause, pauseClient } from '../../src/model/client-pause.ts';
import { ServerClient } from '../../src/model/server-client.ts';
import { days, later, minutes } from '../../src/model/values/period.ts';
import { ClientLifecycleService } from '../../src/services/lifecycle/client-lifecycle-service.ts';
import { brokenPromises } from '../../src/services/upkeep/audit.ts';
import { openTestDatabase } from '../support/database.ts';
import { countedIds } from '../support/ids.ts';

import { PanelShop } from '../support/panel-shop.ts';
import { admitRenewal, chargeOf, payRenewal, renewed } from '../support/renewing.ts';
import { takeSnapshot } from '../support/snapshot.ts';
import { StarsLedger } from '../support/stars-ledger.ts';
import { upkeepOf } from '../support/upkeep.ts';
import { fillWallet, ledgerBalances } from '../support/wallet.ts';

const ADMIN = 9001;

let database: Database;
let stars: StarsLedger;
let shop: PanelShop;
let orderId: string;
let clientId: number;

/** A month on three devices, half over; two more can be bought for 1.00 a month each. */
beforeEach(async () => {
  database = await openTestDatabase();
  stars = new StarsLedger();
  shop = await PanelShop.open({ database, stars });
  await sells('2 = 1.00');
  orderId = await shop.deliveredOrder();
  clientId = (await shop.client(orderId)).id;
  await change((row) => row.startPaidTime(later(later(shop.clock.now(), days(15)), minutes(30))));
  await shop.panel.forgetCalls();
});
afterEach(async () => {
  expect(brokenPromises(await upkeepOf(shop, stars).audit())).toBe(0);
  await shop.end();
});

const sells = (extra: string | null) =>
  shop.rows(sql`update server_plans set extra_devices = ${extra} returning id`);
const client = () => shop.client(orderId);
const onPanel = async () => (await shop.panel.clients())[0];
const wake = () => shop.main.lanes.wake(shop.serverId);
const sweep = () => new ClientLifecycleService(shop.main.needs).endOverdue();
const change = (act: (row: ServerClient) => void) =>
  shop.work.do(async (em) => {
    act(await em.findOneOrFail(ServerClient, clientId));
    await em.flush();
  });
const offer = (customerId = 1) => shop.checkout.devices.offer({ clientId, customerId });
const fingerprintOf = async () => {
  const found = await offer();
  if (!found.ok) throw new Error(found.refusal.code);
  return found.value.fingerprint;
};
type Press = { fromBalance?: number; fingerprint?: string; nonce?: string };
const place = async (more: Press = {}) => {
  const fingerprint = more.fingerprint ?? (await fingerprintOf());
  const { fromBalance, nonce = countedIds.nonce() } = more;
  const from = fromBalance === undefined ? {} : { fromBalance };
  return shop.checkout.devices.place({ clientId, customerId: 1, fingerprint, nonce, ...from });
};
const ordered = async (more: Press = {}) => {
  const placed = await place(more);
  if (!placed.ok) throw new Error(placed.refusal.code);
  return placed.value.orderId;
};
const bought = async () => {
  const id = await ordered();
  await shop.checkout.confirmPayment(stars.take(await chargeOf(shop, id)));
  return id;
};
const refund = (id: string) => shop.checkout.refundOrder({ orderId: id, actorId: ADMIN });

describe('the offer of one more device', () => {
  it('costs the part of a period that is left, and says how many can be bought', async () => {
    expect(await offer()).toMatchObject({
      ok: true,
      value: { devices: 3, left: 2, price: { minor: 50n }, stars: 25, wholePrice: { minor: 100n } },
    });
  });

  it.each([
    ['somebody else’s access', null, 'access-not-found'],
    ['a plan that sells none', 'server_plans set extra_devices = null', 'devices-not-offered'],
    ['an access on any number', 'server_clients set limit_ip = 0', 'devices-unlimited'],
    [
      'a paused one',
      "server_clients set status = 'suspended', status_reason = 'admin'",
      'change-not-running',
    ],
    ['one without an end', 'server_clients set expires_at = null', 'change-endless'],
  ])('is none for %s', async (_, set, code) => {
    if (set) await database.em().execute(`update ${set}`);
    expect(await offer(set ? 1 : 2)).toEqual({ ok: false, refusal: { code } });
  });

  it('ends with as many as the plan allows', async () => {
    await bought();
    await bought();

    expect(await client()).toMatchObject({ limitIp: 5, extraDevices: 2 });
    expect(await offer()).toEqual({ ok: false, refusal: { code: 'devices-all-bought' } });
  });
});

describe('one more device', () => {
  it('is there with the payment, on the panel too, and in the receipt', async () => {
    const id = await bought();
    await wake();

    expect(await client()).toMatchObject({ limitIp: 4, extraDevices: 1 });
    expect(await shop.orderStatus(id)).toBe('completed');
    expect((await shop.messages('device-added')).map(({ data }) => data)).toEqual([{ orderId: id }]);
    expect(await shop.panel.writes()).toEqual(['clients/update']);
    expect(await onPanel()).toMatchObject({ enable: true, limitIp: 4 });
  });

  it('from the balance is there at once', async () => {
    await fillWallet(database, 80n, 1);
    await ordered({ fromBalance: 50 });

    expect((await client()).limitIp).toBe(4);
    expect((await ledgerBalances(database))['USD customer:1']).toBe(30);
  });

  it('is given once, though its invoice is paid twice or its button pressed twice', async () => {
    const fingerprint = await fingerprintOf();
    const press = { nonce: 'Zk3_xQ9a', fingerprint };
    const id = await ordered(press);
    expect(await ordered(press)).toBe(id);
    await shop.checkout.confirmPayment(stars.take(await chargeOf(shop, id)));

    expect(await payRenewal(shop, id)).toMatchObject({ outcome: 'surplus' });
    expect((await client()).limitIp).toBe(4);
  });

  it('ends with the period it was bought for, though the access was renewed meanwhile', async () => {
    await bought();
    await renewed(shop, { clientId });
    expect((await client()).limitIp).toBe(4);
    expect(await offer()).toEqual({ ok: false, refusal: { code: 'devices-other-end' } });

    shop.pass(days(16));
    await sweep();
    await wake();

    expect(await client()).toMatchObject({
      status: 'active',
      limitIp: 3,
      extraDevices: 0,
      extraDevicesUntil: null,
    });
    expect(await onPanel()).toMatchObject({ enable: true, limitIp: 3 });
    expect(await offer()).toMatchObject({ ok: true, value: { devices: 3, left: 2 } });
  });

  it('stands still while the access is paused', async () => {
    await bought();
    const { extraDevicesUntil: until } = await client();
    await change((row) => pauseClient(row, 30, shop.clock.now()));
    shop.pass(days(20));
    await sweep();
    await change((row) => endPause(row, shop.clock.now()));

    const resumed = await client();
    expect(resumed).toMatchObject({ limitIp: 4, extraDevices: 1 });
    expect(resumed.extraDevicesUntil).toEqual(resumed.expiresAt);
    expect(resumed.extraDevicesUntil?.getTime()).toBeGreaterThan((until?.getTime() ?? 0) + days(19));
  });

  it('is refused once the price on the button is another one, or the access has another end', async () => {
    const fingerprint = await fingerprintOf();
    await sells('2 = 3.00');
    expect(await place({ fingerprint })).toEqual({ ok: false, refusal: { code: 'change-differs' } });

    const id = await ordered();
    await renewed(shop, { clientId });
    expect(await admitRenewal(shop, id)).toEqual({ ok: false, refusal: { code: 'access-changed' } });
    expect(await payRenewal(shop, id)).toMatchObject({ outcome: 'surplus' });
    expect((await client()).limitIp).toBe(3);
  });

  it('is taken back with its money', async () => {
    const id = await bought();

    expect(await refund(id)).toMatchObject({ ok: true, value: { stars: 25 } });
    expect(await client()).toMatchObject({ limitIp: 3, extraDevices: 0, extraDevicesUntil: null });
  });

  it('that has ended takes nothing of a later one with it when its money goes back', async () => {
    const id = await bought();
    await renewed(shop, { clientId });
    shop.pass(days(16));
    await sweep();
    await bought();

    await refund(id);

    expect(await client()).toMatchObject({ limitIp: 4, extraDevices: 1 });
  });

  it('is taken back with its money also after a pause, which has put its end off', async () => {
    const id = await bought();
    await change((row) => pauseClient(row, 30, shop.clock.now()));
    shop.pass(days(10));
    await change((row) => endPause(row, shop.clock.now()));
    shop.pass(days(10));

    await refund(id);

    expect(await client()).toMatchObject({ limitIp: 3, extraDevices: 0, extraDevicesUntil: null });
  });

  it('goes back alone where another one runs beside it', async () => {
    const [first, second] = [await bought(), await bought()];

    await refund(first);
    expect(await client()).toMatchObject({ limitIp: 4, extraDevices: 1 });
    await refund(second);
    expect(await client()).toMatchObject({ limitIp: 3, extraDevices: 0 });
  });

  it('keeps the plan until it has ended or gone back', async () => {
    await shop.newPlan({ name: 'Big', priceMinor: 1500n });
    const id = await bought();
    const other = () => shop.checkout.plans.offer({ clientId, customerId: 1 });

    expect(await other()).toEqual({ ok: false, refusal: { code: 'change-has-devices' } });
    await refund(id);
    expect(await other()).toMatchObject({ ok: true });
  });

  it('is found again by its invoice where the database has lost it', async () => {
    const { restore } = await takeSnapshot(database);
    const id = await bought();
    await restore();

    await upkeepOf(shop, stars).examine({ fix: true });

    expect((await client()).limitIp).toBe(4);
    expect(await shop.orderStatus(id)).toBe('completed');
  });
});
