import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { type Choice, NOTHING_CHOSEN, nextStep, stepBack } from '../../src/services/catalog/browse.ts';
import type { PlanOffer } from '../../src/services/catalog/plan-offer.ts';
import { ANN, BORIS } from '../sandbox/telegram-world.ts';
import { CustomerScene } from './customer-scene.ts';
import { anOffer, offers } from './view-data.ts';

const MOST = 8;
let scene: CustomerScene;

const shop = async (...plans: Parameters<typeof CustomerScene.open>) => {
  scene = await CustomerScene.open(...plans);
  await scene.says(ANN, '/start');
};
const home = async (person = ANN) => (await scene.screen(person)).findLast(({ buttons }) => buttons?.length);
const labels = async (person = ANN) => (await home(person))?.buttons?.flat().map(({ text }) => text);

describe('finding a plan', () => {
  afterEach(async () => {
    const violations = await scene.world.violations();
    await scene.close();
    expect(violations).toEqual([]);
  });

  it('asks for country, then kind, and shows the plans as soon as they fit', async () => {
    await shop([
      { country: 'DE', category: 'Family', name: 'One' },
      { country: 'DE', category: 'Gaming', name: 'Two' },
      { country: 'FI', name: 'Three' },
    ]);
    expect(await labels()).toEqual([
      '🇩🇪 Germany · from 150 ⭐',
      '🇫🇮 Finland · from 152 ⭐',
      'My access',
      '☰ More',
    ]);
    expect((await home())?.text).toContain('🇩🇪 Germany: 2 plans, from 150 ⭐');

    await scene.taps(ANN, '🇩🇪 Germany · from 150 ⭐');
    expect(await labels()).toEqual(['Family · from 150 ⭐', 'Gaming · from 151 ⭐', '« Back', 'Home']);

    await scene.taps(ANN, 'Gaming · from 151 ⭐');
    expect((await home())?.text).toMatch(/^🇩🇪 Germany › Gaming\n/);
    expect(await labels()).toEqual(['1 month · 50 GB · 151 ⭐', '« Back', 'Home']);
    await scene.taps(ANN, '1 month · 50 GB · 151 ⭐');

    expect(await scene.orders()).toMatchObject([{ totalStars: 151 }]);
  });

  it('goes back step by step, and home at once', async () => {
    await shop([
      { country: 'DE', category: 'Family' },
      { country: 'DE', category: 'Gaming' },
      { country: 'FI' },
    ]);
    const first = await labels();
    await scene.taps(ANN, '🇩🇪 Germany · from 150 ⭐');
    const second = await labels();
    await scene.taps(ANN, 'Family · from 150 ⭐');

    await scene.taps(ANN, '« Back');
    expect(await labels()).toEqual(second);
    await scene.taps(ANN, '« Back');
    expect(await labels()).toEqual(first);
  });

  it('skips what has a single choice: one server and few plans are shown at once', async () => {
    await shop([{ category: 'Family' }, { category: 'Family', durationDays: 90 }]);

    expect((await labels())?.slice(0, 2)).toEqual(['1 month · 50 GB · 150 ⭐', '3 months · 50 GB · 151 ⭐']);
  });

  it('asks for the length where one screen cannot show all, and turns pages where even that is too much', async () => {
    const plans = Array.from({ length: 20 }, (_, place) => ({
      name: `Plan ${place}`,
      durationDays: place < 10 ? 30 : 365,
    }));
    await shop(plans);
    expect(await labels()).toEqual(['1 month · from 150 ⭐', '1 year · from 160 ⭐', 'My access', '☰ More']);

    await scene.taps(ANN, '1 year · from 160 ⭐');
    expect(await labels()).toHaveLength(8 + 1 + 2);
    await scene.taps(ANN, '▶');

    expect(await labels()).toEqual([
      '1 year · 50 GB · 168 ⭐',
      '1 year · 50 GB · 169 ⭐',
      '◀',
      '« Back',
      'Home',
    ]);
  });

  it('names countries in the language of the reader', async () => {
    await shop([{ country: 'DE' }, { country: 'FI' }, {}]);

    await scene.says(BORIS, '/start');

    expect((await labels(BORIS))?.slice(0, 3)).toEqual([
      '🇩🇪 Германия · от 150 ⭐',
      '🇫🇮 Финляндия · от 151 ⭐',
      '🌍 Другие места · от 152 ⭐',
    ]);
  });

  it('tells what is sold out from what is away, before anybody presses', async () => {
    await shop([
      { maxClients: 0, name: 'Full' },
      { isAway: true, name: 'Gone' },
    ]);

    expect((await labels())?.slice(0, 2)).toEqual(['Sold out: 1 month, 50 GB', 'Away: 1 month, 50 GB']);
    await scene.taps(ANN, 'Away: 1 month, 50 GB');

    const said = (await scene.screen(ANN)).map(({ text }) => text);
    expect(said.some((text) => text?.startsWith('The server of this plan is being looked after'))).toBe(true);
  });

  it('begins anew when the chosen country is not sold any more', async () => {
    await shop([{ country: 'DE' }, { country: 'FI' }]);
    const [[button] = []] = (await home())?.buttons ?? [];
    await scene.sql(`update server_plans set on_sale = false where price_stars = 150`);

    await scene.tapsData(ANN, button?.value ?? '');

    expect((await labels())?.[0]).toBe('1 month · 50 GB · 151 ⭐');
  });
});

const places = fc.constantFrom('DE', 'FI', 'de', 'x', null);
const kinds = fc.constantFrom('Family', 'family', '', null);
const shops: fc.Arbitrary<PlanOffer[]> = fc
  .array(fc.tuple(offers, places, kinds, fc.constantFrom(7, 30, 365)), { minLength: 1, maxLength: 40 })
  .map((all) =>
    all.map(([offer, country, category, durationDays], planId) => ({
      ...offer,
      ...{ planId, country, category, durationDays },
    })),
  );

describe('the way to the plans of any shop', () => {
  it('reaches each plan once, never asks with one answer, and each step leads back', () => {
    fc.assert(
      fc.property(shops, (all) => {
        const walk = (choice: Choice, depth: number): number[] => {
          const step = nextStep(all, choice, MOST);
          expect(depth).toBeLessThanOrEqual(3);
          expect(step.choice).toEqual(choice);
          if (step.kind === 'plans') return step.offers.map(({ planId }) => planId);
          expect(step.groups.length).toBeGreaterThan(1);
          return step.groups.flatMap(({ key }) => {
            const next = { ...choice, [step.kind]: key };
            expect(stepBack(next) ?? NOTHING_CHOSEN).toEqual(choice);
            return walk(next, depth + 1);
          });
        };
        const reached = walk(NOTHING_CHOSEN, 0);
        expect(reached.toSorted((one, other) => one - other)).toEqual(all.map(({ planId }) => planId));
      }),
      { numRuns: 200 },
    );
  });

  it('forgets a choice that fits nothing', () => {
    const step = nextStep([anOffer()], { ...NOTHING_CHOSEN, country: 'fi' }, MOST);

    expect(step).toMatchObject({ kind: 'plans', choice: NOTHING_CHOSEN });
  });
});
