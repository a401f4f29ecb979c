import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/open-database.ts';
import { Server } from '../../src/model/server.ts';
import { days, minutes, type Period } from '../../src/model/values/period.ts';
import { ClientLifecycleService } from '../../src/services/lifecycle/client-lifecycle-service.ts';
import { counterDrift } from '../../src/services/seats/counter-drift.ts';
import { openTestDatabase } from '../support/database.ts';
import { PanelShop } from '../support/panel-shop.ts';
import { chargeOf, orderRenewal, payRenewal } from '../support/renewing.ts';
import { OWNER } from '../support/shop-process.ts';
import { StarsLedger } from '../support/stars-ledger.ts';
import { subscribed } from '../support/subscribing.ts';
import { upkeepOf } from '../support/upkeep.ts';
import { fillWallet } from '../support/wallet.ts';

let database: Database;
let stars: StarsLedger;
let shop: PanelShop;
let orderId: string;
let clientId: number;

beforeEach(async () => {
  database = await openTestDatabase();
  stars = new StarsLedger();
  shop = await PanelShop.open({ database, stars });
  orderId = await shop.deliveredOrder();
  ({ id: clientId } = await shop.client(orderId));
});
afterEach(() => shop.end());

const remove = () => shop.fleet.serverDesk.delete({ serverId: shop.serverId, actorId: OWNER });
const outlook = () => shop.fleet.serverDesk.deleteOutlook(shop.serverId);
const lifecycle = () => new ClientLifecycleService(shop.main.needs);

async function ends(period: Period): Promise<void> {
  shop.pass(period);
  await lifecycle().endOverdue();
}

/** As a version of before could leave it behind. */
async function serverIsDeleted(): Promise<void> {
  await shop.work.do(async (em) => {
    (await em.findOneOrFail(Server, shop.serverId)).retire(shop.clock.now());
    await em.flush();
  });
}

describe('deleting a server', () => {
  it('is refused while an access in its days of grace can still be renewed', async () => {
    await ends((days(30) + minutes(1)) as Period);
    expect(await shop.client(orderId)).toMatchObject({ status: 'expired' });

    expect(await outlook()).toMatchObject({ clients: 1 });
    expect(await remove()).toMatchObject({ ok: false, refusal: { code: 'server-in-use' } });
  });

  it('is refused while Telegram is about to charge for an access there', async () => {
    await subscribed(shop, clientId);
    await shop.rows(
      sql`update server_clients set expires_at = (select ends_at from star_subscriptions) returning id`,
    );
    await ends((days(30) + minutes(1)) as Period);
    expect(await shop.client(orderId)).toMatchObject({ status: 'active' });

    expect(await remove()).toMatchObject({ ok: false, refusal: { outlook: { clients: 1 } } });
  });

  it('ends what is over and was never taken from its panel, and frees its seat', async () => {
    await shop.rows(sql`update servers set health_status = 'offline', probe_due_at = now() returning id`);
    await shop.rows(sql`
      update server_clients set status = 'expired', wanted = 'deleted', wanted_rev = wanted_rev + 1, push_due_at = now(), expires_at = now() - interval '9 days'
      returning id`);

    expect(await remove()).toMatchObject({ ok: true });

    expect(await shop.client(orderId)).toMatchObject({ status: 'terminated', pushDueAt: null });
    expect(await counterDrift(shop.work.read())).toEqual([]);
  });

  it('waits for the panel, where that answers, to lose what is over', async () => {
    await shop.rows(sql`
      update server_clients set status = 'expired', wanted = 'deleted', wanted_rev = wanted_rev + 1, push_due_at = now(), expires_at = now() - interval '9 days'
      returning id`);

    expect(await outlook()).toMatchObject({ clients: 0, leftovers: 1 });
  });
});

describe('an access whose server was deleted', () => {
  it('cannot be renewed by hand', async () => {
    await serverIsDeleted();

    expect(await shop.checkout.renewals.offer({ clientId, customerId: 1 })).toMatchObject({
      ok: false,
      refusal: { code: 'access-gone' },
    });
    expect(await shop.checkout.traffic.offer({ clientId, customerId: 1 })).toMatchObject({
      ok: false,
      refusal: { code: 'access-gone' },
    });
  });

  it('takes no money that was asked for before, and what comes all the same goes back', async () => {
    const renewal = await orderRenewal(shop, { clientId });
    await serverIsDeleted();
    const { payload, payerId, amount, currency } = await chargeOf(shop, renewal);

    expect(await shop.checkout.admitPayment({ payload, payerId, amount, currency })).toMatchObject({
      ok: false,
      refusal: { code: 'access-gone' },
    });
    expect(await payRenewal(shop, renewal)).toMatchObject({ outcome: 'surplus' });
    expect(await shop.messages('refund-started')).toMatchObject([{ data: { reason: 'access-gone' } }]);
  });

  it('is not charged for by the balance', async () => {
    await fillWallet(database, 5_000n, 1);
    await shop.checkout.renewals.setAuto({ clientId, customerId: 1, isOn: true });
    await serverIsDeleted();
    shop.pass(days(28));

    expect(await shop.checkout.renewals.renewDue()).toBe(0);
    expect(await shop.checkout.balance(1)).toMatchObject({ minor: 5_000n });
  });

  it('ends its subscription in Stars, and its payer is told', async () => {
    await subscribed(shop, clientId);
    await serverIsDeleted();

    await shop.checkout.reconcileStars();
    await shop.checkout.runRefunds();

    expect(stars.wishes).toMatchObject([{ payerId: 1, isCancelled: true }]);
    expect(await shop.messages('subscription-ended')).toMatchObject([{ data: { why: 'access-gone' } }]);
  });

  it('is found by the doctor, who ends it when its money is back', async () => {
    await serverIsDeleted();
    const doctor = upkeepOf(shop, stars);
    const found = async (fix: boolean) =>
      (await doctor.examine({ fix })).sweeps.find(({ name }) => name === 'deleted-servers');

    const kept = await found(true);
    await shop.checkout.refundOrder({ orderId, actorId: OWNER });
    shop.pass(minutes(10));
    await shop.checkout.runRefunds();
    const ended = await found(true);

    expect(kept).toMatchObject({
      found: 1,
      fixed: 0,
      details: [expect.stringContaining('which was deleted')],
    });
    expect(ended).toMatchObject({ found: 1, fixed: 1 });
    expect(await shop.client(orderId)).toMatchObject({ status: 'terminated' });
    expect(await counterDrift(shop.work.read())).toEqual([]);
  });
});
