import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ChatPerson, labelsOf, wordsOf } from '../support/chat-person.ts';
import { run } from '../support/run-program.ts';
import { WholeShop } from '../support/whole-shop.ts';
import { keyOf } from './purchase.ts';

let shop: WholeShop;

beforeAll(async () => {
  shop = await WholeShop.openWorld();
});
afterAll(() => shop?.close());

describe('the shop of the sandbox', { timeout: 90_000 }, () => {
  it('has something to sell before it answers the first Start', async () => {
    const early = await shop.newcomer('Early');
    await early.send('/start');

    await shop.startShop();

    await early.sees('an answer', (entry) => entry.from === 'bot');
    const first = (await early.screen()).find((entry) => entry.from === 'bot');
    expect(wordsOf(first ?? { id: null, kind: '' })).not.toContain('Nothing is for sale');
    expect(JSON.stringify(first?.buttons)).toContain('150 ⭐');
    await shop.expectClean();
  });

  it('refuses panels that are not simulated, names those that are, and starts nothing', async () => {
    const env = { DATA_DIR: join(shop.folder, 'panels'), WEB_PORT: '0' };

    const { code, said } = await run('src/commands/start.ts', { args: ['--panels', '2.8,4.2'], env });

    expect(said).toContain('"4.2" is no generation of 3x-ui that is simulated');
    expect(said).toContain('take 2.6, 2.8, 2.9, 3.0, 3.1, 3.4, 3.6');
    expect(said).not.toContain('Starting the shop');
    expect(code).toBe(1);
  });
});

describe('a sandbox with two panels', { timeout: 180_000 }, () => {
  let two: WholeShop;
  afterAll(() => two?.close());

  it('sells on each that can be used, says which cannot, and takes it in as soon as it can', async () => {
    two = await WholeShop.openWorld({ panels: '3.6,3.1' });
    await two.http.post('/_panel/2/stop', {});

    await two.startShop();

    expect(await plansOf(two)).toEqual(['Basic', 'Plus', 'Unlimited']);
    expect(two.lines.join('\n')).toContain('Panel 2 (3x-ui 3.1.0) is left out: ');

    await two.http.post('/_panel/2/start', {});
    for (const _start of ['the next', 'one more']) {
      await two.stopShop();
      await two.startShop();
      expect(await plansOf(two)).toEqual(['Basic', 'Plus', 'Unlimited', 'Basic Amsterdam 3.1']);
    }
    await two.expectClean();
  });

  it('sells one plan with all that a customer can do later: traffic, a pause, another location', async () => {
    await two.olga.send('/plans');
    const plans = await two.olga.sees('the plans', (entry) =>
      labelsOf(entry).some((each) => /^Plus/.test(each)),
    );
    await two.olga.tapOn(plans, labelsOf(plans).find((each) => /^Plus/.test(each)) ?? '');
    const card = await two.olga.hears('14 days of pause in a period');
    const dan = await two.newcomer('Dan');
    await dan.send('/start');
    for (const label of [/Germany/, /200 GB/, /^Pay /]) await press(dan, label);
    await keyOf(dan);
    await dan.send('/my');
    await press(dan, /^Plus · /);
    const access = await dan.sees('the access', (entry) => labelsOf(entry).includes('🌍 Change location'));

    expect(wordsOf(card)).toContain('10 GB = 1.00, 50 GB = 4.00');
    expect(labelsOf(access)).toEqual(expect.arrayContaining(['➕ More traffic', '⏸ Pause']));
    await press(dan, '🌍 Change location');
    await dan.hears('Netherlands · Amsterdam 3.1');
    await two.expectClean();
  });
});

async function press(person: ChatPerson, label: string | RegExp): Promise<void> {
  const isIt = (each: string) => (typeof label === 'string' ? each === label : label.test(each));
  const entry = await person.sees(`the button ${label}`, (each) => labelsOf(each).some(isIt));
  await person.tapOn(entry, labelsOf(entry).find(isIt) ?? '');
}

/** The names on Olga's newest /plans. */
async function plansOf({ olga }: WholeShop): Promise<string[]> {
  const asked = (await olga.screen()).at(-1)?.id ?? 0;
  await olga.send('/plans');
  const list = await olga.sees('the plans', ({ id, from }) => from === 'bot' && (id ?? 0) > asked);
  return labelsOf(list).filter((label) => /Basic|Plus|Unlimited/.test(label));
}
