import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packTap } from '../../src/bot/callback-data.ts';
import { ANN, BORIS } from '../sandbox/telegram-world.ts';
import { CustomerScene } from './customer-scene.ts';

const TRY = '🎁 Try 3 days for free';
const SEVERAL = '🎁 Try for free';

let scene: CustomerScene;
const open = async (plans: Parameters<typeof CustomerScene.open>[0], trialDays = 3) => {
  await scene?.close();
  scene = await CustomerScene.open(plans);
  await scene.sql(`update server_plans set trial_days = ${trialDays}`);
};
beforeEach(() => open([{}]));
afterEach(async () => {
  const violations = await scene.world.violations();
  await scene.close();
  expect(violations).toEqual([]);
});

const screen = async (person = ANN) =>
  (await scene.screen(person)).findLast(({ buttons, kind }) => buttons?.length && kind === 'message');
const labels = async (person = ANN) => (await screen(person))?.buttons?.flat().map(({ text }) => text) ?? [];
const said = async (person = ANN) => JSON.stringify(await scene.screen(person));
const trials = async () => (await scene.orders()).filter(({ origin }) => origin === 'trial');

describe('trying a plan from the first screen', () => {
  it('takes one press after /start, asks for nothing, and does not offer it again', async () => {
    await scene.says(ANN, '/start');
    expect((await screen())?.text).toContain('Starter: 3 days for free');

    await scene.taps(ANN, TRY);
    await scene.deliver();

    const [order, ...more] = await trials();
    expect({ order, more }).toMatchObject({ order: { status: 'paid', total: 0n, totalStars: 0 }, more: [] });
    expect((await screen())?.text).toContain('Your free trial is on its way');
    expect(await labels()).not.toContain(TRY);
    expect(await labels()).toContainEqual(expect.stringContaining('150 ⭐'));
    expect(JSON.stringify(await scene.card(order?.id ?? ''))).toContain('Your free trial');
    await scene.says(ANN, '/start');
    expect(await labels()).not.toContain(TRY);
  });

  it('leads over a list where several plans can be tried, and keeps the others', async () => {
    await open([{ name: 'Starter' }, { name: 'Family' }, { name: 'Sold out', maxClients: 0 }]);
    await scene.says(ANN, '/start');
    await scene.taps(ANN, SEVERAL);
    expect(await labels()).not.toContainEqual(expect.stringContaining('Sold out'));

    await scene.taps(ANN, '🎁 Family · 3 days');

    expect(await trials()).toHaveLength(1);
    expect(await labels()).toContain(TRY);
  });

  it('is one trial for a press that is handled twice, and for a press on an older screen', async () => {
    await scene.says(ANN, '/start');
    await scene.says(ANN, '/start');
    const data = packTap({ screen: 'try', planId: 1, days: 3, nonce: 'older_one' });
    const again = packTap({ screen: 'try', planId: 1, days: 3, nonce: 'another_1' });

    await scene.world.person(ANN).tap(TRY);
    await scene.handle({ times: 2 });
    await scene.tapsData(ANN, data);
    await scene.tapsData(ANN, again);

    expect(await trials()).toHaveLength(1);
    expect(await said()).toContain('You have had your free trial already');
  });

  it('gives other people their own, in their language', async () => {
    await scene.says(ANN, '/start');
    await scene.taps(ANN, TRY);
    await scene.says(BORIS, '/start');
    await scene.taps(BORIS, '🎁 3 дня бесплатно');

    expect(await trials()).toHaveLength(2);
    expect((await screen(BORIS))?.text).toContain('Пробный доступ уже готовится');
  });
});

describe('no trial is shown', () => {
  const expectNone = async () => {
    await scene.says(ANN, '/start');
    expect((await labels()).filter((label) => label.includes('🎁'))).toEqual([]);
  };

  it('where no plan has one', async () => {
    await open([{}], 0);
    await expectNone();
  });

  it('where the plan is sold out', async () => {
    await open([{ maxClients: 0 }]);
    await expectNone();
  });

  it('to somebody who is suspended', async () => {
    await scene.says(ANN, '/start');
    await scene.sql(`update customers set suspended_at = now() where id = ${ANN}`);
    await expectNone();
  });
});

describe('a press on what is not so any more', () => {
  it('is answered in words, and the screen is drawn as it stands now', async () => {
    await scene.says(ANN, '/start');
    await scene.sql('update server_plans set trial_days = 1');
    await scene.taps(ANN, TRY);
    expect(await said()).toContain('The free trial has changed meanwhile');
    expect(await labels()).toContain('🎁 Try 1 day for free');

    await scene.sql('update server_plans set trial_days = 0');
    await scene.taps(ANN, '🎁 Try 1 day for free');
    expect(await said()).toContain('has no free trial any more');
    expect((await labels()).filter((label) => label.includes('🎁'))).toEqual([]);
    expect(await trials()).toEqual([]);
  });
});

describe('an access that is tried', () => {
  it('says so, and leads to a first period that is bought by hand', async () => {
    await scene.says(ANN, '/start');
    const clientId = await scene.giveAccess(ANN);
    await scene.sql('update server_clients set is_trial = true');

    await scene.tapsData(ANN, packTap({ screen: 'access', clientId }));
    expect((await screen())?.text).toContain('Free trial: it ends by itself');
    await scene.tapsData(ANN, packTap({ screen: 'renew', clientId }));
    expect((await screen())?.text).toContain('what is left of the free trial is not added');
    expect((await labels()).filter((label) => label.includes('auto-renewal'))).toEqual([]);
    await scene.tapsData(ANN, packTap({ screen: 'renew-auto', clientId, on: 1 }));
    expect(await said()).toContain('Buy the first period yourself');
  });

  it('is reminded of its end with the way to buy it', async () => {
    await scene.says(ANN, '/start');
    const clientId = await scene.giveAccess(ANN);
    await scene.sql(
      `update server_clients set is_trial = true, end_noticed = 1, expires_at = now() + interval '20 hours'`,
    );
    const [row] = (await scene.sql('select expires_at from server_clients')) as { expires_at: Date }[];
    const until = new Date(row?.expires_at ?? 0).toISOString();

    const sent = await scene.render('access-ending', { clientId, days: 1, until });

    expect(JSON.stringify(sent)).toMatch(/free trial ends by itself[\s\S]*🔁 Renew/);
  });
});
