import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packTap } from '../../src/bot/callback-data.ts';
import { ANN, BORIS } from '../sandbox/telegram-world.ts';
import { fillWallet } from '../support/wallet.ts';
import { CustomerScene } from './customer-scene.ts';

let scene: CustomerScene;
let clientId: number;

beforeEach(async () => {
  scene = await CustomerScene.open();
  await scene.says(ANN, '/start');
  clientId = await scene.giveAccess(ANN);
  await scene.sql("update server_plans set traffic_packs = '10 GB = 1.50, 50 GB = 5.00'");
});
afterEach(async () => {
  const violations = await scene.world.violations();
  await scene.close();
  expect(violations).toEqual([]);
});

const screen = async (person = ANN) =>
  (await scene.screen(person)).findLast(({ buttons, kind }) => buttons?.length && kind === 'message');
const labels = async () => (await screen())?.buttons?.flat().map(({ text }) => text) ?? [];
const opensAccess = async () => {
  await scene.says(ANN, '/my');
  await scene.taps(ANN, (await labels())[0] ?? '');
};

describe('more traffic in the chat', () => {
  it('leads from the access over the pack to a receipt with the gigabytes there are now', async () => {
    await opensAccess();
    await scene.taps(ANN, '➕ More traffic');
    expect((await screen())?.text).toContain('+10 GB: then 60 GB in all');
    await scene.taps(ANN, '10 GB · 1.50 USD · 75 ⭐');
    expect((await screen())?.text).toContain('until the end of this period');
    await scene.taps(ANN, 'Pay 75 ⭐');
    await scene.deliver();
    await scene.pays(ANN);
    await scene.deliver();

    expect(JSON.stringify(await scene.screen(ANN))).toContain('you have 60 GB in all now');
    expect(await scene.orders()).toContainEqual(
      expect.objectContaining({ purpose: 'traffic', status: 'completed' }),
    );
  });

  it('from the balance is there at once', async () => {
    await fillWallet(scene.database, 500n, ANN);
    await scene.tapsData(ANN, packTap({ screen: 'traffic-pack', clientId, gb: 10 }));
    await scene.taps(ANN, '👛 1.50 USD');
    await scene.deliver();

    expect(JSON.stringify(await scene.screen(ANN))).toContain('Paid: 1.50 USD from your balance; 3.50 USD');
  });

  it('is offered where nearly all is used, beside the renewal', async () => {
    await scene.sql('update server_clients set traffic_noticed = 95');
    const sent = await scene.render('traffic-notice', { clientId, percent: 95 });

    expect(JSON.stringify(sent)).toMatch(/➕ More traffic[\s\S]*🔁 Renew/);
  });

  it('has no button where the seller sells none', async () => {
    await scene.sql('update server_plans set traffic_packs = null');
    await opensAccess();

    expect(await labels()).not.toContain('➕ More traffic');
  });

  it('shows the packs of today where the pressed one has changed', async () => {
    await scene.tapsData(ANN, packTap({ screen: 'traffic-pack', clientId, gb: 10 }));
    await scene.sql("update server_plans set traffic_packs = '10 GB = 2.00'");
    await scene.taps(ANN, 'Pay 75 ⭐');

    expect(await labels()).toContain('Pay 100 ⭐');
    expect((await scene.orders()).filter(({ purpose }) => purpose === 'traffic')).toEqual([]);
  });

  it('is not sold for somebody else’s access', async () => {
    await scene.says(BORIS, '/start');
    await scene.tapsData(BORIS, packTap({ screen: 'traffic', clientId }));

    expect((await screen(BORIS))?.text).not.toContain('More traffic');
  });
});
