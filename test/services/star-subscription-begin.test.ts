import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { days, later, minutes } from '../../src/model/values/period.ts';
import { gigabytes } from '../../src/model/values/traffic.ts';
import { parseInvoicePayload } from '../../src/services/checkout/invoice-payload.ts';
import type { PanelShop } from '../support/panel-shop.ts';
import { admitRenewal, chargeOf, renewalOf } from '../support/renewing.ts';
import type { StarsLedger } from '../support/stars-ledger.ts';
import { listedCharge, orderSubscription, subscribed, toldCharge } from '../support/subscribing.ts';
import { STARS, SubscriptionScene } from '../support/subscription-scene.ts';

let scene: SubscriptionScene;
let shop: PanelShop;
let stars: StarsLedger;
let clientId: number;
let sold: Date;

beforeEach(async () => {
  scene = await SubscriptionScene.open();
  ({ shop, stars, clientId, sold } = scene);
});
afterEach(() => scene.end());

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
    const press = { ...scene.of(), fingerprint, nonce: 'Zk3_xQ9a' };

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
      await shop.checkout.subscriptions.place({ ...scene.of(), fingerprint, nonce: 'Zk3_xQ9a' }),
    ).toMatchObject({ ok: false, refusal: { code: 'renewal-changed' } });
  });

  it('is one order, however often the button is pressed', async () => {
    const { fingerprint } = await renewalOf(shop, { clientId });
    const press = () => shop.checkout.subscriptions.place({ ...scene.of(), fingerprint, nonce: 'Zk3_xQ9a' });

    await Promise.all([press(), press()]);
    expect(await scene.renewals()).toHaveLength(1);
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

    expect(await scene.client()).toMatchObject({
      expiresAt: later(sold, days(30)),
      trafficLimit: gigabytes(100n),
    });
    expect(await shop.checkout.subscriptions.of(scene.of())).toMatchObject({
      status: 'active',
      stars: STARS,
    });
    expect(await renewalOf(shop, { clientId })).toMatchObject({ canSubscribe: false });
  });

  it('is shown to nobody else', async () => {
    await subscribed(shop, clientId);

    expect(await shop.checkout.subscriptions.of(scene.of(2))).toBeNull();
    expect(await shop.checkout.subscriptions.end(scene.of(2))).toMatchObject({ ok: false });
  });

  it('takes the place of the renewal from the balance', async () => {
    await shop.checkout.renewals.setAuto({ ...scene.of(), isOn: true });

    await subscribed(shop, clientId);

    expect(await scene.client()).toMatchObject({ autoRenew: false, nextBillingAt: null });
  });

  it('counts once, however often it is told', async () => {
    const first = await orderSubscription(shop, clientId);
    const charge = await toldCharge(shop, first, 'first');

    await Promise.all([1, 2, 3].map(() => shop.checkout.confirmPayment(charge)));

    expect((await scene.client()).expiresAt).toEqual(later(sold, days(30)));
    expect(await scene.subscriptions()).toHaveLength(1);
  });

  it('found in Telegram’s list alone begins it as well', async () => {
    const first = await orderSubscription(shop, clientId);
    stars.take(await listedCharge(shop, first));

    expect(await shop.checkout.reconcileStars()).toBe(1);
    expect(await shop.checkout.subscriptions.of(scene.of())).toMatchObject({ status: 'active' });
  });

  it('by the same link a second time goes back, and that subscription is ended', async () => {
    const first = await subscribed(shop, clientId);
    const second = await toldCharge(shop, first, 'first');

    expect(await shop.checkout.confirmPayment(second)).toMatchObject({ outcome: 'surplus' });
    await scene.sweep();

    expect(stars.wishes).toEqual([{ payerId: 1, chargeId: second.chargeId, isCancelled: true }]);
    expect(stars.hasReturned(second.chargeId)).toBe(true);
    expect((await scene.client()).expiresAt).toEqual(later(sold, days(30)));
    expect(await shop.checkout.subscriptions.of(scene.of())).toMatchObject({ status: 'active' });
  });

  it('by the same link a second time, which the list alone tells of, goes back too', async () => {
    const first = await subscribed(shop, clientId);
    shop.pass(minutes(5));
    const second = stars.take(await listedCharge(shop, first));
    await scene.sweep();
    await scene.sweep();

    expect(stars.hasReturned(second.chargeId)).toBe(true);
    expect(stars.wishes).toMatchObject([{ chargeId: second.chargeId, isCancelled: true }]);
  });

  it('of a second subscription for one access is refused before it is paid, and goes back', async () => {
    const [one, other] = [await orderSubscription(shop, clientId), await orderSubscription(shop, clientId)];
    await shop.checkout.confirmPayment(await toldCharge(shop, one, 'first'));
    const second = await toldCharge(shop, other, 'first');

    expect(await admitRenewal(shop, other)).toEqual({ ok: false, refusal: { code: 'already-subscribed' } });
    expect(await shop.checkout.confirmPayment(second)).toMatchObject({ outcome: 'surplus' });
    await scene.sweep();

    expect(await shop.orderStatus(other)).toBe('cancelled');
    expect(await scene.refundReasons()).toEqual(['already-subscribed']);
    expect(stars.wishes).toMatchObject([{ chargeId: second.chargeId, isCancelled: true }]);
  });

  it('for an access that is gone goes back, and Telegram is told to charge no more', async () => {
    const first = await orderSubscription(shop, clientId);
    await scene.change((row) => row.want('deleted', shop.clock.now()));
    const charge = await toldCharge(shop, first, 'first');

    expect(await shop.checkout.confirmPayment(charge)).toMatchObject({ outcome: 'surplus' });
    await scene.sweep();

    expect(stars.wishes).toEqual([{ payerId: 1, chargeId: charge.chargeId, isCancelled: true }]);
    expect(await shop.checkout.subscriptions.of(scene.of())).toBeNull();
  });
});
