import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { days } from '../../src/model/values/period.ts';
import { PlacementService } from '../../src/services/provisioning/placement-service.ts';
import type { PanelShop } from '../support/panel-shop.ts';
import { chargeOf, orderRenewal, payRenewal } from '../support/renewing.ts';
import { subscribed } from '../support/subscribing.ts';
import { SubscriptionScene } from '../support/subscription-scene.ts';
import { fillWallet } from '../support/wallet.ts';

let scene: SubscriptionScene;
let shop: PanelShop;

beforeEach(async () => {
  scene = await SubscriptionScene.open();
  ({ shop } = scene);
});
afterEach(() => scene.end());

const own = () => ({ clientId: scene.clientId, customerId: 1 });
/** As a look at the panel writes it down. */
const inboundIsGone = () =>
  shop.rows(sql`
    update server_inbounds set status = 'error', status_message = 'missing on panel' where kind = 'shared' returning id`);
const inboundIsBack = () => shop.fleet.sync({ serverId: shop.serverId, actorId: 9001 });

describe('an access whose inbound the panel has lost', () => {
  it('is sold nothing more: the key would stay dead', async () => {
    await inboundIsGone();

    const refused = { ok: false, refusal: { code: 'access-no-place' } };
    expect(await shop.checkout.renewals.offer(own())).toMatchObject(refused);
    expect(await shop.checkout.traffic.offer(own())).toMatchObject(refused);
    expect(await shop.checkout.devices.offer(own())).toMatchObject(refused);
  });

  it('takes no money for an invoice that is open, and what comes all the same goes back', async () => {
    const renewal = await orderRenewal(shop, { clientId: scene.clientId });
    await inboundIsGone();
    const { payload, payerId, amount, currency } = await chargeOf(shop, renewal);

    expect(await shop.checkout.admitPayment({ payload, payerId, amount, currency })).toMatchObject({
      ok: false,
      refusal: { code: 'access-no-place' },
    });
    expect(await payRenewal(shop, renewal)).toMatchObject({ outcome: 'surplus' });
    expect(await scene.refundReasons()).toEqual(['access-no-place']);
  });

  it('is not charged for by the balance: its customer is told once, and it is renewed when the inbound is back', async () => {
    await fillWallet(scene.database, 5_000n, 1);
    await shop.checkout.renewals.setAuto({ ...own(), isOn: true });
    await inboundIsGone();
    shop.pass(days(28));
    expect(await shop.checkout.renewals.renewDue()).toBe(0);
    shop.pass(days(1));
    expect(await shop.checkout.renewals.renewDue()).toBe(0);

    expect(await shop.messages('renewal-held')).toHaveLength(1);
    expect(await shop.checkout.balance(1)).toMatchObject({ minor: 5_000n });

    await inboundIsBack();
    shop.pass(days(1));
    expect(await shop.checkout.renewals.renewDue()).toBe(1);
  });

  it('gets the charge of its subscription back, and the subscription goes on', async () => {
    const first = await subscribed(shop, scene.clientId);
    await inboundIsGone();
    shop.pass(days(30));

    expect(await scene.charged(first)).toMatchObject({ outcome: 'surplus' });

    expect(await scene.refundReasons()).toEqual(['access-no-place']);
    expect(await scene.subscriptions()).toMatchObject([{ status: 'active' }]);
    await inboundIsBack();
    shop.pass(days(30));
    expect(await scene.charged(first)).toMatchObject({ outcome: 'settled' });
  });

  it('is given no new key there: the old name stays, so a backup of the panel brings the old key back', async () => {
    await inboundIsGone();

    expect(await new PlacementService(shop.main.needs).newKey(own())).toMatchObject({
      ok: false,
      refusal: { code: 'key-no-place' },
    });
    expect(await shop.rows(sql`select id from tombstones`)).toEqual([]);
  });
});
