import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { days, later } from '../../src/model/values/period.ts';
import { brokenPromises } from '../../src/services/upkeep/audit.ts';
import type { PanelShop } from '../support/panel-shop.ts';
import type { StarsLedger } from '../support/stars-ledger.ts';
import { listedCharge, subscribed, toldCharge } from '../support/subscribing.ts';
import { STARS, SubscriptionScene } from '../support/subscription-scene.ts';
import { upkeepOf } from '../support/upkeep.ts';
import { ledgerBalances } from '../support/wallet.ts';

const ADMIN = 9001;

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

describe('a further charge', () => {
  it('is a renewal of its own, with order, payment and receipt', async () => {
    const first = await subscribed(shop, clientId);
    shop.pass(days(30));

    const confirmed = await scene.charged(first);

    expect(confirmed).toMatchObject({ outcome: 'settled', serverId: shop.serverId });
    expect((await scene.client()).expiresAt).toEqual(later(sold, days(60)));
    expect(await scene.renewals()).toMatchObject([
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
    await scene.charged(first);

    expect(await ledgerBalances(scene.database)).toMatchObject({
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

    expect((await scene.client()).expiresAt).toEqual(later(sold, days(60)));
    expect(await scene.renewals()).toHaveLength(2);
  });

  it('whose update was lost is found in Telegram’s list, and is no surplus there', async () => {
    const first = await subscribed(shop, clientId);
    shop.pass(days(30));
    const charge = stars.take(await listedCharge(shop, first));
    await scene.sweep();

    expect((await scene.client()).expiresAt).toEqual(later(sold, days(60)));
    expect(stars.hasReturned(charge.chargeId)).toBe(false);
    expect(await shop.checkout.subscriptions.of(scene.of())).toMatchObject({
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

    const { expiresAt } = await scene.client();
    expect(expiresAt?.getTime()).toBeGreaterThan(later(shop.clock.now(), days(89)).getTime());
    expect(await scene.renewals()).toHaveLength(4);
    expect(await shop.checkout.subscriptions.of(scene.of())).toMatchObject({ status: 'active' });
  });

  it('costs what it cost at first, though another price was announced and has begun', async () => {
    const first = await subscribed(shop, clientId);
    await shop.rows(sql`
      update server_clients set next_price_minor = 900, next_price_stars = 450, next_price_from = now() returning id`);
    shop.pass(days(30));

    expect(await scene.charged(first)).toMatchObject({ outcome: 'settled' });
    expect((await scene.renewals()).map((each) => each.stars)).toEqual([STARS, STARS]);
  });

  it('is kept though its plan is not renewed any more: it was agreed', async () => {
    const first = await subscribed(shop, clientId);
    await shop.rows(sql`update server_plans set renewable = false returning id`);
    shop.pass(days(30));

    expect(await scene.charged(first)).toMatchObject({ outcome: 'settled' });
  });

  it('adds its days where the rest is dropped otherwise: it is charged ahead', async () => {
    await shop.rows(sql`update server_plans set renewal_rule = 'drop' returning id`);
    const first = await subscribed(shop, clientId);
    const { expiresAt } = await scene.client();
    shop.pass(days(29));

    await scene.charged(first);
    expect((await scene.client()).expiresAt).toEqual(expiresAt && later(expiresAt, days(30)));
  });

  it('in the days of grace brings the access back', async () => {
    const first = await subscribed(shop, clientId);
    shop.pass(days(61));
    await scene.change((row) => row.suspend('expired', shop.clock.now()));

    await scene.charged(first);
    expect(await scene.client()).toMatchObject({ status: 'active' });
  });

  it('of an access that is deleted goes back, and the subscription is ended in Telegram', async () => {
    const first = await subscribed(shop, clientId);
    const [{ chargeId = '' } = {}] = await scene.subscriptions();
    await scene.change((row) => row.want('deleted', shop.clock.now()));
    shop.pass(days(30));
    const charge = await toldCharge(shop, first, 'again');

    expect(await shop.checkout.confirmPayment(charge)).toMatchObject({ outcome: 'surplus', orderId: first });
    await scene.sweep();

    expect(stars.hasReturned(charge.chargeId)).toBe(true);
    expect(stars.wishes).toEqual([{ payerId: 1, chargeId, isCancelled: true }]);
    expect(await scene.refundReasons()).toEqual(['subscription-over']);
    expect(await scene.subscriptions()).toMatchObject([{ status: 'ended', isBarred: true }]);
    expect(await shop.orderStatus(first)).toBe('completed');
  });

  it('of an access that the shop has switched off goes back, and the subscription stays', async () => {
    const first = await subscribed(shop, clientId);
    const { expiresAt } = await scene.client();
    await scene.change((row) => row.suspend('admin', shop.clock.now()));
    shop.pass(days(30));

    expect(await scene.charged(first)).toMatchObject({ outcome: 'surplus' });
    expect(await scene.refundReasons()).toEqual(['access-stopped']);
    expect((await scene.client()).expiresAt).toEqual(expiresAt);
    expect(await shop.checkout.subscriptions.of(scene.of())).toMatchObject({ status: 'active' });
  });

  it('can be given back like every renewal, and the subscription stays', async () => {
    const first = await subscribed(shop, clientId);
    shop.pass(days(30));
    const { orderId: second } = await scene.charged(first);

    await shop.checkout.refundOrder({ orderId: second ?? '', actorId: ADMIN });

    expect((await scene.client()).expiresAt).toEqual(later(sold, days(30)));
    expect(await shop.orderStatus(first)).toBe('completed');
    expect(await shop.checkout.subscriptions.of(scene.of())).toMatchObject({ status: 'active' });
  });
});
