import { beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/open-database.ts';
import { minutes, seconds } from '../../src/model/values/period.ts';
import { afterNoon, BOB, BOT } from '../support/builders.ts';
import { openTestDatabase } from '../support/database.ts';
import { chargeFor, openShop } from '../support/shop.ts';

let database: Database;
beforeEach(async () => {
  database = await openTestDatabase();
});

describe('whether Telegram may take the money', () => {
  it('is answered yes to the customer who pays what was asked, and keeps the seats for ten minutes more', async () => {
    const shop = await openShop(database);
    const placed = await shop.order();
    shop.clock.moveTo(minutes(14));

    const answer = await shop.admit(placed);

    expect(answer).toEqual({ ok: true, value: { orderId: placed.orderId } });
    expect(await shop.orderRow(placed)).toMatchObject({
      precheckedAt: afterNoon(minutes(14)),
      reservedUntil: afterNoon(minutes(24)),
    });
  });

  it('is answered the same when it is asked again', async () => {
    const shop = await openShop(database);
    const placed = await shop.order();

    const answers = [await shop.admit(placed), await shop.admit(placed)];

    expect(answers).toMatchObject([{ ok: true }, { ok: true }]);
  });

  it('never makes a hold shorter', async () => {
    const shop = await openShop(database);
    const placed = await shop.order();

    await shop.admit(placed);

    expect((await shop.orderRow(placed)).reservedUntil).toEqual(afterNoon(minutes(15)));
  });

  it.each([
    { who: 'another person', change: { payerId: BOB }, code: 'wrong-person' },
    { who: 'one who would pay less', change: { amount: 149n }, code: 'wrong-amount' },
    { who: 'one who would pay more', change: { amount: 151n }, code: 'wrong-amount' },
    { who: 'one who would pay in other money', change: { currency: 'USD' }, code: 'wrong-amount' },
  ])('is answered no to $who', async ({ change, code }) => {
    const shop = await openShop(database);
    const placed = await shop.order();

    expect(await shop.admit(placed, change)).toEqual({ ok: false, refusal: { code } });
    expect(await shop.orderRow(placed)).toMatchObject({
      precheckedAt: null,
      reservedUntil: afterNoon(minutes(15)),
    });
  });

  it('is answered no for an order that is paid', async () => {
    const shop = await openShop(database);
    const placed = await shop.order();
    await shop.pay(placed);

    expect(await shop.admit(placed)).toEqual({ ok: false, refusal: { code: 'already-paid' } });
  });

  it('is answered no for an order that was cancelled, and for one whose hold has just ended', async () => {
    const shop = await openShop(database);
    const [cancelled, late] = [await shop.order(), await shop.order()];
    await shop.cancel(cancelled);
    shop.clock.moveTo(minutes(15));

    const answers = [await shop.admit(cancelled), await shop.admit(late)];

    const no = { ok: false, refusal: { code: 'order-over' } };
    expect(answers).toEqual([no, no]);
  });

  it.each(['', 'something else', `1.${'a'.repeat(20)}.${'a'.repeat(20)}.1.1`])(
    'is answered no for an invoice that nobody knows: "%s"',
    async (payload) => {
      const shop = await openShop(database);
      const intent = { ...chargeFor({ orderId: '', paymentId: '' }), payload };

      expect(await shop.checkout.admitPayment(intent)).toEqual({
        ok: false,
        refusal: { code: 'unknown-invoice' },
      });
    },
  );
});

describe('the hold of an unpaid order', () => {
  it('ends with its quarter of an hour, and its seats are for sale again', async () => {
    const shop = await openShop(database, { inbounds: [{ capacity: 1 }] });
    const placed = await shop.order();

    shop.clock.moveTo(minutes(15) - 1);
    expect(await shop.checkout.releaseHolds()).toBe(0);
    shop.clock.moveTo(minutes(15));
    expect(await shop.checkout.releaseHolds()).toBe(1);

    expect(await shop.orderRow(placed)).toMatchObject({ status: 'expired', reservedUntil: null });
    expect(await shop.payment(placed)).toMatchObject({ status: 'expired' });
    expect(await shop.inbounds()).toMatchObject([{ currentClients: 0, status: 'active' }]);
    expect(await shop.plans()).toMatchObject([{ currentClients: 0 }]);
  });

  it('is released once, however often the sweep comes by', async () => {
    const shop = await openShop(database);
    await shop.order();
    shop.clock.moveTo(minutes(20));
    await shop.order({ customerId: BOB });

    const released = [await shop.checkout.releaseHolds(), await shop.checkout.releaseHolds()];

    expect(released).toEqual([1, 0]);
    expect(await shop.plans()).toMatchObject([{ currentClients: 1 }]);
  });

  it('has no end once the order is paid', async () => {
    const shop = await openShop(database);
    await shop.pay(await shop.order());
    shop.clock.moveTo(minutes(10_000));

    expect(await shop.checkout.releaseHolds()).toBe(0);
    expect(await shop.units()).toMatchObject([{ provisionStatus: 'pending' }]);
  });

  it('does not end in the two minutes after a start: what came meanwhile is handled first', async () => {
    const shop = await openShop(database);
    await shop.order();
    shop.clock.moveTo(minutes(60));
    const restarted = shop.restarted();

    shop.clock.moveTo(minutes(62) - 1);
    expect(await restarted.releaseHolds()).toBe(0);
    shop.clock.moveTo(minutes(62));
    expect(await restarted.releaseHolds()).toBe(1);
  });

  it('after an accepted pre-checkout ends only when a reading of the ledger, begun after it, shows no payment', async () => {
    const shop = await openShop(database);
    const placed = await shop.order();
    await shop.admit(placed);
    shop.clock.moveTo(minutes(15) - seconds(1));
    await shop.checkout.reconcileStars();

    shop.clock.moveTo(minutes(16));
    expect(await shop.checkout.releaseHolds()).toBe(0);
    await shop.checkout.reconcileStars();
    expect(await shop.checkout.releaseHolds()).toBe(1);
    expect(await shop.orderRow(placed)).toMatchObject({ status: 'expired' });
  });

  it('is no reason to release when that reading finds the payment', async () => {
    const shop = await openShop(database);
    const placed = await shop.order();
    await shop.admit(placed);
    shop.stars.take(chargeFor(placed));
    shop.clock.moveTo(minutes(16));

    await shop.checkout.reconcileStars();

    expect(await shop.checkout.releaseHolds()).toBe(0);
    expect(await shop.orderRow(placed)).toMatchObject({ status: 'paid' });
  });

  it('is not released by a reading of another bot’s ledger', async () => {
    const shop = await openShop(database);
    await shop.admit(await shop.order());
    shop.clock.moveTo(minutes(16));
    await database
      .em()
      .execute(
        `insert into bot_states (bot_id, transactions_offset, transactions_read_at) values (${BOT + 1}, 0, now() + interval '9 years')`,
      );

    expect(await shop.checkout.releaseHolds()).toBe(0);
  });
});
