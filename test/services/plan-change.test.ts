import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/open-database.ts';
import { endPause, pauseClient } from '../../src/model/client-pause.ts';
import { ServerClient } from '../../src/model/server-client.ts';
import { days, later, minutes } from '../../src/model/values/period.ts';
import { bytes, gigabytes } from '../../src/model/values/traffic.ts';
import { brokenPromises } from '../../src/services/upkeep/audit.ts';
import { openTestDatabase } from '../support/database.ts';
import { countedIds } from '../support/ids.ts';
import { PanelShop } from '../support/panel-shop.ts';
import { admitRenewal, chargeOf, orderRenewal, payRenewal, renewalOf, renewed } from '../support/renewing.ts';
import { takeSnapshot } from '../support/snapshot.ts';
import { StarsLedger } from '../support/stars-ledger.ts';
import { subscribed, toldCharge } from '../support/subscribing.ts';
import { upkeepOf } from '../support/upkeep.ts';
import { fillWallet, ledgerBalances } from '../support/wallet.ts';

const GIB = 1024 ** 3;
const ADMIN = 9001;

let database: Database;
let stars: StarsLedger;
let shop: PanelShop;
let orderId: string;
let clientId: number;
let big: number;
let small: number;

/** A month of 50 GB for 5.00 on three devices, half over; 20 GB are used. */
beforeEach(async () => {
  database = await openTestDatabase();
  stars = new StarsLedger();
  shop = await PanelShop.open({ database, stars });
  big = await shop.newPlan({ name: 'Big', priceMinor: 1500n, dataLimitGb: 100, connections: 5 });
  small = await shop.newPlan({ name: 'Small', priceMinor: 200n, dataLimitGb: 20, connections: 1 });
  orderId = await shop.deliveredOrder();
  clientId = (await shop.client(orderId)).id;
  await leaves(15);
  await uses(20 * GIB);
  await shop.panel.forgetCalls();
});
afterEach(async () => {
  expect(brokenPromises(await upkeepOf(shop, stars).audit())).toBe(0);
  await shop.end();
});

const client = () => shop.client(orderId);
const onPanel = async () => (await shop.panel.clients())[0];
const wake = () => shop.main.lanes.wake(shop.serverId);
const change = (act: (row: ServerClient) => void) =>
  shop.work.do(async (em) => {
    act(await em.findOneOrFail(ServerClient, clientId));
    await em.flush();
  });
const uses = (used: number) => change((row) => row.updateTrafficUsage(bytes(BigInt(used)), shop.clock.now()));
/** And half an hour, so that the hour is the same for the whole test. */
const leaves = (count: number) =>
  change((row) => row.startPaidTime(later(later(shop.clock.now(), days(count)), minutes(30))));
const offer = (customerId = 1) => shop.checkout.plans.offer({ clientId, customerId });
const choiceOf = async (planId: number) => {
  const found = await offer();
  if (!found.ok) throw new Error(found.refusal.code);
  const choice = found.value.choices.find((each) => each.planId === planId);
  if (!choice) throw new Error(`plan ${planId} is not there`);
  return choice;
};
type Press = { fromBalance?: number; fingerprint?: string; nonce?: string };
const place = async (planId: number, more: Press = {}) => {
  const fingerprint = more.fingerprint ?? (await choiceOf(planId)).fingerprint;
  const { fromBalance, nonce = countedIds.nonce() } = more;
  const from = fromBalance === undefined ? {} : { fromBalance };
  return shop.checkout.plans.place({ clientId, customerId: 1, planId, fingerprint, nonce, ...from });
};
const ordered = async (planId: number, more: Press = {}) => {
  const placed = await place(planId, more);
  if (!placed.ok) throw new Error(placed.refusal.code);
  return placed.value.orderId;
};
const changed = async (planId: number) => {
  const id = await ordered(planId);
  await shop.checkout.confirmPayment(stars.take(await chargeOf(shop, id)));
  return id;
};
const seats = async () => {
  const rows = await shop.rows<{ name: string; taken: number }>(
    sql`select name, current_clients as taken from server_plans order by id`,
  );
  return Object.fromEntries(rows.map(({ name, taken }) => [name, taken]));
};
const refund = (id: string) => shop.checkout.refundOrder({ orderId: id, actorId: ADMIN });
const fillPlan = (planId: number) =>
  shop.rows(sql`update server_plans set max_clients = current_clients where id = ${planId} returning id`);

