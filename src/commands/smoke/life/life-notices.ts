import type { Shown } from '../person.ts';

/** What the bot says of an access unasked, or of its renewal, by the words it is known by. */
const WORDS = {
  connected: /You are connected/,
  'traffic 80 %': /\b80% of your traffic/,
  'traffic 95 %': /\b95% of your traffic/,
  'traffic 100 %': /traffic is used up/,
  renewed: /Renewed\. Your key stays the same/,
  '7 days left': /\b7 days left/,
  '3 days left': /\b3 days left/,
  '1 day left': /One day left/,
  ended: /time of this access ended/,
  deleted: /not renewed, so it is deleted/,
} as const;

export type NoticeName = keyof typeof WORDS;

const NAMES = Object.keys(WORDS) as NoticeName[];
const DAY_MS = 86_400_000;

/** `day` = days and their hundredths since the access was paid for. */
export type SeenNotice = { day: number; notice: NoticeName; text: string };

/** Every notice in a chat that came since `paidAt` (ms), in its order. */
export function noticesIn(screen: readonly Shown[], paidAt: number): SeenNotice[] {
  return screen.flatMap(({ from, at, text }) => {
    const words = text ?? '';
    const notice = NAMES.find((name) => WORDS[name].test(words));
    if (from !== 'bot' || notice === undefined || at < paidAt) return [];
    return [{ day: dayOf(at, paidAt), notice, text: words }];
  });
}

export const dayOf = (at: number, paidAt: number): number => Math.round(((at - paidAt) / DAY_MS) * 100) / 100;
