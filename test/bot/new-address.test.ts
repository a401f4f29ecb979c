import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packTap } from '../../src/bot/callback-data.ts';
import { newKeyView } from '../../src/bot/views/placement-views.ts';
import { ANN } from '../sandbox/telegram-world.ts';
import { CustomerScene } from './customer-scene.ts';
import { t } from './english.ts';
import { anAccess } from './view-data.ts';

const SUBSCRIPTION = 'https://shop.example.com/s/x';
const PLACES = {
  clientId: 7,
  server: 'Oslo',
  country: 'NO',
  locations: [],
  movesLeft: 0,
  movesPerPeriod: 0,
  canMove: false,
  underWay: null,
  isReachable: true,
};

let scene: CustomerScene;
const open = async (publicUrl: string | null) => {
  scene = await CustomerScene.open([{}], { publicUrl });
  await scene.says(ANN, '/start');
};
beforeEach(() => open('https://shop.example.com'));
afterEach(() => scene.close());

const home = async () => (await scene.screen(ANN)).filter(({ buttons }) => buttons?.length).at(-1);
const hash = async () => {
  const rows = await scene.sql(`select subscription_hash as hash from customers where id = ${ANN}`);
  return (rows as { hash: string }[])[0]?.hash;
};

describe('a new subscription address', () => {
  it.each([
    ['is offered beside the new key', SUBSCRIPTION, true],
    ['is not offered where the shop has no public address', null, false],
  ])('%s', (_, subscriptionUrl, isOffered) => {
    const { text, reply_markup } = newKeyView({ access: anAccess({ subscriptionUrl }), places: PLACES }, t);

    const buttons = reply_markup?.inline_keyboard.flat().map((button) => button.text);
    expect(buttons?.includes(t('button-new-address'))).toBe(isOffered);
    expect(text.includes('gets the new key there too')).toBe(isOffered);
  });

  it('is asked for once more, and shown', async () => {
    const before = await hash();
    await scene.tapsData(ANN, packTap({ screen: 'new-address' }));
    expect((await home())?.text).toContain('stops at once');
    expect(await hash()).toBe(before);
    await scene.taps(ANN, t('new-address-button-yes'));

    expect((await home())?.text).toMatch(/https:\/\/shop\.example\.com\/s\/\S+/);
    expect(await hash()).not.toBe(before);
  });

  it('shows the one that holds where an old button is pressed once more, and replaces nothing', async () => {
    const mark = (await hash())?.slice(0, 8) ?? '';
    await scene.tapsData(ANN, packTap({ screen: 'new-address-yes', mark }));
    const after = await hash();

    await scene.tapsData(ANN, packTap({ screen: 'new-address-yes', mark }));

    expect(await hash()).toBe(after);
    expect((await home())?.text).toContain('/s/');
  });
});
