import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/open-database.ts';
import { days, later } from '../../src/model/values/period.ts';
import { CheckoutService } from '../../src/services/checkout/checkout-service.ts';
import { parseInvoicePayload } from '../../src/services/checkout/invoice-payload.ts';
import { brokenPromises } from '../../src/services/upkeep/audit.ts';
import { openTestDatabase } from '../support/database.ts';
import { countedIds } from '../support/ids.ts';
import { PanelShop } from '../support/panel-shop.ts';
import { chargeOf, orderRenewal } from '../support/renewing.ts';
import { takeSnapshot } from '../support/snapshot.ts';
import { StarsLedger } from '../support/stars-ledger.ts';
import { upkeepOf } from '../support/upkeep.ts';
import { fillWallet, ledgerBalances } from '../support/wallet.ts';

const ADMIN = 9001;

let database: Database;
let stars: StarsLedger;
let shop: PanelShop;

beforeEach(async () => {
  database = await openTestDatabase();
  stars = new StarsLedger();
  shop = await PanelShop.open({ database, stars });
});
afterEach(async () => {
  expect(brokenPromises(await upkeepOf(shop, stars).audit())).toBe(0);
  await shop.end();
});

const balance = async () => (await ledgerBalances(database))['USD customer:1'] ?? 0;
const place = (minor: bigint, nonce = countedIds.nonce()) =>
  shop.checkout.topUps.place({ customerId: 1, nonce, minor });
const ordered = async (minor: bigint, nonce?: string) => {
  const placed = await place(minor, nonce);
  if (!placed.ok) throw new Error(placed.refusal.code);
  return placed.value.orderId;
};
const pay = async (orderId: string) =>
  shop.checkout.confirmPayment(stars.take(await chargeOf(shop, orderId)));
const toppedUp = async (minor: bigint) => {
  const orderId = await ordered(minor);
  await pay(orderId);
  return orderId;
};
const refund = (orderId: string) => shop.checkout.refundOrder({ orderId, actorId: ADMIN });

describe('a top-up', () => {
  beforeEach(() => shop.unpaidOrder());

  it('offers the amounts of the shop with their Stars', () => {
    expect(shop.checkout.topUps.offers()).toEqual([
      { amount: { minor: 500n, currency: 'USD' }, stars: 250 },
      { amount: { minor: 1000n, currency: 'USD' }, stars: 500 },
    ]);
  });

  it('books its amount with the payment, in one step, and says what the balance holds', async () => {
    const orderId = await toppedUp(500n);

    expect(await balance()).toBe(500);
    expect(await shop.orderStatus(orderId)).toBe('completed');
    expect((await shop.messages('topped-up')).map(({ data }) => data)).toEqual([{ orderId }]);
    expect(await shop.checkout.topUps.news(orderId)).toEqual({
      orderId,
      amount: { minor: 500n, currency: 'USD' },
      stars: 250,
      balance: { minor: 500n, currency: 'USD' },
    });
    expect(shop.wakes).not.toContain(`order ${orderId}`);
  });

  it('is booked once, however often Telegram tells of it', async () => {
    const charge = stars.take(await chargeOf(shop, await ordered(500n)));

    await Promise.all([1, 2, 3].map(() => shop.checkout.confirmPayment(charge)));

    expect(await balance()).toBe(500);
    expect(await shop.messages('topped-up')).toHaveLength(1);
  });

  it('paid twice is booked once: the second payment goes back', async () => {
    const orderId = await toppedUp(500n);

    expect(await pay(orderId)).toMatchObject({ outcome: 'surplus' });
    expect(await balance()).toBe(500);
  });

  it('is one order, however often one button is pressed', async () => {
    expect(await ordered(500n, 'Zk3_xQ9a')).toBe(await ordered(500n, 'Zk3_xQ9a'));
  });

  it('counts though it is paid after its time', async () => {
    const orderId = await ordered(500n);
    shop.pass(days(1));
    await shop.checkout.releaseHolds();
    expect(await shop.orderStatus(orderId)).toBe('expired');

    expect(await pay(orderId)).toMatchObject({ outcome: 'settled' });
    expect(await balance()).toBe(500);
  });

  it('of an amount that is not offered is refused', async () => {
    expect(await place(501n)).toEqual({ ok: false, refusal: { code: 'topup-not-offered' } });
  });

  it('stands among its customer’s orders and those of the staff', async () => {
    const orderId = await toppedUp(500n);

    const own = await shop.checkout.ownOrders({ customerId: 1, page: 0, size: 8 });
    expect(own.orders).toContainEqual(
      expect.objectContaining({ orderId, purpose: 'topup', total: { minor: 500n, currency: 'USD' } }),
    );
    expect(await shop.checkout.receipt({ orderId, customerId: 1 })).toMatchObject({
      stars: 250,
      payments: [{ stars: 250, refund: null }],
    });
    expect(await shop.checkout.findOrders(orderId)).toMatchObject([{ orderId, refund: { stars: 250 } }]);
  });
});

