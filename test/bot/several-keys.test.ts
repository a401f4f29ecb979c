import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packTap } from '../../src/bot/callback-data.ts';
import { ANN } from '../sandbox/telegram-world.ts';
import { fillWallet } from '../support/wallet.ts';
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

type Shown = Awaited<ReturnType<CustomerScene['screen']>>[number] | undefined;
const labelsOf = (shown: Shown) => shown?.buttons?.map((row) => row.map(({ text }) => text)) ?? [];
const newest = async (kind: string) =>
  (await scene.screen(ANN)).findLast(
    (each) => each.kind === kind && (kind !== 'message' || each.buttons?.length),
  );
const invoices = async () => (await scene.screen(ANN)).filter(({ kind }) => kind === 'invoice');
const alerts = async () =>
  (await scene.screen(ANN)).filter(({ kind }) => kind === 'alert').map(({ text }) => text);
const open = async () => (await scene.orders()).filter(({ status }) => status === 'pending_payment');

describe('several keys for who pays in Stars', () => {
  beforeEach(async () => {
    await scene.taps(ANN, PLAN);
    await scene.deliver();
  });

  it('are offered below the invoice for one, each with its price: one key costs no tap more', async () => {
    expect(labelsOf(await newest('invoice'))).toEqual([
      ['Pay 150 ⭐'],
      ['×2 · 300 ⭐', '×3 · 450 ⭐'],
      ['×5 · 750 ⭐'],
      ['Cancel order'],
    ]);
  });

  it('put another invoice in the place of the first, which says how many they are', async () => {
    await scene.taps(ANN, '×3 · 450 ⭐');
    await scene.deliver();

    const [invoice, ...more] = await invoices();
    expect(more).toEqual([]);
    expect(JSON.stringify(invoice)).toContain('3 keys, each 1 month');
    expect(labelsOf(invoice)).toEqual([
      ['Pay 450 ⭐'],
      ['×1 · 150 ⭐', '×2 · 300 ⭐'],
      ['×5 · 750 ⭐'],
      ['Cancel order'],
    ]);
    await scene.pays(ANN);
    expect(await scene.orders()).toMatchObject([
      { status: 'cancelled' },
      { status: 'paid', totalStars: 450 },
    ]);
  });

  it('are one order, however often the button is pressed', async () => {
    await scene.world.person(ANN).tap('×3 · 450 ⭐');
    await scene.handle({ times: 3 });
    expect(await open()).toMatchObject([{ totalStars: 450 }]);
  });

  it('are refused in words where so many places are not left, and the invoice can be paid still', async () => {
    await scene.sql('update server_plans set max_clients = 2');
    await scene.taps(ANN, '×3 · 450 ⭐');

    expect(await alerts()).toContainEqual(expect.stringContaining('not so many places left'));
    await scene.pays(ANN);
    expect(await scene.orders()).toMatchObject([{ status: 'paid', totalStars: 150 }]);
  });

  it('are refused at a price that is over, and the invoice stands', async () => {
    await scene.sql('update server_plans set price_stars = 200');
    await scene.taps(ANN, '×3 · 450 ⭐');

    expect(await alerts()).toContainEqual(
      expect.stringContaining('The price has changed since this invoice'),
    );
    expect(await open()).toMatchObject([{ totalStars: 150 }]);
  });

  it('are never more than a button offers', async () => {
    const [order] = await open();
    await scene.tapsData(
      ANN,
      packTap({ screen: 'order-units', orderId: order?.id ?? '', units: 50, stars: 7500 }),
    );
    expect(await open()).toMatchObject([{ totalStars: 150 }]);
  });
});

describe('several keys where there are fewer', () => {
  it('are offered as far as places are left, and not at all for the last one', async () => {
    await scene.sql('update server_plans set max_clients = 2');
    await scene.taps(ANN, PLAN);
    await scene.deliver();
    expect(labelsOf(await newest('invoice'))).toEqual([['Pay 150 ⭐'], ['×2 · 300 ⭐'], ['Cancel order']]);
    await scene.taps(ANN, 'Cancel order');

    await scene.sql('update server_plans set max_clients = 1');
    await scene.taps(ANN, PLAN);
    await scene.deliver();
    expect(labelsOf(await newest('invoice'))).toEqual([['Pay 150 ⭐'], ['Cancel order']]);
  });

  it('are offered up to what Telegram takes in one payment', async () => {
    await scene.sql('update server_plans set price_stars = 40000');
    await scene.says(ANN, '/start');
    await scene.taps(ANN, 'Starter · 40,000 ⭐');
    await scene.deliver();
    expect(labelsOf(await newest('invoice'))[1]).toEqual(['×2 · 80,000 ⭐']);
  });
});

describe('several keys for who has a balance', () => {
  beforeEach(async () => {
    await fillWallet(scene.database, 700n, ANN);
    await scene.says(ANN, '/start');
    await scene.taps(ANN, PLAN);
  });

  it('are chosen where the plan is paid, and the prices follow', async () => {
    expect(labelsOf(await newest('message'))[2]).toEqual(['✓ ×1', '×2', '×3', '×5']);
    await scene.taps(ANN, '×3');

    const shown = await newest('message');
    expect(shown?.text).toContain('Price of 3 keys: 8.97 USD or 450 ⭐');
    expect(labelsOf(shown).slice(0, 3)).toEqual([
      ['👛 7.00 USD + 99 ⭐'],
      ['Pay 450 ⭐'],
      ['×1', '×2', '✓ ×3', '×5'],
    ]);
  });

  it('are paid from it, and nothing is asked in Stars', async () => {
    await scene.taps(ANN, '×2');
    await scene.taps(ANN, '👛 5.98 USD');
    await scene.deliver();

    expect(await invoices()).toEqual([]);
    expect(await scene.orders()).toMatchObject([{ status: 'paid', total: 598n }]);
    expect((await newest('message'))?.text).toContain('On your balance: 1.02 USD');
  });

  it('are paid in part from it: the invoice asks for the rest, and offers no other number', async () => {
    await scene.taps(ANN, '×3');
    await scene.taps(ANN, '👛 7.00 USD + 99 ⭐');
    await scene.deliver();

    expect(labelsOf(await newest('invoice'))).toEqual([['Pay 99 ⭐'], ['Cancel order']]);
    await scene.pays(ANN);
    expect(await scene.orders()).toMatchObject([{ status: 'paid', totalStars: 450 }]);
  });

  it('are not sold at another price than was shown: the screen is drawn anew', async () => {
    await scene.taps(ANN, '×3');
    await scene.sql('update server_plans set price_stars = 200');
    await scene.taps(ANN, 'Pay 450 ⭐');

    expect(await scene.orders()).toEqual([]);
    expect(await alerts()).toContainEqual(expect.stringContaining('The price has changed meanwhile'));
    expect(labelsOf(await newest('message'))[1]).toEqual(['Pay 600 ⭐']);
  });
});
