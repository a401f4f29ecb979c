import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { textsIn } from '../src/bot/texts.ts';
import type { Box } from '../src/commands/smoke/box.ts';
import { labelsOf, type Shown, SmokePerson } from '../src/commands/smoke/person.ts';
import { type Call, callsOf } from './calls.ts';

const made = z.object({ id: z.number() });
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const english = textsIn(join(import.meta.dirname, '..', 'locales'), quiet).for('en');

/** What navigation that costs nothing is called on the screen. */
export const LABELS = { home: english('button-home'), accesses: english('button-accesses') };

/** A payment that was accepted and delivered; `paidAt` by the clock of this machine. */
type Purchase = { chatId: number; paidAt: number };
/** From the accepted payment, in ms: until the key's text reached Telegram, and its QR. */
export type Delivered = { textMs: number; qrMs: number };

/** Some persons with enough Stars. */
export async function someBuyers(box: Box, count: number): Promise<SmokePerson[]> {
  const buyers: SmokePerson[] = [];
  for (let each = 0; each < count; each++) {
    const { data } = await box.http.post<unknown>('/_emu/persons', {
      name: `Buyer ${each}`,
      language: 'en',
      stars: 100_000,
    });
    buyers.push(new SmokePerson(box.worldUrl, made.parse(data).id));
  }
  return buyers;
}

/** From /start to the QR. `thinkMs` = how long this person reads before each of the two presses. */
export async function buyOnce(buyer: SmokePerson, thinkMs: number): Promise<Purchase> {
  const before = (await buyer.screen()).length;
  await buyer.send('/start');
  const home = await buyer.sees('the plans', (entry) => planLabel(entry) !== undefined, before);
  await wait(thinkMs);
  await buyer.tap(planLabel(home) ?? '');
  await buyer.sees('the invoice', (entry) => entry.kind === 'invoice', before);
  await wait(thinkMs);
  await buyer.pay();
  const paidAt = Date.now();
  await buyer.sees('the QR', (entry) => Boolean(entry.photo), before);
  return { chatId: buyer.id, paidAt };
}

/**
 * When the messages of these purchases came to Telegram's door. What the sandbox does behind it is not counted: it reads
 * each QR code, as Telegram does not.
 */
export async function deliveries(box: Box, purchases: readonly Purchase[]): Promise<Delivered[]> {
  const [texts, photos] = [await callsOf(box, 'sendMessage'), await callsOf(box, 'sendPhoto')];
  return purchases.map(({ chatId, paidAt }) => {
    const ofChat = ({ params, status, at }: Call) =>
      Number(params.chat_id) === chatId && status === 200 && at >= paidAt;
    const qrAt = photos.find(ofChat)?.at ?? Number.POSITIVE_INFINITY;
    const textAt = texts.findLast((call) => ofChat(call) && call.at <= qrAt)?.at ?? Number.POSITIVE_INFINITY;
    return { textMs: textAt - paidAt, qrMs: qrAt - paidAt };
  });
}

const planLabel = (entry: Shown): string | undefined =>
  labelsOf(entry).find((label) => label.includes('⭐') && label.includes('GB'));
