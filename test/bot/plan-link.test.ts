import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { planCard } from '../../src/bot/admin/plan-cards.ts';
import { ANN } from '../sandbox/telegram-world.ts';
import { aPlan } from './admin-view-data.ts';
import { CustomerScene } from './customer-scene.ts';
import { t } from './english.ts';
import { stretches } from './view-limits.ts';

let scene: CustomerScene;

beforeEach(async () => {
  scene = await CustomerScene.open([{}, { name: 'Family', durationDays: 90 }]);
});
afterEach(async () => {
  const violations = await scene.world.violations();
  await scene.close();
  expect(violations).toEqual([]);
});

const screen = async () =>
  (await scene.screen(ANN)).findLast(({ buttons, kind }) => buttons?.length && kind === 'message');
const labels = async () => (await screen())?.buttons?.map((row) => row.map(({ text }) => text)) ?? [];

describe('the card of a plan', () => {
  const card = (onSale: boolean) =>
    planCard(t, {
      plan: aPlan('Family', { planId: 12, onSale }),
      place: 0,
      count: 1,
      nonce: 'Zk3_xQ9a',
      bot: 'shop_bot',
    });

  it('shows the staff its link, to be copied with a tap', () => {
    expect(stretches(card(true), 'code')).toEqual(['https://t.me/shop_bot?start=plan_12']);
  });

  it('shows none where the plan is hidden: it would lead nowhere', () => {
    expect(stretches(card(false), 'code')).toEqual([]);
  });
});

describe('a link to a plan', () => {
  it('opens that plan, to be paid with one press and Pay, also for who comes the first time', async () => {
    await scene.says(ANN, '/start plan_2');

    expect((await screen())?.text).toMatch(/^Family\n3 months, 50 GB[\s\S]*Price: 2\.99 USD or 151 ⭐/);
    expect((await screen())?.text).toContain('/terms (version 1)');
    expect(await labels()).toEqual([['Pay 151 ⭐'], ['✓ ×1', '×2', '×3', '×5'], ['« Back', 'Home']]);
    await scene.taps(ANN, 'Pay 151 ⭐');
    await scene.deliver();
    await scene.pays(ANN);
    expect(await scene.orders()).toMatchObject([{ status: 'paid', totalStars: 151 }]);
  });

  it('leads back to all plans', async () => {
    await scene.says(ANN, '/start plan_2');
    await scene.taps(ANN, '« Back');
    expect((await labels()).flat()).toContain('1 month · 50 GB · 150 ⭐');
  });

  it.each([
    ['that is not there', 'plan_99', ''],
    ['that is hidden', 'plan_2', 'update server_plans set on_sale = false where id = 2'],
    ['that is sold out', 'plan_2', 'update server_plans set max_clients = 0 where id = 2'],
  ])('%s says so above the plans that there are', async (_which, payload, sql) => {
    if (sql) await scene.sql(sql);
    await scene.says(ANN, `/start ${payload}`);

    expect((await screen())?.text).toMatch(/^This plan cannot be bought at the moment\./);
    expect((await labels()).flat()).toContain('1 month · 50 GB · 150 ⭐');
  });

  it.each(['plan_', 'plan_0', 'plan_-1', 'plan_2x', 'plan_99999999999999', 'other', 'ref_77'])(
    'that nobody has made (%s) opens the plans, and says nothing',
    async (payload) => {
      await scene.says(ANN, `/start ${payload}`);
      expect((await screen())?.text).toMatch(/^Anna’s shop/);
    },
  );

  it('opens the first screen for whom nothing is sold to', async () => {
    await scene.says(ANN, '/start');
    await scene.sql(`update customers set suspended_at = now() where id = ${ANN}`);
    await scene.says(ANN, '/start plan_2');
    expect((await screen())?.text).toMatch(/^Anna’s shop/);
  });
});
