import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hours, seconds } from '../../src/model/values/period.ts';
import type { PanelShop } from '../support/panel-shop.ts';
import { admitRenewal, payRenewal, renewalOf } from '../support/renewing.ts';
import { SubscriptionScene } from '../support/subscription-scene.ts';
import { fillWallet } from '../support/wallet.ts';

let scene: SubscriptionScene;
let shop: PanelShop;
let press: { clientId: number; customerId: number; fingerprint: string; nonce: string };

beforeEach(async () => {
  scene = await SubscriptionScene.open();
  ({ shop } = scene);
  const { fingerprint } = await renewalOf(shop, { clientId: scene.clientId });
  press = { clientId: scene.clientId, customerId: 1, fingerprint, nonce: 'Zk3_xQ9a' };
});
afterEach(() => scene.end());

const renewals = () => shop.checkout.renewals;
const invoices = async () => (await shop.messages('invoice')).length;
const used = { ok: false, refusal: { code: 'used-screen' } };

async function pressed(): Promise<string> {
  const placed = await renewals().place(press);
  if (!placed.ok) throw new Error(placed.refusal.code);
  return placed.value.orderId;
}

describe('a button that pays, pressed once more', () => {
  it('sends the invoice of its open order again, and two quick presses are one', async () => {
    const orderId = await pressed();
    const before = await invoices();
    await pressed();
    expect(await invoices()).toBe(before);
    shop.pass(seconds(30));

    expect(await pressed()).toBe(orderId);

    expect(await invoices()).toBe(before + 1);
  });

  it('does not promise an invoice for an order that is over', async () => {
    await pressed();
    shop.pass(hours(3));
    await shop.checkout.releaseHolds();

    expect(await renewals().place(press)).toEqual(used);
    expect(await scene.renewals()).toMatchObject([{ status: 'expired' }]);
  });

  it('does not promise a second renewal where Stars have paid the first', async () => {
    await payRenewal(shop, await pressed());

    expect(await renewals().place(press)).toEqual(used);
  });

  it('is done already where the balance has paid all of it, and takes nothing more', async () => {
    await fillWallet(scene.database, 1_000n, 1);
    const byBalance = { ...press, fromBalance: 500 };
    await renewals().place(byBalance);

    expect(await renewals().place(byBalance)).toMatchObject({ ok: true, value: { isPaid: true } });
    expect(await shop.checkout.balance(1)).toMatchObject({ minor: 500n });
  });

  it('is another purchase where another button of the screen was pressed first', async () => {
    await pressed();

    expect(await shop.checkout.subscriptions.place(press)).toEqual(used);
    expect(await renewals().place({ ...press, fromBalance: 100 })).toEqual(used);
  });

  it('tells other amounts of one screen apart', async () => {
    const topUp = { customerId: 1, nonce: 'Zk3_xQ9b', minor: 500n };
    await shop.checkout.topUps.place(topUp);

    expect(await shop.checkout.topUps.place({ ...topUp, minor: 1_000n })).toEqual(used);
    expect(await shop.checkout.topUps.place(topUp)).toMatchObject({ ok: true });
  });
});

describe('the invoice of a purchase that is over', () => {
  it('says so in words of its own, not of a new access', async () => {
    const orderId = await pressed();
    shop.pass(hours(3));
    await shop.checkout.releaseHolds();

    expect(await admitRenewal(shop, orderId)).toEqual({ ok: false, refusal: { code: 'invoice-over' } });
  });
});
