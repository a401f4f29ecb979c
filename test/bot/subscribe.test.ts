import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packTap } from '../../src/bot/callback-data.ts';
import { ANN, BORIS } from '../sandbox/telegram-world.ts';
import { CustomerScene } from './customer-scene.ts';

const DAY_MS = 86_400_000;

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
const labels = async () => (await screen())?.buttons?.flat().map(({ text }) => text) ?? [];
const text = async () => (await screen())?.text ?? '';
const taps = (of: string, person = ANN) => scene.taps(person, of);
const openAccess = () => scene.tapsData(ANN, packTap({ screen: 'access', clientId }));
const previews = () => scene.tapsData(ANN, packTap({ screen: 'renew', clientId }));
const atTelegram = async () =>
  (await scene.world.get<{ chargeId: string; state: string }[]>(`/_emu/persons/${ANN}/subscriptions`)).body;

/** From the preview to the first charge. */
async function subscribes(): Promise<void> {
  await previews();
  await taps('Subscribe: 150 ⭐/30 d');
  await scene.deliver();
  const button = (await screen())?.buttons
    ?.flat()
    .find(({ text: label }) => label === '⭐ Subscribe: 150 ⭐');
  await scene.pays(ANN, { link: button?.value ?? '' });
  await scene.deliver();
}
const renewals = async () => (await scene.orders()).filter(({ purpose }) => purpose === 'renewal');

describe('a subscription in Stars', () => {
  it('is offered with its price, its period and how it ends', async () => {
    await previews();

    expect(await text()).toMatch(
      /Or subscribe: Telegram charges 150 ⭐ now and every 30 days[\s\S]*end it at any time/,
    );
    expect(await labels()).toContain('Subscribe: 150 ⭐/30 d');
  });

  it('is paid by a link of its own, renews at once, and once more by itself a month later', async () => {
    await subscribes();
    await scene.waits(30 * DAY_MS);
    await scene.handle({ times: 2 });
    await scene.deliver();

    expect(await renewals()).toMatchObject([{ status: 'completed' }, { status: 'completed' }]);
    expect(JSON.stringify(await scene.screen(ANN))).toContain('Renewed by itself, as you wished.');
    expect(await scene.world.stars(ANN)).toBe(700);
    await openAccess();
    expect(await text()).toMatch(/60 days left[\s\S]*Renews by Telegram on .* for 150 ⭐\. This price stays/);
  });

  it('renews though Telegram’s news of a charge got lost: its list tells too', async () => {
    await subscribes();
    await scene.waits(30 * DAY_MS);
    await scene.world.updates();
    await scene.sweeps();
    await scene.sweeps();

    expect(await renewals()).toHaveLength(2);
    expect(await scene.world.stars(ANN)).toBe(700);
  });

  it('is one subscription, though the link is opened again after it was paid', async () => {
    await subscribes();
    const link = (await scene.screen(ANN))
      .flatMap(({ buttons }) => buttons?.flat() ?? [])
      .find(({ value }) => value?.startsWith('https://t.me/$'))?.value;
    const again = await scene.pays(ANN, { link: link ?? '' });

    expect(again.status).toBe(409);
    expect(await renewals()).toHaveLength(1);
    expect(await scene.world.stars(ANN)).toBe(850);
  });

  it('is ended after a question, and Telegram charges no more', async () => {
    await subscribes();
    await openAccess();
    await taps('End subscription');
    expect(await text()).toMatch(/End the subscription\?[\s\S]*would charge 150 ⭐ on .*What is paid stays/);
    await taps('Yes, end it');
    await scene.sweeps();

    expect(await text()).toContain('Your subscription is ended, Telegram charges nothing more.');
    expect(await atTelegram()).toMatchObject([{ state: 'canceled' }]);
    await scene.waits(31 * DAY_MS);
    await scene.handle();
    expect(await renewals()).toHaveLength(1);
    expect(await scene.world.stars(ANN)).toBe(850);
  });

  it('is taken up again in Telegram, after the shop has let its payer', async () => {
    await subscribes();
    await openAccess();
    await taps('End subscription');
    await taps('Yes, end it');
    await scene.sweeps();
    await taps('Take it up again');
    await scene.sweeps();
    expect(await text()).toContain('Only you can do that, in Telegram');
    const [{ chargeId = '' } = {}] = await atTelegram();
    await scene.world.person(ANN).act(`subscriptions/${chargeId}/enable`);
    await scene.handle();

    await openAccess();
    expect(await text()).toMatch(/Renews by Telegram on /);
  });

  it('that is ended in Telegram is shown as ended, and offered again after its time', async () => {
    await subscribes();
    const [{ chargeId = '' } = {}] = await atTelegram();
    await scene.world.person(ANN).act(`subscriptions/${chargeId}/cancel`);
    await scene.handle();
    await openAccess();

    expect(await text()).toContain('it can be taken up again for 150 ⭐');
    await scene.waits(30 * DAY_MS);
    await scene.sweeps();
    await previews();
    expect(await labels()).toContain('Subscribe: 150 ⭐/30 d');
  });

  it('ends where auto-renewal from the balance is switched on, which the screen says before', async () => {
    await subscribes();
    await previews();
    expect(await text()).toContain('Auto-renewal from the balance would end the subscription.');
    await taps('🔁 Turn on auto-renewal');
    await scene.sweeps();

    expect(await text()).toContain('Your subscription is ended');
    expect(await atTelegram()).toMatchObject([{ state: 'canceled' }]);
  });

  it('is asked for once more among the orders, as the subscription that it is', async () => {
    await previews();
    await taps('Subscribe: 150 ⭐/30 d');
    await scene.says(ANN, '/orders');
    await taps((await labels())[0] ?? '');
    await taps((await labels()).find((label) => label.startsWith('Pay')) ?? '');
    await scene.deliver();

    expect((await scene.screen(ANN)).filter(({ kind }) => kind === 'invoice')).toEqual([]);
    expect(await labels()).toContain('⭐ Subscribe: 150 ⭐');
  });

  it('is nobody else’s to see or to end', async () => {
    await subscribes();
    await scene.says(BORIS, '/start');
    await scene.tapsData(BORIS, packTap({ screen: 'subscription-end-yes', clientId }));
    await scene.sweeps();

    expect(await atTelegram()).toMatchObject([{ state: 'active' }]);
  });
});
