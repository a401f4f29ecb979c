import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/open-database.ts';
import { Customer } from '../../src/model/customer.ts';
import { ServerClient } from '../../src/model/server-client.ts';
import { days, hours, later, minutes } from '../../src/model/values/period.ts';
import { CheckoutService } from '../../src/services/checkout/checkout-service.ts';
import { creditCustomer } from '../../src/services/checkout/credit-wallet.ts';
import type { Shop } from '../../src/services/ports/shop.ts';
import { openTestDatabase } from '../support/database.ts';
import { PanelShop } from '../support/panel-shop.ts';
import { renewalOf, renewed } from '../support/renewing.ts';
import { StarsLedger } from '../support/stars-ledger.ts';
import { fillWallet, ledgerBalances } from '../support/wallet.ts';

const ADMIN = 9001;
const PRICE = 500n;

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
});
afterEach(() => shop.end());

const client = () => shop.client(orderId);
const renewDue = () => shop.checkout.renewals.renewDue();
const setAuto = (isOn: boolean, customerId = 1) =>
  shop.checkout.renewals.setAuto({ clientId, customerId, isOn });
/** The checkout of another process; `facts` = what is different of its shop. */
const checkoutOf = (facts: { shop?: Shop } = {}) =>
  new CheckoutService({
    ...shop.main.needs,
    ...facts,
    stars: new StarsLedger(),
    startedAt: shop.clock.now(),
  });
const balance = async () => (await ledgerBalances(database))['USD customer:1'] ?? 0;
const shorts = async () => (await shop.messages('renewal-short')).map(({ data }) => data);
const renewals = () =>
  shop.rows<{ id: string; status: string }>(sql`select id, status from orders where purpose = 'renewal'`);
const change = (act: (row: ServerClient) => void) =>
  shop.work.do(async (em) => {
    act(await em.findOneOrFail(ServerClient, clientId));
    await em.flush();
  });

describe('switching auto-renewal', () => {
  it('is off until its customer wishes it, and is audited with them as the actor', async () => {
    expect(await renewalOf(shop, { clientId })).toMatchObject({ autoRenew: false, nextBillingAt: null });

    expect(await setAuto(true)).toEqual({
      ok: true,
      value: { isOn: true, nextAt: later(sold, -days(3) as never) },
    });
    await setAuto(true);

    expect(
      await shop.rows(
        sql`select actor_id::text as actor, before, after from audit_log where action = 'client.auto-renew'`,
      ),
    ).toEqual([{ actor: '1', before: { autoRenew: false }, after: { autoRenew: true } }]);
  });

  it('off leaves no date on which anything is charged', async () => {
    await fillWallet(database, PRICE, 1);
    await setAuto(true);
    await setAuto(false);
    shop.pass(days(28));

    expect(await renewDue()).toBe(0);
    expect(await client()).toMatchObject({ autoRenew: false, nextBillingAt: null, expiresAt: sold });
    expect(await balance()).toBe(500);
  });

  it('is nobody else’s to do', async () => {
    await shop.meet(2);

    expect(await setAuto(true, 2)).toEqual({ ok: false, refusal: { code: 'access-not-found' } });
    expect((await client()).autoRenew).toBe(false);
  });

  it('is refused where the plan is not renewed', async () => {
    await shop.rows(sql`update server_plans set renewable = false returning id`);

    expect(await setAuto(true)).toEqual({ ok: false, refusal: { code: 'renewal-off' } });
  });
});

