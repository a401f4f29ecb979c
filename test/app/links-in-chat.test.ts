import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type ChatPerson, codeOf, type Entry, wordsOf } from '../support/chat-person.ts';
import { WholeShop } from '../support/whole-shop.ts';
import { buy, expectOneClient, isKey } from './purchase.ts';

let shop: WholeShop;
beforeAll(async () => {
  shop = await WholeShop.open();
}, 120_000);
afterAll(() => shop?.close());
afterEach(() => shop.expectClean());

const panels = z.array(z.object({ url: z.string(), token: z.string() }));
const inbounds = z.array(z.looseObject({ id: z.number(), port: z.number() }));

/** Every inbound listens on another port, as its panel's admin sets it. */
async function moveInbounds(by: number): Promise<void> {
  const [panel] = panels.parse((await shop.http.get('/_emu/panels')).data);
  const headers = { Authorization: `Bearer ${panel?.token}`, 'X-Requested-With': 'XMLHttpRequest' };
  const api = `${panel?.url}panel/api/inbounds`;
  const { data } = await shop.http.get<{ obj: unknown }>(`${api}/list`, { headers });
  for (const inbound of inbounds.parse(data.obj)) {
    const moved = { ...inbound, port: inbound.port + by };
    await shop.http.post(`${api}/update/${inbound.id}`, moved, { headers });
  }
}

const changedKey = (person: ChatPerson): Promise<Entry> =>
  person.sees('the new key', (entry) => isKey(entry) && wordsOf(entry).includes('Your key has changed'));

describe('an inbound that its panel’s admin moves', { timeout: 120_000 }, () => {
  it('costs nobody the access: the customer is sent the link that works now, and My access shows it', async () => {
    const ann = await shop.newcomer('Ann');
    const { text } = await buy(ann);
    await shop.settled();

    await moveInbounds(1000);
    await shop.pass({ minutes: 6 });
    const changed = await changedKey(ann);
    await shop.settled();

    await expect(expectOneClient(shop, ann, text)).rejects.toThrow();
    await expectOneClient(shop, ann, changed);
    expect(codeOf(changed)).not.toBe(codeOf(text));
    expect((await ann.screen()).filter(isKey)).toHaveLength(2);
  });
});
