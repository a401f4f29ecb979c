import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ChatPerson, type Entry, labelsOf, wordsOf } from '../support/chat-person.ts';
import { WholeShop } from '../support/whole-shop.ts';
import { isInvoice, keyOf } from './purchase.ts';

const DAY = 24;
const MONTH = /^1 month · 50 GB · 150 ⭐$/;

let shop: WholeShop;
let ann: ChatPerson;
beforeAll(async () => {
  shop = await WholeShop.openWorld({ panels: '3.6,3.1' });
  await shop.startShop();
  await sellerAllows();
}, 120_000);
afterAll(() => shop?.close());
afterEach(() => shop.expectClean());

const hasButton = (label: string | RegExp) => (entry: Entry) =>
  labelsOf(entry).some((each) => (typeof label === 'string' ? each === label : label.test(each)));
const press = async (person: ChatPerson, label: string | RegExp): Promise<void> => {
  const entry = await person.sees(`the button ${label}`, hasButton(label));
  const found = labelsOf(entry).find((each) =>
    typeof label === 'string' ? each === label : label.test(each),
  );
  await person.tapOn(entry, found ?? '');
};

/** The plan may be paused for two weeks, and moved to the other server. */
async function sellerAllows(): Promise<void> {
  const { olga } = shop;
  await olga.send('/plans');
  await press(olga, 'Basic');
  await press(olga, 'Pause');
  await olga.hears('For how many days may a customer of Basic pause');
  await olga.send('14');
  await olga.hears('14 days of pause in a period');
  await olga.send('/plans');
  await press(olga, 'Basic');
  await press(olga, 'Further servers');
  await press(olga, /^➕ /);
  await olga.sees('the server in the pool', hasButton(/^✖ /));
}

const buysBasic = async (name: string): Promise<void> => {
  ann = await shop.newcomer(name);
  await ann.send('/start');
  await press(ann, /Germany/);
  await press(ann, MONTH);
  const invoice = await ann.sees('the invoice', isInvoice);
  await ann.pay(invoice.id);
  await keyOf(ann);
  await opensAccess();
};
const opensAccess = async (): Promise<void> => {
  await ann.send('/my');
  await press(ann, /^Basic · /);
};
const client = async () => (await shop.clientsOf(ann))[0];

describe('what a customer does about a running access', { timeout: 120_000 }, () => {
  it('a pause: off on the panel, on again by hand, and by itself after the days of the plan', async () => {
    await buysBasic('Ann');
    const sold = (await client())?.expiryTime ?? 0;
    await press(ann, '⏸ Pause');
    await ann.hears('Days of pause left in this period: 14 of 14');
    await press(ann, 'Pause it');
    await ann.hears('is paused');
    await shop.until('it is off', async () => (await client())?.enable === false);
    await shop.settled();
    await shop.pass({ hours: 3 * DAY });
    await press(ann, '▶️ Go on');
    await ann.hears('Your access is on again');
    await shop.until('it is on', async () => (await client())?.enable === true);

    await opensAccess();
    await press(ann, '⏸ Pause');
    const asked = await ann.hears('Days of pause left in this period: 1');
    await press(ann, 'Pause it');
    await shop.until('it is off', async () => (await client())?.enable === false);
    await shop.settled();
    await shop.pass({ hours: 14 * DAY });
    await ann.hears('The longest pause that your plan allows is over');
    await shop.until('it is on', async () => (await client())?.enable === true);

    expect(wordsOf(asked)).toMatch(/left in this period: 1[01] of 14/);
    expect(((await client())?.expiryTime ?? 0) - sold).toBeGreaterThan(13 * DAY * 3_600_000);
  });

  it('a new key: asked for twice, the old one is dead', async () => {
    await buysBasic('Boris');
    const old = await client();
    await press(ann, '🔑 New key');
    await ann.hears('The old key stops working at once');

    await press(ann, 'Stop the old key');
    await ann.hears('Your new key is ready');
    await shop.settled();

    const now = await shop.clientsOf(ann);
    expect(now).toHaveLength(1);
    expect(now[0]?.uuid).not.toBe(old?.uuid);
  });

  it('another location: named, asked for, and delivered there', async () => {
    await buysBasic('Carla');
    await press(ann, '🌍 Change location');
    await ann.hears('Choose where your access goes');
    const places = await ann.sees('the places', (each) => wordsOf(each).includes('Changes left'));
    const [place = ''] = labelsOf(places).filter((label) => !label.includes('Back'));

    await press(ann, place);
    await ann.hears('Move to 🇳🇱 Netherlands · Amsterdam 3.1?');
    await press(ann, 'Move my access');
    await ann.hears('the old key no longer works');
    await shop.settled();

    expect(await shop.clientsOf(ann)).toEqual([]);
  });

  it('“It does not work”: what was found, the way to support with it', async () => {
    await buysBasic('Dora');
    await press(ann, '🛠 It does not work');
    const found = await ann.hears('What we found');
    await press(ann, '💬 Write to support');
    await ann.hears('Write');
    await ann.send('nothing loads');
    const asked = await shop.olga.hears('nothing loads');

    expect(wordsOf(found)).toContain('✓ your time is not over');
    expect(labelsOf(found)).toContain('💬 Write to support');
    expect(wordsOf(asked)).toContain('nothing loads');
  });
});
