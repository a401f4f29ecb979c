import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sameKey } from '../../src/commands/smoke/same-key.ts';
import { codeOf, labelsOf } from '../support/chat-person.ts';
import { WholeShop } from '../support/whole-shop.ts';
import { cardSays, expectCardForward, isInvoice, isKey, isQr, order } from './purchase.ts';

let shop: WholeShop;

beforeAll(async () => {
  shop = await WholeShop.open();
});
afterAll(() => shop?.close());
afterEach(() => shop.expectClean());

describe('buying three keys at once in the chat', () => {
  it('takes one tap more than one key, and gives three keys that differ in all that makes a key', async () => {
    const ann = await shop.newcomer('Ann');
    const first = await order(ann);
    await ann.tapOn(first, '×3 · 450 ⭐');
    const invoice = await ann.sees('the invoice for three', (entry) =>
      labelsOf(entry).includes('Pay 450 ⭐'),
    );
    expect((await ann.screen()).filter(isInvoice)).toHaveLength(1);

    expect(await ann.pay(invoice.id)).toMatchObject({ status: 200 });
    await cardSays(ann, '3 of 3 ready');
    await shop.until('three keys', async () => (await ann.screen()).filter(isKey).length === 3);
    await shop.settled();

    expect(ann.taps).toBeLessThanOrEqual(4);
    expect(await ann.stars()).toBe(20_000 - 450);
    const screen = await ann.screen();
    expect(screen.filter(isQr)).toHaveLength(3);
    const clients = await shop.clientsOf(ann);
    expect(clients).toHaveLength(3);
    for (const key of screen.filter(isKey))
      expect(clients.filter(({ links }) => links.some((link) => sameKey(link, codeOf(key))))).toHaveLength(1);
    for (const field of ['email', 'uuid', 'subId'] as const)
      expect(new Set(clients.map((client) => client[field])).size).toBe(3);
    await expectCardForward(shop, ann);
  });
});
