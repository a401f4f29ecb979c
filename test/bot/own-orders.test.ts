import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { minutes } from '../../src/model/values/period.ts';
import { ANN, BORIS } from '../sandbox/telegram-world.ts';
import { CustomerScene } from './customer-scene.ts';

const PLAN = '1 month · 50 GB · 150 ⭐';

let scene: CustomerScene;

beforeEach(async () => {
  scene = await CustomerScene.open();
  await scene.says(ANN, '/start');
});
afterEach(async () => {
  const violations = await scene.world.violations();
  await scene.close();
  expect(violations).toEqual([]);
});

const screen = async (person = ANN) =>
  (await scene.screen(person)).findLast(({ buttons, kind }) => buttons?.length && kind === 'message');
const labels = async () => (await screen())?.buttons?.flat().map(({ text }) => text) ?? [];
const texts = async (person = ANN) => (await scene.screen(person)).map(({ text }) => text ?? '');
const invoices = async () => (await scene.screen(ANN)).filter(({ kind }) => kind === 'invoice');

async function order(): Promise<string> {
  await scene.taps(ANN, PLAN);
  await scene.deliver();
  return (await scene.orders()).at(-1)?.id ?? '';
}

/** Opens the newest order of Ann's list. */
async function openNewest(): Promise<void> {
  await scene.says(ANN, '/orders');
  await scene.taps(ANN, (await labels())[0] ?? '');
}

describe('My orders', () => {
  it('say so when there are none', async () => {
    await scene.says(ANN, '/orders');

    expect((await screen())?.text).toContain('You have no orders yet');
  });

  it('show a paid order as a receipt: plan, price, and the number of the payment', async () => {
    const orderId = await order();
    const { body } = await scene.pays(ANN);

    await openNewest();

    const text = (await screen())?.text ?? '';
    expect(text).toContain(`Order ${orderId}`);
    expect(text).toContain('Plan: Starter (1 month, 50 GB)');
    expect(text).toContain('Price: 150 ⭐\nStatus: ✅ paid');
    expect(text).toContain(`receipt number:\n${body.chargeId}`);
    expect(await labels()).toEqual(['« Back', 'Home']);
  });

  it('let an order be paid later, by one more invoice a press', async () => {
    await order();
    await openNewest();

    await Promise.all([scene.world.person(ANN).tap('Pay 150 ⭐'), scene.world.person(ANN).tap('Pay 150 ⭐')]);
    await scene.handle({ times: 2 });
    await scene.deliver();

    expect(await invoices()).toHaveLength(2);
    expect((await scene.pays(ANN)).body).toMatchObject({ chargeId: expect.any(String) });
    expect(await scene.orders()).toMatchObject([{ status: 'paid' }]);
  });

  it('end an order only after asking once more', async () => {
    await order();
    await openNewest();
    await scene.taps(ANN, 'Cancel order');
    const before = await scene.orders();

    await scene.taps(ANN, 'Yes, cancel it');

    expect(before).toMatchObject([{ status: 'pending_payment' }]);
    expect(await scene.orders()).toMatchObject([{ status: 'cancelled' }]);
    expect((await screen())?.text).toContain('Status: ⚪ cancelled');
    expect((await screen())?.text).toContain('Nothing was charged.');
  });

  it('offer no payment any more when the time of the order is over', async () => {
    await order();
    await openNewest();
    await scene.waits(minutes(20));

    await scene.taps(ANN, 'Pay 150 ⭐');
    await scene.deliver();

    expect(await texts()).toContain('This order is over. Please choose a plan again.');
    expect(await invoices()).toHaveLength(1);
    expect(await labels()).toEqual(['« Back', 'Home']);
  });

  it.each(['1cd', '1cp', '1cx', '1cy'])('of another person are not there: %s', async (code) => {
    const orderId = await order();
    await scene.says(BORIS, '/start');

    await scene.tapsData(BORIS, [code, orderId, ...(code === '1cp' ? ['abcdefgh'] : [])].join(':'));
    await scene.deliver();

    expect((await texts(BORIS)).join()).not.toContain(orderId);
    expect((await scene.screen(BORIS)).map(({ kind }) => kind)).not.toContain('invoice');
    expect(await scene.orders()).toMatchObject([{ status: 'pending_payment' }]);
  });

  it('turn pages where there are many', async () => {
    for (let count = 0; count < 7; count++) {
      await order();
      await scene.sql(`update orders set status = 'cancelled', reserved_until = null`);
      await scene.says(ANN, '/start');
    }
    await scene.says(ANN, '/orders');
    expect(await labels()).toHaveLength(5 + 1 + 2);

    await scene.taps(ANN, '▶');

    expect(await labels()).toHaveLength(2 + 1 + 2);
  });
});

