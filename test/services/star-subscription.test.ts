import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/open-database.ts';
import { ServerClient } from '../../src/model/server-client.ts';
import { days, hours, later, minutes } from '../../src/model/values/period.ts';
import { gigabytes } from '../../src/model/values/traffic.ts';
import { parseInvoicePayload } from '../../src/services/checkout/invoice-payload.ts';
import { counterDrift } from '../../src/services/seats/counter-drift.ts';
import { brokenPromises } from '../../src/services/upkeep/audit.ts';
import { openTestDatabase } from '../support/database.ts';
import { PanelShop } from '../support/panel-shop.ts';
import { admitRenewal, chargeOf, orderRenewal, payRenewal, renewalOf } from '../support/renewing.ts';
import { neverAgain, refused, StarsLedger } from '../support/stars-ledger.ts';
import { listedCharge, orderSubscription, subscribed, toldCharge } from '../support/subscribing.ts';
import { upkeepOf } from '../support/upkeep.ts';
import { fillWallet, ledgerBalances } from '../support/wallet.ts';

const ADMIN = 9001;
const STARS = 250;

let database: Database;
let stars: StarsLedger;
let shop: PanelShop;
let orderId: string;
let clientId: number;
let sold: Date;

beforeEach(async () => {
  database = await openTestDatabase();
  stars = new StarsLedger();
  shop = await PanelShop.open({ database, stars });
  orderId = await shop.deliveredOrder();
  const client = await shop.client(orderId);
  clientId = client.id;
  if (client.expiresAt) sold = client.expiresAt;
});
afterEach(async () => {
  expect(await counterDrift(shop.work.read())).toEqual([]);
  expect((await upkeepOf(shop, stars).audit()).details).toEqual([]);
  await shop.end();
});

const client = () => shop.client(orderId);
const change = (act: (row: ServerClient) => void) =>
  shop.work.do(async (em) => {
    act(await em.findOneOrFail(ServerClient, clientId));
    await em.flush();
  });
const subscriptions = () =>
  shop.rows<{ status: string; isBarred: boolean; chargeId: string }>(
    sql`select status, is_barred as "isBarred", charge_id as "chargeId" from star_subscriptions order by started_at, id`,
  );
const renewals = () =>
  shop.rows<{ id: string; status: string; stars: number }>(
    sql`select id, status, total_stars as stars from orders where purpose = 'renewal' order by created_at, id`,
  );
const refundReasons = async () => (await shop.messages('refund-started')).map(({ data }) => data.reason);
const charged = async (first: string) => shop.checkout.confirmPayment(await toldCharge(shop, first, 'again'));
const of = (customerId = 1) => ({ clientId, customerId });
/** The list is read, and Telegram is told what it has to hear. */
const sweep = async () => {
  await shop.checkout.reconcileStars();
  await shop.checkout.runRefunds();
};

describe('the offer of a subscription', () => {
  it('stands beside the renewal of a plan of thirty days', async () => {
    expect(await renewalOf(shop, { clientId })).toMatchObject({ canSubscribe: true, subscription: null });
  });

  it.each([
    ['of another length', sql`update order_items set duration_days = 31 returning id`],
    ['dearer than Telegram takes', sql`update server_clients set renewal_stars = 10001 returning id`],
  ])('is not made for a period %s', async (_, statement) => {
    await shop.rows(statement);
    const { canSubscribe, fingerprint } = await renewalOf(shop, { clientId });
    const press = { ...of(), fingerprint, nonce: 'Zk3_xQ9a' };

    expect(canSubscribe).toBe(false);
    expect(await shop.checkout.subscriptions.place(press)).toEqual({
      ok: false,
      refusal: { code: 'subscription-not-offered' },
    });
  });

  it('is refused where the price changed since it was shown', async () => {
    const { fingerprint } = await renewalOf(shop, { clientId });
    await shop.rows(sql`update server_clients set renewal_price_minor = 600 returning id`);

    expect(
      await shop.checkout.subscriptions.place({ ...of(), fingerprint, nonce: 'Zk3_xQ9a' }),
    ).toMatchObject({ ok: false, refusal: { code: 'renewal-changed' } });
  });

  it('is one order, however often the button is pressed', async () => {
    const { fingerprint } = await renewalOf(shop, { clientId });
    const press = () => shop.checkout.subscriptions.place({ ...of(), fingerprint, nonce: 'Zk3_xQ9a' });

    await Promise.all([press(), press()]);
    expect(await renewals()).toHaveLength(1);
    expect(await shop.messages('invoice')).toHaveLength(2);
  });
});

