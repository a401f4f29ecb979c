import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { days, hours, later, minutes } from '../../src/model/values/period.ts';
import type { PanelShop } from '../support/panel-shop.ts';
import { chargeOf, orderRenewal, payRenewal, renewalOf } from '../support/renewing.ts';
import { neverAgain, refused, type StarsLedger } from '../support/stars-ledger.ts';
import { subscribed } from '../support/subscribing.ts';
import { SubscriptionScene } from '../support/subscription-scene.ts';
import { fillWallet } from '../support/wallet.ts';

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

describe('the end of a subscription', () => {
  it('that its customer wants is told to Telegram, and what is paid stays', async () => {
    await subscribed(shop, clientId);
    const [{ chargeId = '' } = {}] = await scene.subscriptions();

    expect(await shop.checkout.subscriptions.end(scene.of())).toMatchObject({
      ok: true,
      value: { status: 'cancelled', isBarred: true },
    });
    await shop.checkout.subscriptions.end(scene.of());
    await shop.checkout.runRefunds();

    expect(stars.wishes).toEqual([{ payerId: 1, chargeId, isCancelled: true }]);
    expect((await scene.client()).expiresAt).toEqual(later(sold, days(30)));
  });

  it('reaches Telegram though it did not answer at first', async () => {
    await subscribed(shop, clientId);
    stars.subscriptionTroubles.push(refused(), refused());
    await shop.checkout.subscriptions.end(scene.of());
    for (const _ of [1, 2, 3, 4]) {
      await shop.checkout.runRefunds();
      shop.pass(minutes(3));
    }

    expect(stars.wishes).toHaveLength(1);
  });

  it('that Telegram refuses is given up, and a charge that comes all the same goes back', async () => {
    const first = await subscribed(shop, clientId);
    stars.subscriptionTroubles.push(neverAgain());
    await shop.checkout.subscriptions.end(scene.of());
    await shop.checkout.runRefunds();
    await shop.checkout.runRefunds();
    shop.pass(days(30));

    expect(stars.wishes).toEqual([]);
    expect(await scene.charged(first)).toMatchObject({ outcome: 'surplus' });
    expect(await scene.refundReasons()).toEqual(['subscription-over']);
  });

  it('can be taken back: Telegram lets its payer, and the next charge proves it', async () => {
    const first = await subscribed(shop, clientId);
    await shop.checkout.subscriptions.end(scene.of());
    await shop.checkout.runRefunds();

    expect(await shop.checkout.subscriptions.letTakeUp(scene.of())).toMatchObject({
      ok: true,
      value: { status: 'cancelled', isBarred: false },
    });
    await shop.checkout.runRefunds();
    shop.pass(days(30));

    expect(stars.wishes.map(({ isCancelled }) => isCancelled)).toEqual([true, false]);
    expect(await scene.charged(first)).toMatchObject({ outcome: 'settled' });
    expect(await shop.checkout.subscriptions.of(scene.of())).toMatchObject({ status: 'active' });
  });

  it('comes with auto-renewal from the balance, and says so', async () => {
    await subscribed(shop, clientId);

    expect(await shop.checkout.renewals.setAuto({ ...scene.of(), isOn: true })).toMatchObject({
      ok: true,
      value: { isOn: true, endedSubscription: true },
    });
    await shop.checkout.runRefunds();
    expect(stars.wishes).toMatchObject([{ isCancelled: true }]);
  });

  it('comes with the refund of its access, at once', async () => {
    const first = await subscribed(shop, clientId);

    await shop.checkout.refundOrder({ orderId: scene.orderId, actorId: ADMIN });
    await shop.checkout.runRefunds();

    expect(stars.wishes).toMatchObject([{ isCancelled: true }]);
    expect(await shop.orderStatus(first)).toBe('refunded');
    expect(await scene.subscriptions()).toMatchObject([{ status: 'ended', isBarred: true }]);
  });

  it('is found out where the access is gone in any other way, and its customer is told', async () => {
    await subscribed(shop, clientId);
    await scene.change((row) => row.want('deleted', shop.clock.now()));
    await scene.sweep();
    await scene.sweep();

    expect(stars.wishes).toHaveLength(1);
    expect((await shop.messages('subscription-ended')).map(({ data }) => data.why)).toEqual(['access-gone']);
  });

  it('in Telegram, of which nobody told, is noticed when no charge comes, and told once', async () => {
    await subscribed(shop, clientId);
    shop.pass(days(30));
    await scene.sweep();
    expect(await shop.checkout.subscriptions.of(scene.of())).toMatchObject({ status: 'active' });
    shop.pass(hours(2));
    await scene.sweep();
    await scene.sweep();

    expect(await shop.checkout.subscriptions.of(scene.of())).toBeNull();
    expect((await shop.messages('subscription-ended')).map(({ data }) => data)).toMatchObject([
      { why: 'unpaid', clientId },
    ]);
    expect(await renewalOf(shop, { clientId })).toMatchObject({ canSubscribe: true });
    expect((await scene.client()).expiresAt).toEqual(later(sold, days(30)));
  });

  it('is not believed while Telegram’s list cannot be read', async () => {
    await subscribed(shop, clientId);
    shop.pass(days(31));
    stars.beforePage = async () => {
      throw refused();
    };

    await expect(shop.checkout.reconcileStars()).rejects.toThrow();
    expect(await shop.checkout.subscriptions.of(scene.of())).toMatchObject({ status: 'active' });
  });

  it('by lack of Stars is taken back by a charge that Telegram got later', async () => {
    const first = await subscribed(shop, clientId);
    shop.pass(days(31));
    await scene.sweep();

    expect(await scene.charged(first)).toMatchObject({ outcome: 'settled' });
    expect(await shop.checkout.subscriptions.of(scene.of())).toMatchObject({ status: 'active' });
  });

  it('that Telegram tells of is shown at once, and so is that it was taken up again', async () => {
    const first = await subscribed(shop, clientId);
    const { payload, payerId } = await chargeOf(shop, first);
    const hears = (state: 'canceled' | 'active' | 'failed') =>
      shop.checkout.subscriptions.hear({ payload, payerId, state });

    await hears('canceled');
    expect(await shop.checkout.subscriptions.of(scene.of())).toMatchObject({
      status: 'cancelled',
      isBarred: false,
    });
    await hears('canceled');
    await hears('active');
    expect(await shop.checkout.subscriptions.of(scene.of())).toMatchObject({ status: 'active' });
    await hears('failed');
    expect(stars.wishes).toEqual([]);
  });

  it('cannot be taken back by its payer where the shop has ended it', async () => {
    const first = await subscribed(shop, clientId);
    const { payload, payerId } = await chargeOf(shop, first);
    await shop.checkout.subscriptions.end(scene.of());

    await shop.checkout.subscriptions.hear({ payload, payerId, state: 'active' });
    expect(await shop.checkout.subscriptions.of(scene.of())).toMatchObject({ status: 'cancelled' });
  });

  it('leaves a renewal by hand as it always was', async () => {
    await subscribed(shop, clientId);
    const byHand = await orderRenewal(shop, { clientId });
    expect(await payRenewal(shop, byHand)).toMatchObject({ outcome: 'settled' });
    expect(await payRenewal(shop, byHand)).toMatchObject({ outcome: 'surplus' });
    await fillWallet(scene.database, 500n, 1);
    await orderRenewal(shop, { clientId, fromBalance: 500 });

    expect((await scene.client()).expiresAt).toEqual(later(sold, days(90)));
  });
});
