import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, labelsOf, qrOf } from '../support/chat-person.ts';
import { WholeShop } from '../support/whole-shop.ts';
import { isInvoice, isKey, isQr } from './purchase.ts';

const TRY = '🎁 Try 3 days for free';
const DAY_MS = 86_400_000;

let shop: WholeShop;
beforeAll(async () => {
  shop = await WholeShop.open();
});
afterAll(() => shop?.close());
afterEach(() => shop.expectClean());

const starts = async (name: string) => {
  const person = await shop.newcomer(name);
  await person.send('/start');
  await person.sees('the trial', (entry) => labelsOf(entry).includes(TRY));
  return person;
};
const daysOf = (expiryTime: number, from: number) => (expiryTime - from) / DAY_MS;
const worldNow = async () => Number((await shop.http.get<{ now: number }>('/_emu/clock')).data.now);

describe('a free trial', { timeout: 120_000 }, () => {
  it('brings link and QR code within two presses from /start, and asks for no Star', async () => {
    const ann = await starts('Ann');
    const before = await ann.stars();

    await ann.tap(TRY);

    const key = await ann.sees('the key', isKey);
    const qr = await ann.sees('the QR code', isQr);
    const [client, ...more] = await shop.clientsOf(ann);
    expect(ann.taps).toBeLessThanOrEqual(2);
    expect(more).toEqual([]);
    expect(client?.links).toContain(codeOf(key));
    expect(await qrOf(qr)).not.toBe('');
    expect(daysOf(client?.expiryTime ?? 0, await worldNow())).toBeCloseTo(3, 1);
    expect(await ann.stars()).toBe(before);
    expect((await ann.screen()).some(isInvoice)).toBe(false);
  });

  it('comes by itself after a panel that was silent, once', async () => {
    const boris = await starts('Boris');
    await shop.panelFault({ times: 1, kind: 'drop-after-apply' });

    await boris.tap(TRY);
    await shop.untilInTime('the key', async () => (await boris.screen()).some(isKey), 30);

    await shop.settled();
    expect(await shop.clientsOf(boris)).toHaveLength(1);
  });

  it('leads at its end to a purchase that goes on with the same key for a whole period', async () => {
    const clara = await starts('Clara');
    await clara.tap(TRY);
    const key = codeOf(await clara.sees('the key', isKey));
    await shop.pass({ hours: 49 });
    const reminder = await clara.hears('Your free trial ends by itself');

    await clara.tapOn(reminder, '🔁 Renew');
    await clara.hears('what is left of the free trial is not added');
    await clara.tap('Pay 150 ⭐');
    await clara.sees('the invoice', isInvoice);
    expect((await clara.pay()).status).toBe(200);
    await clara.hears('Renewed');
    await shop.settled();

    const [client] = await shop.clientsOf(clara);
    expect(client?.links).toContain(key);
    expect(daysOf(client?.expiryTime ?? 0, await worldNow())).toBeCloseTo(30, 1);
  });
});
