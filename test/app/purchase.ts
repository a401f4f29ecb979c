import { expect } from 'vitest';
import { sameKey } from '../../src/commands/smoke/same-key.ts';
import { type ChatPerson, codeOf, type Entry, labelsOf, wordsOf } from '../support/chat-person.ts';
import type { WholeShop } from '../support/whole-shop.ts';

export const MONTH = '1 month · 50 GB · 150 ⭐';
export const MONTH_STARS = 150;

/** The screen with the plans, as it comes after /start. */
export async function openPlans(person: ChatPerson, label = MONTH): Promise<Entry> {
  await person.send('/start');
  return person.sees('the plans', (entry) => labelsOf(entry).includes(label));
}

/** From /start to an invoice that waits for its payment. */
export async function order(person: ChatPerson, label = MONTH): Promise<Entry> {
  const before = (await person.screen()).filter(isInvoice).length;
  const home = await openPlans(person, label);
  await person.tapOn(home, label);
  const newest = await person.sees('the invoice', isInvoice);
  if (before === 0) return newest;
  return person.sees('a new invoice', (entry) => isInvoice(entry) && (entry.id ?? 0) > (home.id ?? 0));
}

/** From /start to a payment that was taken; the key may still be on its way. */
export async function orderAndPay(person: ChatPerson): Promise<Entry> {
  const invoice = await order(person);
  expect(await person.pay(invoice.id)).toMatchObject({ status: 200 });
  return invoice;
}

/** From /start to the key and its QR. */
export async function buy(person: ChatPerson): Promise<{ text: Entry; photo: Entry }> {
  await orderAndPay(person);
  return keyOf(person);
}

/** The key as it came: the text, then the picture. */
export async function keyOf(person: ChatPerson): Promise<{ text: Entry; photo: Entry }> {
  const photo = await person.sees('the QR', isQr);
  const text = await person.sees('the key', isKey);
  return { text, photo };
}

export const isInvoice = (entry: Entry): boolean => entry.kind === 'invoice';
export const isQr = (entry: Entry): boolean => Boolean(entry.photo);
export const isKey = (entry: Entry): boolean => wordsOf(entry).startsWith('🔑') && codeOf(entry) !== '';
const isCard = (entry: Entry): boolean => /^Order \S+\n/.test(wordsOf(entry));

/** The newest order card of a person. */
export const cardOf = (person: ChatPerson): Promise<Entry> => person.sees('the order card', isCard);

/** The card, once it says this. */
export const cardSays = (person: ChatPerson, words: string): Promise<Entry> =>
  person.sees(`a card with "${words}"`, (entry) => isCard(entry) && wordsOf(entry).includes(words));

export const orderIdOf = (card: Entry): string => /^Order (\S+)/.exec(wordsOf(card))?.[1] ?? '';

/**
 * What must be true in the end of every paid order, whatever happened: one client on the panel, one key as text and then
 * as a QR that holds its link, and a card that says so.
 */
export async function expectDeliveredOnce(shop: WholeShop, person: ChatPerson): Promise<void> {
  const { text, photo } = await keyOf(person);
  await cardSays(person, '🟢 Ready');
  await shop.settled();
  const screen = await person.screen();
  expect(screen.filter(isKey)).toHaveLength(1);
  expect(screen.filter(isQr)).toHaveLength(1);
  expect(screen.filter(isCard)).toHaveLength(1);
  expect(screen.findIndex(isKey)).toBeLessThan(screen.findIndex(isQr));
  await expectOneClient(shop, person, text);
  expect(wordsOf(photo)).toContain('QR');
}

/** One client of this person is on the panel, it works, and it is the one in the key. */
export async function expectOneClient(shop: WholeShop, person: ChatPerson, key: Entry): Promise<void> {
  const clients = await shop.clientsOf(person);
  expect(clients).toHaveLength(1);
  expect(clients[0]?.enable).toBe(true);
  const isTheirs = (clients[0]?.links ?? []).some((link) => sameKey(link, codeOf(key)));
  expect(isTheirs).toBe(true);
}

