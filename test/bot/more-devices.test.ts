import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packTap } from '../../src/bot/callback-data.ts';
import { ANN, BORIS } from '../sandbox/telegram-world.ts';
import { fillWallet } from '../support/wallet.ts';
import { CustomerScene } from './customer-scene.ts';

let scene: CustomerScene;
let clientId: number;

/** Thirty days on three devices, fifteen of them left; two more devices for 1.00 a month each. */
beforeEach(async () => {
  scene = await CustomerScene.open();
  await scene.says(ANN, '/start');
  clientId = await scene.giveAccess(ANN);
  await scene.sql("update server_plans set extra_devices = '2 = 1.00'");
  await scene.sql(
    "update server_clients set limit_ip = 3, expires_at = date_trunc('second', now()) + interval '15 days 30 minutes'",
  );
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

describe('more devices in the chat', () => {
  it('lead from the access over the price to a receipt with the devices there are now', async () => {
    await opensAccess();
    await scene.taps(ANN, '📱 More devices');
    expect((await screen())?.text).toContain(
      'One costs 1.00 USD for 1 month; you pay for the time that is left',
    );
    expect((await screen())?.text).toContain('2 more can be bought');
    await scene.taps(ANN, 'Pay 25 ⭐');
    await scene.deliver();
    await scene.pays(ANN);
    await scene.deliver();

    expect(JSON.stringify(await scene.screen(ANN))).toContain('4 devices can use your access at a time now');
    expect(await scene.orders()).toContainEqual(
      expect.objectContaining({ purpose: 'devices', status: 'completed' }),
    );
  });

  it('from the balance are there at once', async () => {
    await fillWallet(scene.database, 500n, ANN);
    await scene.tapsData(ANN, packTap({ screen: 'devices', clientId }));
    await scene.taps(ANN, '👛 0.50 USD');
    await scene.deliver();

    expect(JSON.stringify(await scene.screen(ANN))).toContain('Paid: 0.50 USD from your balance; 4.50 USD');
  });

  it('show the price of today where the pressed one has changed', async () => {
    await scene.tapsData(ANN, packTap({ screen: 'devices', clientId }));
    await scene.sql("update server_plans set extra_devices = '2 = 2.00'");
    await scene.taps(ANN, 'Pay 25 ⭐');

    expect(await labels()).toContain('Pay 50 ⭐');
    expect((await scene.orders()).filter(({ purpose }) => purpose === 'devices')).toEqual([]);
  });

  it('have no button where the seller sells none', async () => {
    await scene.sql('update server_plans set extra_devices = null');
    await opensAccess();

    expect(await labels()).not.toContain('📱 More devices');
  });

  it('are not sold for somebody else’s access', async () => {
    await scene.says(BORIS, '/start');
    await scene.tapsData(BORIS, packTap({ screen: 'devices', clientId }));

    expect((await screen(BORIS))?.text).not.toContain('device');
  });
});
