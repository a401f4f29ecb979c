import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packTap } from '../../src/bot/callback-data.ts';
import { ANN, BORIS } from '../sandbox/telegram-world.ts';
import { CustomerScene } from './customer-scene.ts';

let scene: CustomerScene;
let clientId: number;

beforeEach(async () => {
  scene = await CustomerScene.open();
  await scene.says(ANN, '/start');
  clientId = await scene.giveAccess(ANN);
});
afterEach(async () => {
  const violations = await scene.world.violations();
  await scene.close();
  expect(violations).toEqual([]);
});

const screen = async (person = ANN) =>
  (await scene.screen(person)).findLast(({ buttons, kind }) => buttons?.length && kind === 'message');
const renews = (person = ANN) => scene.tapsData(person, packTap({ screen: 'renew', clientId }));

describe('the preview of a renewal', () => {
  it('tells what is left, what it would be, and the price, before anything is paid', async () => {
    await renews();

    const { text = '' } = (await screen()) ?? {};
    expect(text).toContain('Renew Starter');
    expect(text).toContain('You have now: 30 days left, 50 GB left.');
    expect(text).toContain('A renewal gives: 1 month, traffic: 50 GB.');
    expect(text).toContain('Then traffic: 100 GB');
    expect(text).toContain('2.99 USD or 150 ⭐');
  });

  it('stays below the notice that led to it', async () => {
    await renews();

    expect((await scene.screen(ANN)).map(({ text }) => text)).toContain('x');
  });

  it('is not shown to anybody else', async () => {
    await scene.says(BORIS, '/start');
    await renews(BORIS);

    expect(JSON.stringify(await scene.screen(BORIS))).not.toContain('Starter ·');
    expect((await screen(BORIS))?.text).not.toContain('Renew');
  });

  it('says so where the seller renews this plan no more', async () => {
    await scene.sql('update server_plans set renewable = false');
    await renews();

    expect((await screen())?.text).not.toContain('Renew Starter');
  });
});