const STAGES = ['✅ Paid', '⏳ Creating', '🔎 Testing', '⏳ This takes longer', '🟢 Ready'];

/** Every text of the order card that Telegram took, in its order, never goes back to an earlier stage. */
export async function expectCardForward(shop: WholeShop, person: ChatPerson): Promise<void> {
  const calls = [...(await shop.botCalls('sendMessage')), ...(await shop.botCalls('editMessageText'))];
  const texts = calls
    .filter(({ status, params }) => status === 200 && Number(params.chat_id) === person.id)
    .sort((one, other) => one.seq - other.seq)
    .map(({ params }) => String(params.text))
    .filter((text) => text.startsWith('Order '));
  const stages = texts.map((text) => STAGES.findIndex((stage) => text.includes(stage)));
  expect(stages).toEqual(stages.toSorted((one, other) => one - other));
  expect(stages.at(-1)).toBe(STAGES.length - 1);
}

/** The owner makes a plan of 1 GB in the chat; answers the label of its button. */
export async function createPlan(
  { olga }: WholeShop,
  plan: { name: string; days: number; seats: number },
): Promise<string> {
  await olga.send('/newplan');
  for (const [asks, says] of [
    ['How shall the plan be called', plan.name],
    ['How many days', String(plan.days)],
    ['What does it cost in USD', '1.00'],
    ['What does it cost in Stars', '50'],
    ['How many GB', '1'],
    ['How many devices', '1'],
    ['How many may be sold', String(plan.seats)],
  ] as const) {
    await olga.hears(asks);
    await olga.send(says);
  }
  await olga.hears(`${plan.name}, on`);
  await olga.tap('Create');
  await olga.hears(`${plan.name} is on sale`);
  return `${plan.days} days · 1 GB · 50 ⭐`;
}

/** The owner finds an order by its number and opens it. */
export async function openOrder({ olga }: WholeShop, orderId: string): Promise<Entry> {
  const sent = await sendAndRemember(olga, `/orders ${orderId}`);
  const found = await olga.sees(
    'the order',
    (entry) => (entry.id ?? 0) > sent && labelsOf(entry).includes(orderId),
  );
  await olga.tapOn(found, orderId);
  return olga.sees(
    'the order’s card',
    (entry) => entry.id === found.id && labelsOf(entry).includes('« Back'),
  );
}

/** Numbers of this person's orders, as the owner finds them. */
export async function ordersOf({ olga }: WholeShop, { id }: ChatPerson): Promise<string[]> {
  const sent = await sendAndRemember(olga, `/orders ${id}`);
  const found = await olga.sees(
    'the orders',
    (entry) => (entry.id ?? 0) > sent && wordsOf(entry).includes(`Orders for “${id}”`),
  );
  return labelsOf(found).filter((label) => label !== 'All');
}

/** The id of the message that was sent: answers come after it. */
async function sendAndRemember(person: ChatPerson, text: string): Promise<number> {
  await person.send(text);
  return (await person.screen()).findLast(({ from }) => from === 'person')?.id ?? 0;
}

/** What the owner's /plans says of one plan: how many are sold. */
export async function soldOf(shop: WholeShop, plan: string): Promise<number> {
  const { olga } = shop;
  const sent = await olga.send('/plans').then(() => olga.screen());
  const mine = sent.findLast((entry) => entry.from === 'person')?.id ?? 0;
  const list = await olga.sees(
    'the plans',
    (entry) => (entry.id ?? 0) > mine && wordsOf(entry).startsWith('Plans'),
  );
  const lines = wordsOf(list).split('\n');
  const line = lines[lines.indexOf(plan) + 2] ?? '';
  return Number(/^(\d+)\//.exec(line)?.[1] ?? Number.NaN);
}