describe('a renewal by itself', () => {
  beforeEach(async () => {
    await setAuto(true);
  });

  it('comes three days before the end, once, with a receipt, and names the next date', async () => {
    await fillWallet(database, 2n * PRICE, 1);
    expect(await renewDue()).toBe(0);
    shop.pass(minutes(27 * 24 * 60 + 1));

    expect(await renewDue()).toBe(1);
    expect(await renewDue()).toBe(0);

    const end = later(sold, days(30));
    expect(await client()).toMatchObject({ expiresAt: end, nextBillingAt: later(end, -days(3) as never) });
    expect(await balance()).toBe(500);
    const [{ id = '' } = {}] = await renewals();
    expect(await shop.checkout.renewals.news(id)).toMatchObject({
      isAutomatic: true,
      fromBalance: { minor: PRICE },
      balance: { minor: 500n },
      until: end,
    });
    expect(shop.wakes).toContain(`lane ${shop.serverId}`);
  });

  it('charges once, though two workers come at the same moment', async () => {
    await fillWallet(database, 3n * PRICE, 1);
    shop.pass(days(28));
    const other = checkoutOf();

    const done = await Promise.all([renewDue(), other.renewals.renewDue(), renewDue()]);

    expect(done.reduce((sum, each) => sum + each, 0)).toBe(1);
    expect(await renewals()).toHaveLength(1);
    expect(await balance()).toBe(1000);
  });

  it('drops no day that is left, also where the seller’s rule drops the rest', async () => {
    await shop.rows(sql`update server_plans set renewal_rule = 'drop' returning id`);
    await fillWallet(database, PRICE, 1);
    shop.pass(days(28));

    await renewDue();

    expect((await client()).expiresAt).toEqual(later(sold, days(30)));
  });

  it('happens for who has blocked the bot, and while the panel is away', async () => {
    await fillWallet(database, PRICE, 1);
    await shop.rows(sql`update customers set bot_blocked_at = now() where id = 1 returning id`);
    await shop.panel.stop();
    shop.pass(days(28));

    expect(await renewDue()).toBe(1);
    await shop.main.lanes.wake(shop.serverId);
    await shop.panel.start();
    await shop.quietTime();
    await shop.passAndWake(minutes(2));
    expect((await shop.panel.clients())[0]?.expiryTime).toBe(later(sold, days(30)).getTime());
  });

  it('is caught up where the shop stood still past the end', async () => {
    await fillWallet(database, PRICE, 1);
    shop.pass(days(31));
    const now = shop.clock.now();

    expect(await renewDue()).toBe(1);
    expect((await client()).expiresAt?.getTime()).toBeGreaterThanOrEqual(later(now, days(30)).getTime());
  });

  it('is not done twice where the clock goes an hour back', async () => {
    await fillWallet(database, 2n * PRICE, 1);
    shop.pass(days(28));
    await renewDue();
    shop.pass(-hours(1) as never);

    expect(await renewDue()).toBe(0);
    expect(await balance()).toBe(500);
  });

  it('is not charged for what the shop keeps switched off', async () => {
    await fillWallet(database, PRICE, 1);
    await change((row) => row.suspend('admin', shop.clock.now()));
    shop.pass(days(28));

    expect(await renewDue()).toBe(0);
    expect(await balance()).toBe(500);
  });

  it('is charged once for a period, though the staff gave that charge back', async () => {
    await fillWallet(database, PRICE, 1);
    shop.pass(days(28));
    await renewDue();
    const [{ id = '' } = {}] = await renewals();
    await shop.checkout.refundOrder({ orderId: id, actorId: ADMIN });
    await shop.checkout.runRefunds();

    expect(await renewDue()).toBe(0);
    expect(await client()).toMatchObject({ expiresAt: sold, nextBillingAt: null });
    expect(await balance()).toBe(500);
  });

  it('whose access is refunded gives back what was charged ahead', async () => {
    await fillWallet(database, PRICE, 1);
    shop.pass(days(28));
    await renewDue();

    await shop.checkout.refundOrder({ orderId, actorId: ADMIN });
    shop.pass(minutes(11));
    await shop.checkout.runRefunds();

    expect(await balance()).toBe(500);
    expect(await renewals()).toMatchObject([{ status: 'refunded' }]);
  });

  it('stops with words where its plan is not renewed any more', async () => {
    await fillWallet(database, PRICE, 1);
    await shop.rows(sql`update server_plans set renewable = false returning id`);
    shop.pass(days(28));

    expect(await renewDue()).toBe(0);
    expect(await shop.messages('renewal-stopped')).toHaveLength(1);
    expect((await client()).nextBillingAt).toBeNull();
  });
});