describe('the invoice of a subscription', () => {
  it('says all that is needed to begin it once more, within Telegram’s limit', async () => {
    const first = await orderSubscription(shop, clientId);
    const { payload } = await chargeOf(shop, first);

    expect(Buffer.byteLength(payload)).toBeLessThanOrEqual(128);
    expect(parseInvoicePayload(payload)).toMatchObject({
      orderId: first,
      purchase: { purpose: 'renewal', clientId, days: 30, rule: 'keep', minor: 500n, subscribes: true },
    });
  });
});

describe('the first charge of a subscription', () => {
  it('renews at once, and says when the next one comes', async () => {
    await subscribed(shop, clientId);

    expect(await client()).toMatchObject({
      expiresAt: later(sold, days(30)),
      trafficLimit: gigabytes(100n),
    });
    expect(await shop.checkout.subscriptions.of(of())).toMatchObject({ status: 'active', stars: STARS });
    expect(await renewalOf(shop, { clientId })).toMatchObject({ canSubscribe: false });
  });

  it('is shown to nobody else', async () => {
    await subscribed(shop, clientId);

    expect(await shop.checkout.subscriptions.of(of(2))).toBeNull();
    expect(await shop.checkout.subscriptions.end(of(2))).toMatchObject({ ok: false });
  });

  it('takes the place of the renewal from the balance', async () => {
    await shop.checkout.renewals.setAuto({ ...of(), isOn: true });

    await subscribed(shop, clientId);

    expect(await client()).toMatchObject({ autoRenew: false, nextBillingAt: null });
  });

  it('counts once, however often it is told', async () => {
    const first = await orderSubscription(shop, clientId);
    const charge = await toldCharge(shop, first, 'first');

    await Promise.all([1, 2, 3].map(() => shop.checkout.confirmPayment(charge)));

    expect((await client()).expiresAt).toEqual(later(sold, days(30)));
    expect(await subscriptions()).toHaveLength(1);
  });

  it('found in Telegram’s list alone begins it as well', async () => {
    const first = await orderSubscription(shop, clientId);
    stars.take(await listedCharge(shop, first));

    expect(await shop.checkout.reconcileStars()).toBe(1);
    expect(await shop.checkout.subscriptions.of(of())).toMatchObject({ status: 'active' });
  });

  it('by the same link a second time goes back, and that subscription is ended', async () => {
    const first = await subscribed(shop, clientId);
    const second = await toldCharge(shop, first, 'first');

    expect(await shop.checkout.confirmPayment(second)).toMatchObject({ outcome: 'surplus' });
    await sweep();

    expect(stars.wishes).toEqual([{ payerId: 1, chargeId: second.chargeId, isCancelled: true }]);
    expect(stars.hasReturned(second.chargeId)).toBe(true);
    expect((await client()).expiresAt).toEqual(later(sold, days(30)));
    expect(await shop.checkout.subscriptions.of(of())).toMatchObject({ status: 'active' });
  });

  it('by the same link a second time, which the list alone tells of, goes back too', async () => {
    const first = await subscribed(shop, clientId);
    shop.pass(minutes(5));
    const second = stars.take(await listedCharge(shop, first));
    await sweep();
    await sweep();

    expect(stars.hasReturned(second.chargeId)).toBe(true);
    expect(stars.wishes).toMatchObject([{ chargeId: second.chargeId, isCancelled: true }]);
  });

  it('of a second subscription for one access is refused before it is paid, and goes back', async () => {
    const [one, other] = [await orderSubscription(shop, clientId), await orderSubscription(shop, clientId)];
    await shop.checkout.confirmPayment(await toldCharge(shop, one, 'first'));
    const second = await toldCharge(shop, other, 'first');

    expect(await admitRenewal(shop, other)).toEqual({ ok: false, refusal: { code: 'already-subscribed' } });
    expect(await shop.checkout.confirmPayment(second)).toMatchObject({ outcome: 'surplus' });
    await sweep();

    expect(await shop.orderStatus(other)).toBe('cancelled');
    expect(await refundReasons()).toEqual(['already-subscribed']);
    expect(stars.wishes).toMatchObject([{ chargeId: second.chargeId, isCancelled: true }]);
  });

  it('for an access that is gone goes back, and Telegram is told to charge no more', async () => {
    const first = await orderSubscription(shop, clientId);
    await change((row) => row.want('deleted', shop.clock.now()));
    const charge = await toldCharge(shop, first, 'first');

    expect(await shop.checkout.confirmPayment(charge)).toMatchObject({ outcome: 'surplus' });
    await sweep();

    expect(stars.wishes).toEqual([{ payerId: 1, chargeId: charge.chargeId, isCancelled: true }]);
    expect(await shop.checkout.subscriptions.of(of())).toBeNull();
  });
});

