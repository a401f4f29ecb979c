const ELLIPSIS = '…';
const NOTHING = '—';
const NAME_LIMIT = 64;
/** Invisible, and able to turn the words behind them round; the joiners that Persian and emoji need stay. */
const TRICKS = /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;

/** Telegram counts code points, so `limit` does too; what is cut ends in "…". */
export function fitTo(text: string, limit: number): string {
  const points = [...text];
  return points.length <= limit ? text : points.slice(0, limit - 1).join('') + ELLIPSIS;
}

/** Code points; with its heading it fits one message. */
export const LETTER_LIMIT = 3000;

/** What the staff writes to a customer: its lines stay, invisible tricks do not; never empty. */
export function letter(text: string): string {
  const lines = text
    .toWellFormed()
    .replace(TRICKS, '')
    .replace(/[^\S\n]+/gu, ' ')
    .replace(/[^\P{Cc}\n]/gu, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return fitTo(lines || NOTHING, LETTER_LIMIT);
}

/** A name or reason that somebody else wrote, on one line, without invisible tricks; never empty. */
export function tidy(text: string, limit = NAME_LIMIT): string {
  const line = text
    .toWellFormed()
    .replace(TRICKS, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  return fitTo(line || NOTHING, limit);
}

/** A text of several lines that somebody else wrote, without invisible tricks; never empty. */
export function tidyLines(text: string): string {
  const lines = text
    .toWellFormed()
    .replace(TRICKS, '')
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .trim();
  return lines || NOTHING;
}
