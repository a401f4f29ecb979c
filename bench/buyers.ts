import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { textsIn } from '../src/bot/texts.ts';
import type { Box } from '../src/commands/smoke/box.ts';
import { codeOf, labelsOf, type Shown, SmokePerson } from '../src/commands/smoke/person.ts';

const made = z.object({ id: z.number() });
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const english = textsIn(join(import.meta.dirname, '..', 'locales'), quiet).for('en');

/** What navigation that costs nothing is called on the screen. */
export const LABELS = { home: english('button-home'), accesses: english('button-accesses') };

/** From the accepted payment, in ms: until Telegram took the key's text, and its QR. */
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
export async function buyOnce(buyer: SmokePerson, thinkMs: number): Promise<Delivered> {
  const before = (await buyer.screen()).length;
  await buyer.send('/start');
  const home = await buyer.sees('the plans', (entry) => planLabel(entry) !== undefined, before);
  await wait(thinkMs);
  await buyer.tap(planLabel(home) ?? '');
  await buyer.sees('the invoice', (entry) => entry.kind === 'invoice', before);
  await wait(thinkMs);
  await buyer.pay();
  const paidAt = Date.now();
  const photo = await buyer.sees('the QR', (entry) => Boolean(entry.photo), before);
  const text = await buyer.sees('the key', (entry) => codeOf(entry) !== '', before);
  return { textMs: text.at - paidAt, qrMs: photo.at - paidAt };
}

const planLabel = (entry: Shown): string | undefined =>
  labelsOf(entry).find((label) => label.includes('⭐') && label.includes('GB'));