describe('auto-renewal switched by the staff', () => {
  const setFor = (isOn: boolean, id = clientId) =>
    shop.checkout.renewals.setAutoFor({ clientId: id, isOn, actorId: ADMIN });
  const told = async () => (await shop.messages('auto-renewal-switched')).map(({ data }) => data);

  it('is audited with who did it, and its customer is told once', async () => {
    expect(await setFor(true)).toMatchObject({ ok: true, value: { isOn: true } });
    await setFor(true);

    expect((await client()).autoRenew).toBe(true);
    expect(await told()).toEqual([{ clientId, isOn: true }]);
    expect(
      await shop.rows(
        sql`select actor_id::text as actor, before, after from audit_log where action = 'client.auto-renew'`,
      ),
    ).toEqual([{ actor: String(ADMIN), before: { autoRenew: false }, after: { autoRenew: true } }]);
  });

  it('charges the balance of whoever has the access, as if they had wished it', async () => {
    await fillWallet(database, PRICE, 1);
    await setFor(true);
    shop.pass(days(28));

    expect(await renewDue()).toBe(1);
    expect(await balance()).toBe(0);
  });

  it('can always be switched off, but not on where nothing can be renewed', async () => {
    await setAuto(true);
    await shop.rows(sql`update server_plans set renewable = false returning id`);

    expect(await setFor(false)).toMatchObject({ ok: true, value: { isOn: false, nextAt: null } });
    expect(await setFor(true)).toEqual({ ok: false, refusal: { code: 'renewal-off' } });
    expect(await setFor(true, 4711)).toEqual({ ok: false, refusal: { code: 'access-not-found' } });
    expect(await told()).toEqual([{ clientId, isOn: false }]);
  });
});

describe('the purchases of an access', () => {
  const purchases = async (id = clientId, page = 0) => {
    const list = await shop.checkout.listOrders({ filter: 'all', customerId: null, clientId: id, page });
    return list.orders.map((order) => `${order.purpose} ${order.status}`);
  };

  it('are what made it and what was bought for it, the newest first, and nobody else’s', async () => {
    const other = await shop.client(await shop.deliveredOrder({ customerId: 2 }));
    shop.pass(minutes(1));
    await renewed(shop, { clientId });
    shop.pass(minutes(1));
    await renewed(shop, { clientId: other.id, customerId: 2 });

    expect(await purchases()).toEqual(['renewal completed', 'access completed']);
    expect(await purchases(other.id)).toEqual(['renewal completed', 'access completed']);
    expect(await purchases(4711)).toEqual([]);
  });
});

