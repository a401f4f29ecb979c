import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ChatPerson, type Entry, labelsOf } from '../support/chat-person.ts';
import { WholeShop } from '../support/whole-shop.ts';
import { buy } from './purchase.ts';

const MONTH = { hours: 30 * 24 };
const STARS = 150;

let shop: WholeShop;
beforeAll(async () => {
  shop = await WholeShop.open();
});
afterAll(() => shop?.close());
afterEach(() => shop.expectClean());

/** Presses a button of the newest message that has it. */
const press = async (person: ChatPerson, label: string) => {
  const entry = await person.sees(label, (each) => labelsOf(each).includes(label));
  await person.tapOn(entry, label);
};
const openAccess = async (person: ChatPerson) => {
  await person.send('/my');
  const isOne = (label: string) => / days? left$/.test(label);
  const list = await person.sees('the list', (each) => labelsOf(each).some(isOne));
  await person.tapOn(list, labelsOf(list).find(isOne) ?? '');
};
const linkOf = ({ buttons }: Entry) =>
  buttons?.flat().find(({ value }) => value?.startsWith('https://t.me/$'))?.value ?? '';
const atTelegram = async ({ id }: ChatPerson) =>
  (await shop.http.get<{ state: string }[]>(`/_emu/persons/${id}/subscriptions`)).data.map(
    ({ state }) => state,
  );
const endOnPanel = async (person: ChatPerson) => (await shop.clientsOf(person))[0]?.expiryTime ?? 0;

describe('a subscription through the whole shop', { timeout: 120_000 }, () => {
  it('renews every thirty days on the panel too, until it is ended in the chat', async () => {
    const ann = await shop.newcomer('Ann', { stars: 1_000 });
    await buy(ann);
    const sold = await endOnPanel(ann);
    await openAccess(ann);
    await press(ann, '🔁 Renew');
    await press(ann, `Subscribe: ${STARS} ⭐/30 d`);
    const way = await ann.hears('⭐ Subscription: ');
    expect(await ann.payLink(linkOf(way))).toMatchObject({ status: 200 });
    await ann.hears('Renewed. Your key stays the same.');

    await shop.pass(MONTH);
    await ann.hears('Renewed by itself, as you wished.');
    await shop.settled();
    expect(await ann.stars()).toBe(1_000 - 3 * STARS);
    expect(await endOnPanel(ann)).toBe(sold + 60 * 86_400_000);

    await openAccess(ann);
    await press(ann, 'End subscription');
    await press(ann, 'Yes, end it');
    await ann.hears('Your subscription is ended, Telegram charges nothing more.');
    await shop.until('Telegram knows', async () => (await atTelegram(ann)).includes('canceled'));
    await shop.pass(MONTH);
    await shop.settled();

    expect(await ann.stars()).toBe(1_000 - 3 * STARS);
    expect(await endOnPanel(ann)).toBe(sold + 60 * 86_400_000);
  });

  it('that Telegram could not charge is told, and the access goes on to its end', async () => {
    const boris = await shop.newcomer('Boris', { stars: 2 * STARS });
    await buy(boris);
    await openAccess(boris);
    await press(boris, '🔁 Renew');
    await press(boris, `Subscribe: ${STARS} ⭐/30 d`);
    await boris.payLink(linkOf(await boris.hears('⭐ Subscription: ')));
    await boris.hears('Renewed. Your key stays the same.');

    await shop.pass(MONTH);
    await shop.pass({ hours: 2 });

    await boris.hears('Telegram has not renewed it, so it is ended');
    expect(await shop.clientsOf(boris)).toMatchObject([{ enable: true }]);
  });
});