describe('the offer of another plan', () => {
  it('tells what is left, what it is worth, and what the rest of the time costs under each plan', async () => {
    expect(await offer()).toMatchObject({
      ok: true,
      value: {
        planName: '1 month',
        hoursLeft: 360,
        worth: { minor: 250n },
        choices: [
          {
            planId: big,
            cost: { minor: 750n },
            due: { minor: 500n },
            dueStars: 250,
            credit: { minor: 0n },
            share: gigabytes(50n),
            limit: gigabytes(70n),
            devices: 5,
          },
          { planId: small, cost: { minor: 100n }, due: { minor: 0n }, dueStars: 0, credit: { minor: 150n } },
        ],
      },
    });
  });

  it('counts the traffic where less of it is left than of the time', async () => {
    await uses(40 * GIB);

    expect(await choiceOf(big)).toMatchObject({ due: { minor: 650n }, limit: gigabytes(90n) });
  });

  it('rounds the worth of the rest down and the price of the new time up', async () => {
    await leaves(1);

    expect(await offer()).toMatchObject({ value: { worth: { minor: 16n } } });
    expect(await choiceOf(small)).toMatchObject({ cost: { minor: 7n }, credit: { minor: 9n } });
  });

  it('takes nothing for worth that was never paid for', async () => {
    const granted = await shop.checkout.grantOrder({
      nonce: 'Zk3_xQ9a',
      customerId: 1,
      planId: shop.planId,
      actorId: ADMIN,
    });
    if (!granted.ok) throw new Error(granted.refusal.code);
    await shop.main.provisioning.processOrder(granted.value.orderId);
    const gift = await shop.client(granted.value.orderId);
    await shop.rows(
      sql`update server_clients set renewal_price_minor = 500, renewal_stars = 250 where id = ${gift.id} returning id`,
    );

    expect(await shop.checkout.plans.offer({ clientId: gift.id, customerId: 1 })).toMatchObject({
      value: { worth: { minor: 0n } },
    });
  });

  describe('where the staff gave days for nothing', () => {
    beforeEach(async () => {
      await shop.rows(sql`update order_items set data_limit_gb = null returning id`);
      await shop.rows(sql`update server_clients set traffic_limit_mb = null returning id`);
    });

    const given = (count: number) => change((row) => row.extend(count, shop.clock.now()));

    it('takes nothing for those days', async () => {
      await given(7);

      expect(await offer()).toMatchObject({ value: { hoursLeft: 22 * 24, worth: { minor: 250n } } });
    });

    it('takes nothing for a whole period of it, though years were paid and used up before', async () => {
      await shop.rows(sql`update order_items set unit_price_minor = 6000 returning id`);
      await change((row) => row.renew(30, shop.clock.now()));
      expect(await offer()).toMatchObject({ value: { hoursLeft: 45 * 24, worth: { minor: 250n } } });

      shop.pass(days(16));
      expect(await offer()).toMatchObject({ value: { worth: { minor: 0n } } });
    });

    it('takes what was paid before and after them, and no more', async () => {
      await given(7);
      await renewed(shop, { clientId });

      expect(await offer()).toMatchObject({ value: { hoursLeft: 52 * 24, worth: { minor: 750n } } });
    });

    it('takes what a renewal that drops the rest has paid', async () => {
      await shop.rows(sql`update server_plans set renewal_rule = 'drop' returning id`);
      await given(7);
      await renewed(shop, { clientId });

      expect(await offer()).toMatchObject({ value: { hoursLeft: 719, worth: { minor: 499n } } });
    });

    it('takes as little after a refund of what was paid after them, and after a pause', async () => {
      await given(7);
      await refund(await renewed(shop, { clientId }));
      expect(await offer()).toMatchObject({ value: { hoursLeft: 22 * 24, worth: { minor: 250n } } });

      await change((row) => pauseClient(row, 30, shop.clock.now()));
      shop.pass(days(20));
      await change((row) => endPause(row, shop.clock.now()));
      expect(await offer()).toMatchObject({ value: { hoursLeft: 22 * 24, worth: { minor: 250n } } });
    });
  });

  it('leaves out plans that are full, hidden, confirmed by hand, or sold elsewhere or on ports of their own', async () => {
    await fillPlan(big);
    await shop.rows(sql`update server_plans set on_sale = false where id = ${small} returning id`);
    const slow = await shop.newPlan({ name: 'Slow' });
    await shop.rows(sql`update server_plans set auto_provision = false where id = ${slow} returning id`);
    const own = await shop.newPlan({ name: 'Own' });
    await shop.rows(sql`update server_plans set type = 'dedicated' where id = ${own} returning id`);

    expect(await offer()).toEqual({ ok: false, refusal: { code: 'no-other-plan' } });
  });

  it.each([
    ['is somebody else’s', null, 'access-not-found'],
    ['never ends', 'expires_at = null', 'change-endless'],
    ['has ended', "expires_at = now() - interval '1 day'", 'change-not-running'],
    ['has less than an hour', "expires_at = now() + interval '15 days 10 minutes'", 'change-too-late'],
    ['was not bought here', 'renewal_price_minor = null', 'change-no-price'],
    ['is switched off', "status = 'suspended', status_reason = 'admin'", 'change-not-running'],
    ['is deleted', "wanted = 'deleted'", 'access-gone'],
  ])('is none for an access that %s', async (_, set, code) => {
    if (set) await database.em().execute(`update server_clients set ${set}`);
    if (code === 'change-too-late') shop.pass(days(15));
    expect(await offer(set ? 1 : 2)).toEqual({ ok: false, refusal: { code } });
  });
});