describe('the money of a top-up', () => {
  beforeEach(() => shop.unpaidOrder());

  it('goes back as Stars while nothing is spent, and leaves the balance', async () => {
    const orderId = await toppedUp(500n);

    expect(await refund(orderId)).toMatchObject({ ok: true, value: { stars: 250 } });
    await shop.checkout.runRefunds();

    expect(await ledgerBalances(database)).toEqual({ 'XTR psp:stars': -250, 'XTR refunds': 250 });
    expect(await shop.orderStatus(orderId)).toBe('refunded');
    expect(await shop.checkout.topUps.news(orderId)).toBeNull();
  });

  it('stays where it is spent: the refund is refused, and nothing moves', async () => {
    const orderId = await toppedUp(500n);
    await shop.checkout.placeOrder({
      nonce: 'abcdefgh',
      customerId: 1,
      planId: shop.planId,
      quantity: 1,
      pay: 'balance',
    });
    await shop.main.provisioning.wakeDueLanes();
    const before = await ledgerBalances(database);

    expect(await refund(orderId)).toMatchObject({ ok: false, refusal: { code: 'topup-spent' } });
    expect(await ledgerBalances(database)).toEqual(before);
    expect(await shop.orderStatus(orderId)).toBe('completed');
  });

  it('goes back once, by two hands at the same moment', async () => {
    const orderId = await toppedUp(500n);

    const done = await Promise.all([refund(orderId), refund(orderId)]);

    expect(done.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await balance()).toBe(0);
  });
});

describe('an auto-renewal that waits for money', () => {
  let orderId: string;
  let sold: Date;

  beforeEach(async () => {
    orderId = await shop.deliveredOrder();
    const client = await shop.client(orderId);
    if (client.expiresAt) sold = client.expiresAt;
    await shop.checkout.renewals.setAuto({ clientId: client.id, customerId: 1, isOn: true });
    shop.pass(days(28));
    await shop.checkout.renewals.renewDue();
    expect(await shop.messages('renewal-short')).toHaveLength(1);
  });

  it('is done right after the top-up', async () => {
    await toppedUp(1000n);

    expect((await shop.client(orderId)).expiresAt).toEqual(later(sold, days(30)));
    expect(await balance()).toBe(500);
  });

  it('is the only one done then: those of others wait for the sweep, though they are due and have the money', async () => {
    const other = await shop.client(await shop.deliveredOrder({ customerId: 2 }));
    await shop.checkout.renewals.setAuto({ clientId: other.id, customerId: 2, isOn: true });
    await shop.rows(
      sql`update server_clients set next_billing_at = ${shop.clock.now()} where id = ${other.id} returning id`,
    );
    await fillWallet(database, 1000n, 2);

    await toppedUp(1000n);

    expect(await balance()).toBe(500);
    expect((await ledgerBalances(database))['USD customer:2']).toBe(1000);
    expect(await shop.checkout.renewals.renewDue()).toBe(1);
  });

  it('is not done by itself where the shop changes nothing by itself', async () => {
    const byHand = new CheckoutService({
      ...shop.main.needs,
      stars,
      startedAt: shop.clock.now(),
      renewsByItself: false,
    });
    await byHand.confirmPayment(stars.take(await chargeOf(shop, await ordered(1000n))));

    expect((await shop.client(orderId)).expiresAt).toEqual(sold);
    expect(await balance()).toBe(1000);
  });
});

describe('a top-up that the database has lost', () => {
  it('is found again by its invoice, and its person too', async () => {
    const { restore } = await takeSnapshot(database);
    await shop.unpaidOrder();
    const orderId = await toppedUp(500n);
    await restore();

    await upkeepOf(shop, stars).examine({ fix: true });

    expect(await balance()).toBe(500);
    expect(await shop.orderStatus(orderId)).toBe('completed');
  });

  it('is told by its invoice in 128 bytes', async () => {
    await shop.unpaidOrder();
    const { payload } = await chargeOf(shop, await ordered(1000n));

    expect(parseInvoicePayload(payload)?.purchase).toMatchObject({ purpose: 'topup', minor: 1000n });
    expect(Buffer.byteLength(payload)).toBeLessThanOrEqual(128);
  });
});

describe('a renewal beside it', () => {
  it('is paid from what was topped up', async () => {
    const sold = await shop.deliveredOrder();
    const { id: clientId } = await shop.client(sold);
    await toppedUp(500n);

    const renewal = await orderRenewal(shop, { clientId, fromBalance: 500 });

    expect(await shop.orderStatus(renewal)).toBe('completed');
    expect(await balance()).toBe(0);
    expect(await shop.rows(sql`select id from orders where purpose = 'topup'`)).toHaveLength(1);
  });
});
