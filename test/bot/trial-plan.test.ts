import { afterEach, beforeEach, expect, it } from 'vitest';
import { AdminScene } from './admin-scene.ts';

let scene: AdminScene;
beforeEach(async () => {
  scene = await AdminScene.open();
  await scene.says('/plans');
  await scene.taps('1 month');
});
afterEach(async () => {
  expect(await scene.world.violations()).toEqual([]);
  await scene.close();
});

const trialDays = async () => (await scene.fleet.plans())[0]?.trialDays;

it('gives a plan a free trial from its card, asks again for one as long as the plan, and takes it away', async () => {
  expect(await scene.last()).not.toContain('Free trial');
  await scene.taps('Free trial');
  expect(await scene.last()).toContain('try 1 month for free');

  await scene.says('30');
  expect(await scene.last()).toContain('shorter than the plan, which runs 30 days');
  await scene.says('-3');
  expect(await scene.last()).toContain('not a whole number');
  await scene.says('3');
  expect(await scene.last()).toContain('Free trial: 3 days, once for each person');
  expect(await trialDays()).toBe(3);

  await scene.taps('Free trial');
  await scene.taps('No trial');
  expect(await scene.last()).not.toContain('Free trial');
  expect(await trialDays()).toBe(0);
});

it('says that a plan whose orders are confirmed by hand offers its trial to nobody', async () => {
  await scene.taps('Free trial');
  await scene.says('1');
  await scene.taps('Approve by hand');

  expect(await scene.last()).toContain('Free trial: 1 day, not offered while you confirm orders by hand');
});

it('does not make a plan shorter than its trial', async () => {
  await scene.taps('Free trial');
  await scene.says('7');
  await scene.taps('Days');
  await scene.says('7');

  expect(await scene.last()).toContain('longer than its free trial of 7 days');
  await scene.says('8');
  expect((await scene.fleet.plans())[0]?.durationDays).toBe(8);
});