describe('a balance that is too low', () => {
  beforeEach(async () => {
    await fillWallet(database, 200n, 1);
    await setAuto(true);
    shop.pass(minutes(27 * 24 * 60 + 1));
  });

  it('is told once with what is missing, charges nothing, and is tried again the next day', async () => {
    await renewDue();
    await renewDue();

    expect(await shorts()).toMatchObject([{ clientId, minor: '300', currency: 'USD', isLast: false }]);
    expect(await balance()).toBe(200);
    expect((await client()).nextBillingAt?.getTime()).toBeGreaterThan(
      later(shop.clock.now(), hours(23)).getTime(),
    );
  });

  it('that grows later renews at the next try', async () => {
    await renewDue();
    await fillWallet(database, 300n, 1);
    shop.pass(days(1));

    expect(await renewDue()).toBe(1);
    expect((await client()).expiresAt).toEqual(later(sold, days(30)));
  });

  it('is told of once more with the last try, an hour before the end, and then the access ends as others', async () => {
    for (let hour = 0; hour < 76; hour++) {
      await renewDue();
      shop.pass(hours(1));
    }

    expect((await shorts()).map(({ isLast }) => isLast)).toEqual([false, true]);
    expect(await client()).toMatchObject({ nextBillingAt: null, expiresAt: sold });
    expect(await renewals()).toEqual([]);
  });

  describe('at night', () => {
    /** Full hours of the day on which it is day again, so many hours from now. */
    const wakesIn = (inHours: number) => (shop.clock.now().getUTCHours() + inHours) % 24;
    /** A shop that writes to nobody for the next hours, but at that one. */
    const asleepFor = (inHours: number) => {
      const wakingHours = { from: wakesIn(inHours), to: wakesIn(inHours) + 1 };
      return checkoutOf({ shop: { ...shop.main.needs.shop, wakingHours, timeZone: 'UTC' } }).renewals;
    };

    it('nobody is woken: it is tried again in the morning, and told then', async () => {
      const renewals = asleepFor(5);
      const morning = wakesIn(5);
      await renewals.renewDue();
      expect(await shorts()).toEqual([]);
      expect((await client()).nextBillingAt?.getUTCHours()).toBe(morning);

      shop.pass(hours(5));
      await renewals.renewDue();

      expect(await shorts()).toMatchObject([{ clientId, minor: '300', isLast: false }]);
    });

    it('nobody is told of what was paid in before the morning', async () => {
      const renewals = asleepFor(5);
      await renewals.renewDue();
      await fillWallet(database, 300n, 1);
      shop.pass(hours(5));

      expect(await renewals.renewDue()).toBe(1);
      expect(await shorts()).toEqual([]);
    });

    it('the last try is told at once, because there is no morning before the end', async () => {
      shop.pass(hours(71));
      await asleepFor(5).renewDue();

      expect((await shorts()).map(({ isLast }) => isLast)).toEqual([true]);
    });
  });

  it('may be helped in Stars: the next try is then before the new end', async () => {
    await renewDue();
    await renewed(shop, { clientId });

    const end = later(sold, days(30));
    expect((await client()).nextBillingAt).toEqual(later(end, -days(3) as never));
  });
});

describe('money that comes to a balance', () => {
  const credited = (amount: bigint) =>
    shop.work.do(async (em) => {
      const needs = { ...shop.main.needs, stars: new StarsLedger(), startedAt: shop.clock.now() };
      const customer = await em.findOneOrFail(Customer, 1);
      const of = { order: null, customer, currency: 'USD', amount, units: 1, actorId: ADMIN };
      await creditCustomer(needs, em, { ...of, reason: 'admin', dueAt: shop.clock.now() });
    });

  it('by a refund wakes the renewal that found too little, also in the last hour', async () => {
    await setAuto(true);
    shop.pass(minutes(27 * 24 * 60 + 1));
    expect(await renewDue()).toBe(0);
    shop.pass(minutes(3 * 24 * 60 - 30));
    await renewDue();
    expect(await client()).toMatchObject({ nextBillingAt: null });

    await credited(PRICE);

    expect(await renewDue()).toBe(1);
    expect(await client()).toMatchObject({ expiresAt: later(sold, days(30)) });
  });
});

describe('a renewal that fails again and again', () => {
  it('lets those behind it come first at the next run', async () => {
    await setAuto(true);
    shop.pass(minutes(27 * 24 * 60 + 1));
    const broken = new CheckoutService({
      ...shop.main.needs,
      ids: {
        ...shop.main.needs.ids,
        id: () => {
          throw new Error('out of order');
        },
      },
      stars: new StarsLedger(),
      startedAt: shop.clock.now(),
    });
    await fillWallet(database, PRICE, 1);

    expect(await broken.renewals.renewDue()).toBe(0);

    const { nextBillingAt } = await client();
    expect(nextBillingAt?.getTime()).toBeGreaterThan(later(shop.clock.now(), minutes(14)).getTime());
    expect(await renewDue()).toBe(0);
    shop.pass(minutes(15));
    expect(await renewDue()).toBe(1);
  });
});
