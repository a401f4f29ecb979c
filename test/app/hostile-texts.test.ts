import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { HOSTILE_NAMES } from '../bot/view-data.ts';
import { labelsOf, wordsOf } from '../support/chat-person.ts';
import { WholeShop } from '../support/whole-shop.ts';
import { expectDeliveredOnce, keyOf, order } from './purchase.ts';

/** What Telegram lets a person write: not nothing, and 4,096 characters at most. */
const TYPED = HOSTILE_NAMES.filter((text) => text.trim() !== '').map((text) =>
  [...text.toWellFormed()].slice(0, 4096).join(''),
);
const NAMES = TYPED.map((text) => [...text].slice(0, 40).join('').slice(0, 64));
/** What an admin may call a plan: one line of at most 60 characters. */
const PLAN = '<b>&"\u202egpj.exe</b> *_`[x](y)';

let shop: WholeShop;

beforeAll(async () => {
  shop = await WholeShop.open();
}, 120_000);
afterAll(() => shop?.close());
afterEach(() => shop.expectClean());

describe('texts that mean harm', { timeout: 120_000 }, () => {
  it('are answered politely, whoever writes them under whatever name', async () => {
    for (const [place, text] of TYPED.entries()) {
      const person = await shop.newcomer(NAMES[place] ?? 'Ann', { language: place % 2 === 0 ? 'en' : 'ru' });
      await person.send(text);
      const answer = await person.sees('an answer', ({ from }) => from === 'bot');
      expect(labelsOf(answer).length).toBeGreaterThan(0);
    }
  });

  it('find nothing and break nothing where the owner looks for orders', async () => {
    for (const text of TYPED.slice(0, 8)) {
      const before = (await shop.olga.screen()).length;
      await shop.olga.send(`/orders ${text}`.slice(0, 4096));
      await shop.until('an answer', async () => {
        const after = (await shop.olga.screen()).slice(before);
        return after.some(({ from }) => from === 'bot');
      });
    }
  });

  it('can name a plan and a buyer, from the wizard to the key and the owner’s card', async () => {
    await createHostilePlan();
    const person = await shop.newcomer('</code><a href="tg://user?id=1">x');

    const invoice = await order(person, '1 month · 1 GB · 50 ⭐');
    expect(await person.pay(invoice.id)).toMatchObject({ status: 200 });

    const { text } = await keyOf(person);
    expect(wordsOf(text)).toContain('gpj.exe');
    expect((await person.screen()).filter((entry) => wordsOf(entry).includes('\u202e'))).toEqual([]);
    await expectDeliveredOnce(shop, person);
    await shop.olga.send(`/orders ${person.id}`);
    await shop.olga.hears(`Orders for “${person.id}”`);
  });
});

async function createHostilePlan(): Promise<void> {
  const { olga } = shop;
  await olga.send('/newplan');
  for (const [asks, says] of [
    ['How shall the plan be called', 'x'.repeat(4096)],
    ['name is too long', PLAN],
    ['How many days', '\u202e30'],
    ['not a whole number', '30'],
    ['What does it cost in USD', '<b>1</b>'],
    ['price is not', '1.00'],
    ['What does it cost in Stars', '50'],
    ['How many GB', '٣'],
    ['not a whole number of GB', '1'],
    ['How many devices', '1'],
    ['How many may be sold', '9'],
  ] as const) {
    await olga.hears(asks);
    await olga.send(says);
  }
  await olga.hears('Duration: 30 days');
  await olga.tap('Create');
  await olga.hears('is on sale');
}
