import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ChatPerson, type Entry, wordsOf } from '../support/chat-person.ts';
import { WholeShop } from '../support/whole-shop.ts';
import {
  cardSays,
  expectCardForward,
  expectDeliveredOnce,
  expectOneClient,
  isKey,
  isQr,
  keyOf,
  openPlans,
  order,
} from './purchase.ts';

const FLOOD_SECONDS = 4;
const CANNOT_PARSE =
  'Bad Request: can\'t parse entities: Unmatched end tag at byte offset 4, expected "</b>"';

let shop: WholeShop;
let ann: ChatPerson;

beforeAll(async () => {
  shop = await WholeShop.open();
}, 120_000);
afterAll(() => shop?.close());
beforeEach(async () => {
  ann = await shop.newcomer('Ann');
});
afterEach(() => shop.expectClean());

const isCard = (entry: Entry): boolean => /^Order \S+\n/.test(wordsOf(entry));

/** The next calls of `method`: those before the last go through as always, a little later. */
async function faultOnCall(number: number, fault: { method: string; kind: string; text?: string }) {
  if (number > 1) await shop.botFault({ method: fault.method, kind: 'hang', ms: 1, times: number - 1 });
  await shop.botFault(fault);
}

describe('a delivery that Telegram interrupts', { timeout: 90_000 }, () => {
  it('says nothing while Telegram asks for silence, and then goes on where it was', async () => {
    await order(ann);
    await shop.botFault({ method: 'sendPhoto', kind: '429', retryAfter: FLOOD_SECONDS });
    expect(await ann.pay()).toMatchObject({ status: 200 });

    await expectDeliveredOnce(shop, ann);

    const photos = (await shop.botCalls('sendPhoto')).filter(
      ({ params }) => Number(params.chat_id) === ann.id,
    );
    expect(photos.map(({ status }) => status)).toEqual([429, 200]);
    const [refused, taken] = photos.map(({ at }) => at);
    expect((taken ?? 0) - (refused ?? 0)).toBeGreaterThanOrEqual(FLOOD_SECONDS * 1_000);
    const meanwhile = (await shop.botCalls('sendMessage')).filter(
      ({ at, params }) => Number(params.chat_id) === ann.id && at > (refused ?? 0) && at < (taken ?? 0),
    );
    expect(meanwhile).toEqual([]);
    await expectCardForward(shop, ann);
  });

  it.each([
    { what: 'the order card', call: 1, method: 'sendMessage' },
    { what: 'the key', call: 2, method: 'sendMessage' },
    { what: 'the QR code', call: 1, method: 'sendPhoto' },
  ])('repeats at most one message where the answer to $what is lost', async ({ call, method }) => {
    await order(ann);
    await faultOnCall(call, { method, kind: 'lostResponse' });
    expect(await ann.pay()).toMatchObject({ status: 200 });

    const { text } = await keyOf(ann);
    await cardSays(ann, '🟢 Ready');
    await shop.settled();

    const screen = await ann.screen();
    const counts = [isCard, isKey, isQr].map((is) => screen.filter(is).length);
    expect(Math.min(...counts)).toBe(1);
    expect(counts.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(4);
    await expectOneClient(shop, ann, text);
    await expectCardForward(shop, ann);
  });

  it('brings the key without its styles where Telegram cannot read them', async () => {
    await order(ann);
    await faultOnCall(2, { method: 'sendMessage', kind: '400', text: CANNOT_PARSE });
    expect(await ann.pay()).toMatchObject({ status: 200 });

    const key = await ann.hears('🔑');
    await cardSays(ann, '🟢 Ready');
    await shop.settled();

    const [client] = await shop.clientsOf(ann);
    expect(wordsOf(key)).toContain(client?.uuid || client?.password);
    expect((await ann.screen()).filter(isQr)).toHaveLength(1);
    expect((await ann.screen()).filter((entry) => wordsOf(entry).startsWith('🔑'))).toHaveLength(1);
    await expectCardForward(shop, ann);
  });

  it('keeps the money’s worth of somebody who left in the middle, and brings it when he is back', async () => {
    await order(ann);
    await faultOnCall(2, { method: 'sendMessage', kind: '403' });
    expect(await ann.pay()).toMatchObject({ status: 200 });
    await shop.until('the client is on the panel', async () => (await shop.clientsOf(ann)).length === 1);
    await shop.settled();

    await ann.send('/start');

    await keyOf(ann);
    await cardSays(ann, '🟢 Ready');
    await shop.settled();
    const screen = await ann.screen();
    expect(screen.filter(isKey)).toHaveLength(1);
    expect(screen.filter(isQr)).toHaveLength(1);
    await expectCardForward(shop, ann);
  });
});

describe('an update that cannot be handled', { timeout: 90_000 }, () => {
  it('is put aside after three tries; its person is told and goes on, and so does the owner', async () => {
    await shop.olga.send('/start'); // who never did cannot be written to
    await openPlans(ann);
    await shop.settled();
    await shop.botFault({ method: 'sendMessage', kind: '400', times: 3 });

    await ann.send('/my');
    await ann.hears('Something went wrong on our side');

    await shop.olga.hears('was put aside after three tries');
    await ann.send('/my');
    await ann.hears('My access');
    await shop.settled();
  });
});