describe('a further charge', () => {
  it('is a renewal of its own, with order, payment and receipt', async () => {
    const first = await subscribed(shop, clientId);
    shop.pass(days(30));

    const confirmed = await charged(first);

    expect(confirmed).toMatchObject({ outcome: 'settled', serverId: shop.serverId });
    expect((await client()).expiresAt).toEqual(later(sold, days(60)));
    expect(await renewals()).toMatchObject([
      { id: first, status: 'completed', stars: STARS },
      { id: confirmed.orderId, status: 'completed', stars: STARS },
    ]);
    expect((await shop.messages('renewed')).map(({ data }) => data.orderId)).toEqual([
      first,
      confirmed.orderId,
    ]);
    expect(await shop.checkout.renewals.news(confirmed.orderId ?? '')).toMatchObject({
      isAutomatic: true,
      stars: STARS,
      fromBalance: null,
    });
  });

  it('is booked like every payment', async () => {
    const first = await subscribed(shop, clientId);
    shop.pass(days(30));
    await charged(first);

    expect(await ledgerBalances(database)).toMatchObject({
      'XTR psp:stars': -3 * STARS,
      'XTR revenue': 3 * STARS,
    });
    expect(brokenPromises(await upkeepOf(shop, stars).audit())).toBe(0);
  });

  it('renews once, told twice and listed besides', async () => {
    const first = await subscribed(shop, clientId);
    shop.pass(days(30));
    const charge = await toldCharge(shop, first, 'again');
    stars.take({ ...charge, at: shop.clock.now() });

    await Promise.all([
      shop.checkout.confirmPayment(charge),
      shop.checkout.reconcileStars(),
      shop.checkout.confirmPayment(charge),
    ]);

    expect((await client()).expiresAt).toEqual(later(sold, days(60)));
    expect(await renewals()).toHaveLength(2);
  });

  it('whose update was lost is found in Telegram’s list, and is no surplus there', async () => {
    const first = await subscribed(shop, clientId);
    shop.pass(days(30));
    const charge = stars.take(await listedCharge(shop, first));
    await sweep();

    expect((await client()).expiresAt).toEqual(later(sold, days(60)));
    expect(stars.hasReturned(charge.chargeId)).toBe(false);
    expect(await shop.checkout.subscriptions.of(of())).toMatchObject({
      endsAt: later(charge.at ?? sold, days(30)),
    });
  });

  it('of each month that the shop slept through counts, from now on: the access was off meanwhile', async () => {
    const first = await subscribed(shop, clientId);
    for (const _ of [1, 2, 3]) {
      shop.pass(days(30));
      stars.take(await listedCharge(shop, first));
    }
    await shop.checkout.reconcileStars();

    const { expiresAt } = await client();
    expect(expiresAt?.getTime()).toBeGreaterThan(later(shop.clock.now(), days(89)).getTime());
    expect(await renewals()).toHaveLength(4);
    expect(await shop.checkout.subscriptions.of(of())).toMatchObject({ status: 'active' });
  });

  it('costs what it cost at first, though another price was announced and has begun', async () => {
    const first = await subscribed(shop, clientId);
    await shop.rows(sql`
      update server_clients set next_price_minor = 900, next_price_stars = 450, next_price_from = now() returning id`);
    shop.pass(days(30));

    expect(await charged(first)).toMatchObject({ outcome: 'settled' });
    expect((await renewals()).map((each) => each.stars)).toEqual([STARS, STARS]);
  });

  it('is kept though its plan is not renewed any more: it was agreed', async () => {
    const first = await subscribed(shop, clientId);
    await shop.rows(sql`update server_plans set renewable = false returning id`);
    shop.pass(days(30));

    expect(await charged(first)).toMatchObject({ outcome: 'settled' });
  });

  it('adds its days where the rest is dropped otherwise: it is charged ahead', async () => {
    await shop.rows(sql`update server_plans set renewal_rule = 'drop' returning id`);
    const first = await subscribed(shop, clientId);
    const { expiresAt } = await client();
    shop.pass(days(29));

    await charged(first);
    expect((await client()).expiresAt).toEqual(expiresAt && later(expiresAt, days(30)));
  });

  it('in the days of grace brings the access back', async () => {
    const first = await subscribed(shop, clientId);
    shop.pass(days(61));
    await change((row) => row.suspend('expired', shop.clock.now()));

    await charged(first);
    expect(await client()).toMatchObject({ status: 'active' });
  });

  it('of an access that is deleted goes back, and the subscription is ended in Telegram', async () => {
    const first = await subscribed(shop, clientId);
    const [{ chargeId = '' } = {}] = await subscriptions();
    await change((row) => row.want('deleted', shop.clock.now()));
    shop.pass(days(30));
    const charge = await toldCharge(shop, first, 'again');

    expect(await shop.checkout.confirmPayment(charge)).toMatchObject({ outcome: 'surplus', orderId: first });
    await sweep();

    expect(stars.hasReturned(charge.chargeId)).toBe(true);
    expect(stars.wishes).toEqual([{ payerId: 1, chargeId, isCancelled: true }]);
    expect(await refundReasons()).toEqual(['subscription-over']);
    expect(await subscriptions()).toMatchObject([{ status: 'ended', isBarred: true }]);
    expect(await shop.orderStatus(first)).toBe('completed');
  });

  it('of an access that the shop has switched off goes back, and the subscription stays', async () => {
    const first = await subscribed(shop, clientId);
    const { expiresAt } = await client();
    await change((row) => row.suspend('admin', shop.clock.now()));
    shop.pass(days(30));

    expect(await charged(first)).toMatchObject({ outcome: 'surplus' });
    expect(await refundReasons()).toEqual(['access-stopped']);
    expect((await client()).expiresAt).toEqual(expiresAt);
    expect(await shop.checkout.subscriptions.of(of())).toMatchObject({ status: 'active' });
  });

  it('can be given back like every renewal, and the subscription stays', async () => {
    const first = await subscribed(shop, clientId);
    shop.pass(days(30));
    const { orderId: second } = await charged(first);

    await shop.checkout.refundOrder({ orderId: second ?? '', actorId: ADMIN });

    expect((await client()).expiresAt).toEqual(later(sold, days(30)));
    expect(await shop.orderStatus(first)).toBe('completed');
    expect(await shop.checkout.subscriptions.of(of())).toMatchObject({ status: 'active' });
  });
});