describe('buying again', () => {
  const buyOnce = async () => {
    await order();
    await scene.pays(ANN);
    await scene.says(ANN, '/start');
  };

  it('takes one tap and Pay', async () => {
    await buyOnce();
    expect(await labels()).toEqual(['🔁 Starter · 150 ⭐', PLAN, 'My access', '🧾 My orders', '☰ More']);

    await scene.taps(ANN, '🔁 Starter · 150 ⭐');
    await scene.deliver();
    await scene.pays(ANN);

    expect(await scene.orders()).toMatchObject([{ status: 'paid' }, { status: 'paid' }]);
  });

  it('has a nonce of its own: the same plan from its list is another order, two taps on it are one', async () => {
    await buyOnce();

    await scene.taps(ANN, '🔁 Starter · 150 ⭐');
    await scene.taps(ANN, '🔁 Starter · 150 ⭐');
    await scene.taps(ANN, PLAN);

    expect(await scene.orders()).toHaveLength(3);
  });

  it('names a price that has changed, before anybody pays', async () => {
    await buyOnce();
    await scene.sql('update server_plans set price_stars = 170');
    await scene.taps(ANN, 'My access');

    await scene.taps(ANN, 'Home');

    expect((await screen())?.text).toContain('The price has changed: 170 ⭐ now, 150 ⭐ last time.');
    expect((await labels())[0]).toBe('🔁 Starter · 170 ⭐');
  });

  it('says so when the button still shows the old price', async () => {
    await buyOnce();
    await scene.sql('update server_plans set price_stars = 170');

    await scene.taps(ANN, '🔁 Starter · 150 ⭐');

    expect(await texts()).toContain(
      'The price has changed: the invoice is over 170 ⭐. Nothing is charged before you pay it.',
    );
  });

  it('says so when the plan is gone', async () => {
    await buyOnce();
    await scene.sql('update server_plans set on_sale = false');

    await scene.says(ANN, '/start');

    expect((await screen())?.text).toContain(
      'What you bought last (Starter) cannot be bought at the moment.',
    );
    expect(await labels()).toEqual(['My access', '🧾 My orders', '☰ More']);
  });
});

describe('the terms', () => {
  it('are accepted once per version by pressing a plan, and a new version is named again', async () => {
    expect((await screen())?.text).toContain('By choosing a plan you accept the /terms (version 1).');
    await order();
    const first = await scene.customer(ANN);
    await scene.waits(minutes(1));

    await scene.says(ANN, '/start');
    expect((await screen())?.text).toContain('You have accepted the /terms (version 1).');
    await order();
    expect((await scene.customer(ANN)).termsAcceptedAt).toEqual(first.termsAcceptedAt);
    expect(first).toMatchObject({ termsVersion: '1', termsAcceptedAt: expect.any(Date) });

    await scene.sql(`update customers set terms_version = '0'`);
    await scene.says(ANN, '/start');
    expect((await screen())?.text).toContain('The terms have changed: version 1.');
  });
});

describe('a customer who was put out', () => {
  it('cannot buy, is told where to ask, and keeps what was paid for', async () => {
    await scene.giveAccess(ANN);
    await scene.sql('update customers set suspended_at = now()');

    await scene.taps(ANN, PLAN);
    await scene.deliver();
    await scene.taps(ANN, 'My access');

    expect((await texts()).join()).toContain(
      'Your account is suspended, so nothing can be bought now. Nothing was charged',
    );
    expect(await invoices()).toHaveLength(0);
    expect((await screen())?.text).toContain('🟢 active');
  });

  it('cannot pay an invoice that is in the chat already', async () => {
    await order();
    await scene.sql('update customers set suspended_at = now()');

    const { status } = await scene.pays(ANN);

    expect(status).toBe(409);
    expect(await scene.orders()).toMatchObject([{ status: 'pending_payment' }]);
  });
});
