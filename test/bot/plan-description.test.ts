import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { homeView } from '../../src/bot/views/home-view.ts';
import { invoiceView } from '../../src/bot/views/invoice-view.ts';
import { ANN } from '../sandbox/telegram-world.ts';
import { fillWallet } from '../support/wallet.ts';
import { CustomerScene } from './customer-scene.ts';
import { t, texts } from './english.ts';
import { anInvoice, anOffer, HOSTILE_NAMES } from './view-data.ts';
import { expectWithinLimits, stretches } from './view-limits.ts';

const PLAN = '1 month · 50 GB · 150 ⭐';
const WORDS = 'No torrents. Netflix works.';

const aHome = {
  shopName: 'Shop',
  terms: { version: '1', accepted: null },
  nonces: { plans: 'Zk3_xQ9a', again: 'again_Q9' },
  bought: null,
  isSuspended: false,
  maintenance: null,
  supportContact: null,
  page: 0,
  note: null,
};

describe('what the shop says of a plan in its own words', () => {
  let scene: CustomerScene;
  beforeEach(async () => {
    scene = await CustomerScene.open();
    await scene.sql(`update server_plans set description = '${WORDS}'`);
    await scene.says(ANN, '/start');
  });
  afterEach(async () => {
    const violations = await scene.world.violations();
    await scene.close();
    expect(violations).toEqual([]);
  });
  const screen = async () =>
    (await scene.screen(ANN)).findLast(({ buttons, kind }) => buttons?.length && kind === 'message');

  it('is read below the plan before it is chosen, folded', async () => {
    const shown = await screen();

    expect(shown?.text).toContain(`150 ⭐\n${WORDS}\n`);
    expect(JSON.stringify(shown)).toContain('"type":"expandable_blockquote"');
  });

  it('is read where the plan is paid from a balance', async () => {
    await fillWallet(scene.database, 100n, ANN);
    await scene.says(ANN, '/start');
    await scene.taps(ANN, PLAN);

    expect((await screen())?.text).toContain(WORDS);
  });

  it('is read on the invoice', async () => {
    await scene.taps(ANN, PLAN);
    await scene.deliver();

    const invoice = (await scene.screen(ANN)).findLast(({ kind }) => kind === 'invoice');
    expect(JSON.stringify(invoice)).toContain(`you get your Stars back. ${WORDS}`);
  });
});

describe('whatever the shop writes of its plans', () => {
  const offers = (description: string | null, count: number) =>
    Array.from({ length: count }, (_, place) =>
      anOffer({ planId: place + 1, name: 'x'.repeat(60), description }),
    );

  it.each(HOSTILE_NAMES.map((name) => ({ name, start: JSON.stringify(name.slice(0, 20)) })))(
    'fits: $start',
    ({ name }) => {
      for (const language of texts.languages) {
        const said = texts.for(language);
        for (const count of [1, 8])
          expectWithinLimits(homeView({ ...aHome, offers: offers(name, count) }, said));
        const { description } = invoiceView(anInvoice({ about: name, setupFeeMinor: 9_999_999n }), said);
        expect([...description].length).toBeLessThanOrEqual(255);
        expect(description).not.toMatch(/[\u202e\u200b\n]/);
      }
    },
  );

  it('stands in full where few plans are shown, and never pushes the terms out', () => {
    const long = 'word '.repeat(60).trim();
    const few = homeView({ ...aHome, offers: offers(long, 4) }, t);
    expect(stretches(few, 'expandable_blockquote')).toEqual([long, long, long, long]);

    const many = homeView({ ...aHome, offers: offers('w'.repeat(300), 8) }, t);
    expect(stretches(many, 'expandable_blockquote')).toHaveLength(8);
    expect(many.text).toMatch(/\/terms \(version 1\)\.$/);
  });

  it.each([null, '', '  '])('is left out where it is %j', (description) => {
    const view = homeView({ ...aHome, offers: offers(description, 1) }, t);
    expect(stretches(view, 'expandable_blockquote')).toEqual([]);
  });
});
