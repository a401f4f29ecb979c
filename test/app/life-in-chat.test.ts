import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ChatPerson, labelsOf, wordsOf } from '../support/chat-person.ts';
import { WholeShop } from '../support/whole-shop.ts';
import { buy } from './purchase.ts';

const GIB = 1024 ** 3;
const DAY = 24;

let shop: WholeShop;
beforeAll(async () => {
  shop = await WholeShop.open();
});
afterAll(() => shop?.close());
afterEach(() => shop.expectClean());

/** What the bot said of one access, without the title, oldest first. */
const told = async (person: ChatPerson): Promise<string[]> =>
  (await person.screen())
    .map(wordsOf)
    .map((words) => words.split('\n')[1] ?? '')
    .filter((line) => /^(✅ You|🟡|⏳|⚪)/.test(line));
const uses = async (person: ChatPerson, gib: number) => {
  const [client] = await shop.clientsOf(person);
  await shop.http.post('/_panel/1/traffic', { email: client?.email, up: 0, down: gib * GIB });
};
const sweep = () => shop.pass({ minutes: 6 });

describe('an access from its first connection to its end', { timeout: 120_000 }, () => {
  it('is told of in the chat, each thing once, and is gone from the panel after three days of grace', async () => {
    const ann = await shop.newcomer('Ann');
    await buy(ann);

    await uses(ann, 1);
    await sweep();
    await ann.hears('You are connected');
    await uses(ann, 40);
    await sweep();
    const noticed = await ann.hears('80% of your traffic is used');
    await shop.pass({ hours: 23 * DAY });
    await ann.hears('7 days left');
    await shop.pass({ hours: 4 * DAY });
    await ann.hears('3 days left');
    await shop.pass({ hours: 2 * DAY });
    const last = await ann.hears('One day left');
    await shop.pass({ hours: DAY });
    await ann.hears('The time of this access ended');
    const inGrace = await shop.clientsOf(ann);
    await shop.pass({ hours: 3 * DAY });
    await ann.hears('was not renewed');
    await shop.settled();
    await shop.pass({ hours: 2 });
    await shop.settled();

    expect(inGrace).toHaveLength(1);
    expect(await shop.clientsOf(ann)).toEqual([]);
    expect(labelsOf(noticed)).toContain('My access');
    expect(labelsOf(last).length).toBeGreaterThan(1);
    expect(await told(ann)).toEqual([
      expect.stringContaining('You are connected'),
      expect.stringContaining('80%'),
      expect.stringContaining('7 days left'),
      expect.stringContaining('3 days left'),
      expect.stringContaining('One day left'),
      expect.stringContaining('ended on'),
      expect.stringContaining('was not renewed'),
    ]);
  });

  it('ends with one word when the clock jumps forty days, and a customer who blocked the bot keeps nobody', async () => {
    const [boris, ann] = [await shop.newcomer('Boris'), await shop.newcomer('Ann')];
    await buy(boris);
    await buy(ann);
    await boris.block();

    await shop.pass({ hours: 40 * DAY });
    await ann.hears('was not renewed');
    await shop.settled();

    expect(await told(ann)).toHaveLength(1);
    expect(await told(boris)).toEqual([]);
    const own = [ann.id, boris.id];
    expect((await shop.clients()).filter(({ tgId }) => own.includes(tgId))).toEqual([]);
  });
});