describe('another plan paid in Stars', () => {
  it('holds at once: limits, devices, name and the price of a renewal, and neither the end nor what is used', async () => {
    const { expiresAt } = await client();

    const id = await changed(big);
    await wake();

    expect(await client()).toMatchObject({
      trafficLimit: gigabytes(70n),
      trafficUsed: bytes(BigInt(20 * GIB)),
      limitIp: 5,
      expiresAt,
      renewalPrice: 1500n,
      renewalStars: 750,
    });
    expect(await shop.orderStatus(id)).toBe('completed');
    expect((await shop.messages('plan-changed')).map(({ data }) => data)).toEqual([{ orderId: id }]);
    expect(await shop.panel.writes()).toEqual(['clients/update']);
    expect(await onPanel()).toMatchObject({ enable: true, totalGB: 70 * GIB, limitIp: 5 });
    expect(await renewalOf(shop, { clientId })).toMatchObject({
      planName: 'Big',
      price: { minor: 1500n },
      terms: { data: gigabytes(100n) },
    });
  });

  it('moves the seat from plan to plan, and the end of the access frees it there', async () => {
    const id = await changed(big);
    expect(await seats()).toMatchObject({ '1 month': 0, Big: 1, Small: 0 });

    await refund(orderId);
    await wake();
    await shop.checkout.runRefunds();
    await wake();

    expect(await shop.orderStatus(id)).toBe('completed');
    expect(await seats()).toMatchObject({ '1 month': 0, Big: 0, Small: 0 });
  });

  it('switches on at once what its traffic had switched off', async () => {
    await uses(50 * GIB);
    await change((row) => row.suspend('traffic', shop.clock.now()));
    await changed(big);

    expect(await client()).toMatchObject({ status: 'active', trafficLimit: gigabytes(100n) });
  });

  it('gives nothing twice to who uses the old plan up between the order and the payment', async () => {
    const id = await ordered(big);
    await uses(45 * GIB);
    await payRenewal(shop, id);

    expect((await client()).trafficLimit).toEqual(gigabytes(70n));
  });

  it('is given once, though its invoice is paid twice', async () => {
    const id = await changed(big);

    expect(await payRenewal(shop, id)).toMatchObject({ outcome: 'surplus' });
    expect(await seats()).toMatchObject({ '1 month': 0, Big: 1 });
  });

  it('is not taken once the plan is full, and money that comes all the same goes back', async () => {
    const id = await ordered(big);
    await fillPlan(big);

    expect(await admitRenewal(shop, id)).toEqual({ ok: false, refusal: { code: 'plan-full' } });
    expect(await payRenewal(shop, id)).toMatchObject({ outcome: 'surplus' });
    expect(await shop.orderStatus(id)).toBe('cancelled');
    expect((await shop.messages('refund-started')).map(({ data }) => data.reason)).toEqual(['plan-full']);
    expect((await client()).trafficLimit).toEqual(gigabytes(50n));
  });

  it('sells its last seat once, though two pay for it at the same time', async () => {
    const otherOrder = await shop.deliveredOrder({ customerId: 2 });
    const other = (await shop.client(otherOrder)).id;
    await shop.rows(sql`update server_plans set max_clients = 1 where id = ${big} returning id`);
    const found = await shop.checkout.plans.offer({ clientId: other, customerId: 2 });
    const choice = found.ok ? found.value.choices.find(({ planId }) => planId === big) : undefined;
    const placed = await shop.checkout.plans.place({
      clientId: other,
      customerId: 2,
      planId: big,
      nonce: 'Zk3_xQ9c',
      fingerprint: choice?.fingerprint ?? '',
    });
    if (!placed.ok) throw new Error(placed.refusal.code);
    const charges = [await chargeOf(shop, await ordered(big)), await chargeOf(shop, placed.value.orderId)];

    const outcomes = await Promise.all(
      charges.map((charge) => shop.checkout.confirmPayment(stars.take(charge))),
    );

    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['settled', 'surplus']);
    expect(await seats()).toMatchObject({ '1 month': 1, Big: 1 });
  });

  it('and a refund of the same access end as one after the other', async () => {
    const id = await ordered(big);
    const charge = await chargeOf(shop, id);

    await Promise.all([shop.checkout.confirmPayment(stars.take(charge)), refund(orderId)]);
    await wake();
    await shop.checkout.runRefunds();
    await wake();

    expect(await seats()).toMatchObject({ '1 month': 0, Big: 0 });
  });

  it('is not taken once the access was renewed, because its rest is another one then', async () => {
    const id = await ordered(big);
    await renewed(shop, { clientId });

    expect(await admitRenewal(shop, id)).toEqual({ ok: false, refusal: { code: 'access-changed' } });
  });

  it('ends an invoice for a renewal of the plan of before', async () => {
    const renewal = await orderRenewal(shop, { clientId });
    await changed(big);

    expect(await admitRenewal(shop, renewal)).toEqual({ ok: false, refusal: { code: 'access-changed' } });
    expect(await payRenewal(shop, renewal)).toMatchObject({ outcome: 'surplus' });
  });

  it('ends the subscription that renews the plan of before, and a charge that still comes goes back', async () => {
    const first = await subscribed(shop, clientId);
    expect(await offer()).toMatchObject({ value: { endsSubscription: true } });
    await changed(big);

    expect(await shop.checkout.subscriptions.of({ clientId, customerId: 1 })).toMatchObject({
      status: 'cancelled',
    });
    expect(await offer()).toMatchObject({ value: { endsSubscription: false } });
    const late = stars.take(await toldCharge(shop, first, 'again'));
    const end = (await client()).expiresAt;
    await shop.checkout.confirmPayment(late);
    await shop.checkout.runRefunds();

    expect(stars.hasReturned(late.chargeId)).toBe(true);
    expect((await client()).expiresAt).toEqual(end);
  });

  it('stands from then on in what is left: a change back is counted from the new plan', async () => {
    await changed(big);

    expect(await offer()).toMatchObject({ value: { planName: 'Big', worth: { minor: 750n } } });
    expect(await choiceOf(shop.planId)).toMatchObject({ cost: { minor: 250n }, credit: { minor: 500n } });
  });

  it('waits for a hand where the database has lost it: its invoice does not tell how far the access was used', async () => {
    const { restore } = await takeSnapshot(database);
    await changed(big);
    await restore();

    const report = await upkeepOf(shop, stars).examine({ fix: true });

    expect(JSON.stringify(report)).toContain('belongs to no order that is known');
    expect((await client()).trafficLimit).toEqual(gigabytes(50n));
    await upkeepOf(shop, stars).examine({ fix: true });
  });
});

