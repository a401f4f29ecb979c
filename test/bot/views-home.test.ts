import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTap } from '../../src/bot/callback-data.ts';
import { type Home, homeView } from '../../src/bot/views/home-view.ts';
import { t } from './english.ts';
import { anOffer, HOSTILE_NAMES, hostileNames, offers } from './view-data.ts';
import { expectWithinLimits, labels, stretches } from './view-limits.ts';

/** The buttons that every home ends with. */
const WAYS = ['My access', '☰ More'];

const home = (with_: Partial<Home> = {}) =>
  homeView(
    {
      shopName: 'Anna’s shop',
      offers: [anOffer()],
      terms: { version: '2026-11', accepted: null },
      nonces: { plans: 'Zk3_xQ9a', again: 'again_Q9' },
      bought: null,
      isSuspended: false,
      maintenance: null,
      supportContact: null,
      page: 0,
      note: null,
      ...with_,
    },
    t,
  );

describe('the home screen', () => {
  it('shows the shop, each plan with its price, and the terms that a press accepts', () => {
    const screen = home();

    expect(stretches(screen, 'bold')).toEqual(['Anna’s shop', 'Starter']);
    expect(labels(screen)).toEqual(['1 month · 50 GB · 150 ⭐', ...WAYS]);
    expect(screen.text).toContain('By choosing a plan you accept the /terms (version 2026-11).');
  });

  it('gives every buy button the plan and the nonce of this drawing', () => {
    const [[button] = []] = home({ offers: [anOffer({ planId: 128 })] }).reply_markup?.inline_keyboard ?? [];

    expect(button && 'callback_data' in button && parseTap(button.callback_data)).toEqual({
      screen: 'buy',
      planId: 128,
      nonce: 'Zk3_xQ9a',
    });
  });

  it('says what is sold out before anybody pays', () => {
    const screen = home({ offers: [anOffer({ availability: 'sold-out' })] });

    expect(labels(screen)[0]).toBe('Sold out: 1 month, 50 GB');
    expect(screen.text).toContain('(sold out)');
  });

  it('tells plans apart that differ only in their place', () => {
    const two = [anOffer({ planId: 1, name: 'Frankfurt' }), anOffer({ planId: 2, name: 'Oslo' })];

    expect(labels(home({ offers: two })).slice(0, 2)).toEqual(['Frankfurt · 150 ⭐', 'Oslo · 150 ⭐']);
  });

  it.each([
    ['7 days · unlimited · 90 ⭐', { durationDays: 7, dataLimitGb: null, stars: 90 }],
    ['1 year · 50 GB · 1,500 ⭐', { durationDays: 365, stars: 1500 }],
    ['6 months · ∞ GB · 1,500 ⭐', { durationDays: 180, dataLimitGb: null, stars: 1500 }],
    ['Starter · 100,000 ⭐', { durationDays: 330, dataLimitGb: 10_000, stars: 100_000 }],
    ['xxxxxxxxxxxx… · 100,000 ⭐', { name: 'x'.repeat(99), dataLimitGb: 10_000, stars: 100_000 }],
  ])('never cuts a price: %s', (label, plan) => {
    expect(labels(home({ offers: [anOffer(plan)] }))[0]).toBe(label);
  });

  it('turns pages where there are many plans', () => {
    const many = Array.from({ length: 20 }, (_, place) => anOffer({ planId: place + 1, stars: place + 1 }));

    expect(labels(home({ offers: many })).slice(-3)).toEqual(['▶', ...WAYS]);
    expect(labels(home({ offers: many, page: 1 })).slice(-4)).toEqual(['◀', '▶', ...WAYS]);
    expect(labels(home({ offers: many, page: 99 })).slice(-3)).toEqual(['◀', ...WAYS]);
  });

  it('says so when nothing is for sale, and asks for no terms', () => {
    const screen = home({ offers: [] });

    expect(screen.text).toContain('Nothing is for sale');
    expect(screen.text).not.toContain('/terms');
  });

  it('says to whom nothing is sold that nothing runs either, and nothing is lost', () => {
    const { text } = home({ isSuspended: true });

    expect(text).toContain('You cannot buy here at the moment, and your access is switched off; nothing is');
  });

  it('begins with the polite answer, where there is one', () => {
    expect(home({ note: 'I did not understand that.' }).text).toMatch(/^I did not understand that\.\n/);
  });

  it.each(HOSTILE_NAMES)('stands whatever a plan is called: %j', (name) => {
    expectWithinLimits(
      home({ shopName: name, offers: [anOffer({ name }), anOffer({ name, server: name })] }),
    );
  });

  it('shows a name as it was written, mark-up and all', () => {
    const screen = home({ offers: [anOffer({ name: '<b>&"' })] });

    expect(stretches(screen, 'bold')).toContain('<b>&"');
  });

  it('takes the tricks out of a name that would turn the text round', () => {
    expect(home({ offers: [anOffer({ name: '\u202egpj.exe' })] }).text).not.toContain('\u202e');
  });

  it('fits Telegram’s limits for any plans', () => {
    fc.assert(
      fc.property(hostileNames, fc.array(offers, { maxLength: 30 }), fc.nat(40), (shopName, some, page) => {
        expectWithinLimits(home({ shopName, offers: some, page }));
      }),
      { numRuns: 60 },
    );
  });
});
