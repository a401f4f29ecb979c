import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { days, later } from '../../src/model/values/period.ts';
import { countedIds } from '../support/ids.ts';
import type { PanelShop } from '../support/panel-shop.ts';
import { chargeOf, orderRenewal } from '../support/renewing.ts';
import type { StarsLedger } from '../support/stars-ledger.ts';
import { subscribed, toldCharge } from '../support/subscribing.ts';
import { STARS, SubscriptionScene } from '../support/subscription-scene.ts';
import { upkeepOf } from '../support/upkeep.ts';

let scene: SubscriptionScene;
let shop: PanelShop;
let stars: StarsLedger;
let sold: Date;

beforeEach(async () => {
  scene = await SubscriptionScene.open();
  ({ shop, stars, sold } = scene);
});
afterEach(() => scene.end());

const alerts = async () => (await shop.messages('alert')).map(({ data }) => data);

describe('Stars of a purchase for an access that went back past the shop', () => {
  it('take the period back that they paid for, and leave the access as it was before', async () => {
    const orderId = await orderRenewal(shop, { clientId: scene.clientId });
    const charge = stars.take(await chargeOf(shop, orderId));
    await shop.checkout.confirmPayment(charge);
    stars.returnUnasked(charge.chargeId);

    await scene.sweep();

    expect(await scene.renewals()).toMatchObject([{ status: 'refunded' }]);
    expect(await scene.client()).toMatchObject({ status: 'active', expiresAt: sold });
    expect(await alerts()).toMatchObject([{ code: 'stars-returned', what: 'purchase', orderId }]);
  });

  it('end the subscription that charged them, and Telegram and its payer are told', async () => {
    const first = await subscribed(shop, scene.clientId);
    const [{ chargeId = '' } = {}] = await scene.subscriptions();
    shop.pass(days(30));
    const again = stars.take(await toldCharge(shop, first, 'again'));
    await shop.checkout.confirmPayment(again);
    stars.returnUnasked(again.chargeId);

    await scene.sweep();
    await scene.sweep();

    expect(await scene.subscriptions()).toMatchObject([{ status: 'ended', isBarred: true }]);
    expect(stars.wishes).toEqual([{ payerId: 1, chargeId, isCancelled: true }]);
    expect(await shop.messages('subscription-ended')).toMatchObject([{ data: { why: 'returned' } }]);
    expect((await scene.client()).expiresAt).toEqual(later(sold, days(30)));
    expect((await scene.renewals()).map(({ status, stars: paid }) => [status, paid])).toEqual([
      ['completed', STARS],
      ['refunded', STARS],
    ]);
  });

  it('are told to the staff with the reason where what they bought is spent, and the doctor goes on finding them', async () => {
    const placed = await shop.checkout.topUps.place({
      customerId: 1,
      nonce: countedIds.nonce(),
      minor: 500n,
    });
    if (!placed.ok) throw new Error(placed.refusal.code);
    const charge = stars.take(await chargeOf(shop, placed.value.orderId));
    await shop.checkout.confirmPayment(charge);
    await orderRenewal(shop, { clientId: scene.clientId, fromBalance: 500 });
    stars.returnUnasked(charge.chargeId);

    await scene.sweep();
    await scene.sweep();

    expect(await alerts()).toMatchObject([
      { code: 'stars-returned-unclear', why: 'kept', reason: 'topup-spent', orderId: placed.value.orderId },
    ]);
    const sick = await upkeepOf(shop, stars).examine({ fix: false });
    expect(sick.sweeps.find(({ name }) => name === 'provider-ledger')?.found).toBe(1);
  });
});