describe('the end of a subscription', () => {
  it('that its customer wants is told to Telegram, and what is paid stays', async () => {
    await subscribed(shop, clientId);
    const [{ chargeId = '' } = {}] = await subscriptions();

    expect(await shop.checkout.subscriptions.end(of())).toMatchObject({
      ok: true,
      value: { status: 'cancelled', isBarred: true },
    });
    await shop.checkout.subscriptions.end(of());
    await shop.checkout.runRefunds();

    expect(stars.wishes).toEqual([{ payerId: 1, chargeId, isCancelled: true }]);
    expect((await client()).expiresAt).toEqual(later(sold, days(30)));
  });

  it('reaches Telegram though it did not answer at first', async () => {
    await subscribed(shop, clientId);
    stars.subscriptionTroubles.push(refused(), refused());
    await shop.checkout.subscriptions.end(of());
    for (const _ of [1, 2, 3, 4]) {
      await shop.checkout.runRefunds();
      shop.pass(minutes(3));
    }

    expect(stars.wishes).toHaveLength(1);
  });

  it('that Telegram refuses is given up, and a charge that comes all the same goes back', async () => {
    const first = await subscribed(shop, clientId);
    stars.subscriptionTroubles.push(neverAgain());
    await shop.checkout.subscriptions.end(of());
    await shop.checkout.runRefunds();
    await shop.checkout.runRefunds();
    shop.pass(days(30));

    expect(stars.wishes).toEqual([]);
    expect(await charged(first)).toMatchObject({ outcome: 'surplus' });
    expect(await refundReasons()).toEqual(['subscription-over']);
  });

  it('can be taken back: Telegram lets its payer, and the next charge proves it', async () => {
    const first = await subscribed(shop, clientId);
    await shop.checkout.subscriptions.end(of());
    await shop.checkout.runRefunds();

    expect(await shop.checkout.subscriptions.letTakeUp(of())).toMatchObject({
      ok: true,
      value: { status: 'cancelled', isBarred: false },
    });
    await shop.checkout.runRefunds();
    shop.pass(days(30));

    expect(stars.wishes.map(({ isCancelled }) => isCancelled)).toEqual([true, false]);
    expect(await charged(first)).toMatchObject({ outcome: 'settled' });
    expect(await shop.checkout.subscriptions.of(of())).toMatchObject({ status: 'active' });
  });

  it('comes with auto-renewal from the balance, and says so', async () => {
    await subscribed(shop, clientId);

    expect(await shop.checkout.renewals.setAuto({ ...of(), isOn: true })).toMatchObject({
      ok: true,
      value: { isOn: true, endedSubscription: true },
    });
    await shop.checkout.runRefunds();
    expect(stars.wishes).toMatchObject([{ isCancelled: true }]);
  });

  it('comes with the refund of its access, at once', async () => {
    const first = await subscribed(shop, clientId);

    await shop.checkout.refundOrder({ orderId, actorId: ADMIN });
    await shop.checkout.runRefunds();

    expect(stars.wishes).toMatchObject([{ isCancelled: true }]);
    expect(await shop.orderStatus(first)).toBe('refunded');
    expect(await subscriptions()).toMatchObject([{ status: 'ended', isBarred: true }]);
  });

  it('is found out where the access is gone in any other way, and its customer is told', async () => {
    await subscribed(shop, clientId);
    await change((row) => row.want('deleted', shop.clock.now()));
    await sweep();
    await sweep();

    expect(stars.wishes).toHaveLength(1);
    expect((await shop.messages('subscription-ended')).map(({ data }) => data.why)).toEqual(['access-gone']);
  });

  it('in Telegram, of which nobody told, is noticed when no charge comes, and told once', async () => {
    await subscribed(shop, clientId);
    shop.pass(days(30));
    await sweep();
    expect(await shop.checkout.subscriptions.of(of())).toMatchObject({ status: 'active' });
    shop.pass(hours(2));
    await sweep();
    await sweep();

    expect(await shop.checkout.subscriptions.of(of())).toBeNull();
    expect((await shop.messages('subscription-ended')).map(({ data }) => data)).toMatchObject([
      { why: 'unpaid', clientId },
    ]);
    expect(await renewalOf(shop, { clientId })).toMatchObject({ canSubscribe: true });
    expect((await client()).expiresAt).toEqual(later(sold, days(30)));
  });

  it('is not believed while Telegram’s list cannot be read', async () => {
    await subscribed(shop, clientId);
    shop.pass(days(31));
    stars.beforePage = async () => {
      throw refused();
    };

    await expect(shop.checkout.reconcileStars()).rejects.toThrow();
    expect(await shop.checkout.subscriptions.of(of())).toMatchObject({ status: 'active' });
  });

  it('by lack of Stars is taken back by a charge that Telegram got later', async () => {
    const first = await subscribed(shop, clientId);
    shop.pass(days(31));
    await sweep();

    expect(await charged(first)).toMatchObject({ outcome: 'settled' });
    expect(await shop.checkout.subscriptions.of(of())).toMatchObject({ status: 'active' });
  });

  it('that Telegram tells of is shown at once, and so is that it was taken up again', async () => {
    const first = await subscribed(shop, clientId);
    const { payload, payerId } = await chargeOf(shop, first);
    const hears = (state: 'canceled' | 'active' | 'failed') =>
      shop.checkout.subscriptions.hear({ payload, payerId, state });

    await hears('canceled');
    expect(await shop.checkout.subscriptions.of(of())).toMatchObject({
      status: 'cancelled',
      isBarred: false,
    });
    await hears('canceled');
    await hears('active');
    expect(await shop.checkout.subscriptions.of(of())).toMatchObject({ status: 'active' });
    await hears('failed');
    expect(stars.wishes).toEqual([]);
  });

  it('cannot be taken back by its payer where the shop has ended it', async () => {
    const first = await subscribed(shop, clientId);
    const { payload, payerId } = await chargeOf(shop, first);
    await shop.checkout.subscriptions.end(of());

    await shop.checkout.subscriptions.hear({ payload, payerId, state: 'active' });
    expect(await shop.checkout.subscriptions.of(of())).toMatchObject({ status: 'cancelled' });
  });

  it('leaves a renewal by hand as it always was', async () => {
    await subscribed(shop, clientId);
    const byHand = await orderRenewal(shop, { clientId });
    expect(await payRenewal(shop, byHand)).toMatchObject({ outcome: 'settled' });
    expect(await payRenewal(shop, byHand)).toMatchObject({ outcome: 'surplus' });
    await fillWallet(database, 500n, 1);
    await orderRenewal(shop, { clientId, fromBalance: 500 });

    expect((await client()).expiresAt).toEqual(later(sold, days(90)));
  });
});