describe('another plan from the balance', () => {
  it('is there at once, and the rest stays', async () => {
    await fillWallet(database, 800n, 1);
    await ordered(big, { fromBalance: 500 });

    expect((await client()).limitIp).toBe(5);
    expect((await ledgerBalances(database))['USD customer:1']).toBe(300);
    expect(shop.wakes).toContain(`lane ${shop.serverId}`);
  });

  it('is one order, however often the button is pressed', async () => {
    await fillWallet(database, 800n, 1);
    const { fingerprint } = await choiceOf(big);
    const press = { fromBalance: 500, nonce: 'Zk3_xQ9a', fingerprint };

    expect(await ordered(big, press)).toBe(await ordered(big, press));
    expect(await seats()).toMatchObject({ '1 month': 0, Big: 1 });
  });
});

describe('a cheaper plan', () => {
  it('brings the difference to the balance, in the books and in the audit log', async () => {
    const id = await ordered(small);
    await wake();

    expect(await client()).toMatchObject({ trafficLimit: gigabytes(30n), limitIp: 1, renewalPrice: 200n });
    expect((await ledgerBalances(database))['USD customer:1']).toBe(150);
    expect(await shop.orderStatus(id)).toBe('completed');
    expect(await onPanel()).toMatchObject({ totalGB: 30 * GIB, limitIp: 1 });
    expect(
      await shop.row(
        sql`select actor_id::int as actor, before, after from audit_log where action = 'client.plan'`,
      ),
    ).toEqual({ actor: 1, before: { plan: '1 month' }, after: { plan: 'Small', creditedMinor: '150' } });
  });

  it('is undone by a refund while the balance still holds the difference', async () => {
    const id = await ordered(small);

    expect(await refund(id)).toMatchObject({ ok: true });
    expect(
      await shop.rows(
        sql`select action, actor_id::int as actor from audit_log
         where action in ('client.plan', 'order.refund') order by id`,
      ),
    ).toEqual([
      { action: 'client.plan', actor: 1 },
      { action: 'order.refund', actor: ADMIN },
    ]);
    expect(await client()).toMatchObject({ trafficLimit: gigabytes(50n), limitIp: 3, renewalPrice: 500n });
    expect((await ledgerBalances(database))['USD customer:1']).toBeUndefined();
    expect(await seats()).toMatchObject({ '1 month': 1, Small: 0 });
  });

  it('stays where the difference is spent', async () => {
    const id = await ordered(small);
    const placed = await shop.checkout.placeOrder({
      nonce: 'Zk3_xQ9b',
      customerId: 1,
      planId: small,
      quantity: 1,
      pay: 'balance',
      shown: 150,
    });
    expect(placed.ok).toBe(true);

    expect(await refund(id)).toMatchObject({ ok: false, refusal: { code: 'credit-spent' } });
  });

  it('leaves nothing behind on the balance where the access itself is refunded', async () => {
    const id = await ordered(small);
    expect((await shop.checkout.order(orderId))?.refund).toMatchObject({
      stars: 250,
      ahead: { stars: 0, taken: 150n, spent: 0n },
    });

    await refund(orderId);

    expect((await ledgerBalances(database))['USD customer:1']).toBeUndefined();
    expect(await shop.orderStatus(id)).toBe('refunded');
  });

  it('is told of before its access is refunded where it is spent, and what had paid for it stays paid', async () => {
    const renewal = await renewed(shop, { clientId });
    await ordered(small);
    const brought = (await ledgerBalances(database))['USD customer:1'] ?? 0;
    const press = { nonce: 'Zk3_xQ9b', customerId: 1, planId: small, quantity: 1 };
    await shop.checkout.placeOrder({ ...press, pay: 'balance', shown: 200 });

    expect((await shop.checkout.order(orderId))?.refund).toMatchObject({
      stars: 250,
      ahead: { stars: 0, taken: 0n, spent: BigInt(brought) },
    });
    expect(await refund(orderId)).toMatchObject({ ok: true, value: { stars: 250 } });
    expect(await shop.orderStatus(renewal)).toBe('completed');
  });

  it('never pays out more than was paid for the access', async () => {
    await leaves(300);

    expect(await offer()).toMatchObject({ value: { worth: { minor: 300n } } });
    await uses(0);
    await change((row) => {
      row.trafficLimit = gigabytes(5000n);
    });
    expect(await offer()).toMatchObject({ value: { worth: { minor: 500n } } });
  });
});

describe('a press on a plan that is another bargain now', () => {
  it.each([
    [
      'the price',
      sql`update server_plans set price_minor = 1600 where name = 'Big' returning id`,
      'change-differs',
    ],
    [
      'the devices',
      sql`update server_plans set concurrent_connections = 2 where name = 'Big' returning id`,
      'change-differs',
    ],
    [
      'its place',
      sql`update server_plans set on_sale = false where name = 'Big' returning id`,
      'plan-not-available',
    ],
    [
      'its last seat',
      sql`update server_plans set max_clients = 0 where name = 'Big' returning id`,
      'plan-full',
    ],
  ])('is refused where somebody took or changed %s', async (_, statement, code) => {
    const { fingerprint } = await choiceOf(big);
    await shop.rows(statement);

    expect(await place(big, { fingerprint })).toEqual({ ok: false, refusal: { code } });
    expect(await seats()).toMatchObject({ '1 month': 1, Big: 0 });
  });

  it('is refused where less is left than was shown', async () => {
    const { fingerprint } = await choiceOf(big);
    await uses(45 * GIB);

    expect(await place(big, { fingerprint })).toEqual({ ok: false, refusal: { code: 'change-differs' } });
  });
});

describe('a change of plan whose money goes back', () => {
  it('is taken back with its limits, its price and its seat; what is used counts on', async () => {
    const id = await changed(big);
    await uses(60 * GIB);

    expect(await refund(id)).toMatchObject({ ok: true, value: { stars: 250 } });
    expect(await client()).toMatchObject({
      status: 'suspended',
      statusReason: 'traffic',
      trafficLimit: gigabytes(50n),
      limitIp: 3,
      renewalPrice: 500n,
    });
    expect(await seats()).toMatchObject({ '1 month': 1, Big: 0 });
    expect(await renewalOf(shop, { clientId })).toMatchObject({ planName: '1 month' });
  });

  it('waits until what was bought after it has gone back', async () => {
    const first = await changed(big);
    const second = await ordered(small);

    expect(await refund(first)).toMatchObject({ ok: false, refusal: { code: 'bought-since' } });
    expect(await refund(second)).toMatchObject({ ok: true });
    expect(await refund(first)).toMatchObject({ ok: true });
    expect(await seats()).toMatchObject({ '1 month': 1, Big: 0, Small: 0 });
  });

  it('has paid for what was bought before it, which goes back only after it', async () => {
    const renewal = await renewed(shop, { clientId });
    const change = await ordered(small);
    const { trafficLimit, expiresAt } = await client();

    expect(await refund(renewal)).toMatchObject({ ok: false, refusal: { code: 'bought-since' } });
    expect(await client()).toMatchObject({ status: 'active', trafficLimit, expiresAt });
    expect(await refund(change)).toMatchObject({ ok: true });
    expect(await refund(renewal)).toMatchObject({ ok: true });
    expect((await ledgerBalances(database))['USD customer:1']).toBeUndefined();
  });

  it('has paid for it also where the access is over by now', async () => {
    const renewal = await renewed(shop, { clientId });
    await ordered(small);
    await shop.rows(sql`update server_clients set wanted = 'deleted' where id = ${clientId} returning id`);

    expect(await refund(renewal)).toMatchObject({ ok: false, refusal: { code: 'bought-since' } });
  });

  it('is kept where the plan of before has no seat any more', async () => {
    const id = await changed(big);
    await fillPlan(shop.planId);

    expect(await refund(id)).toMatchObject({ ok: false, refusal: { code: 'old-plan-full' } });
    expect(await shop.orderStatus(id)).toBe('completed');
  });
});
