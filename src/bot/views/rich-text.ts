import type { MessageEntity } from 'grammy/types';
import { fitTo } from './fit-to.ts';

/** A stretch of text in one style. */
export type Piece =
  | string
  | { readonly style: 'bold' | 'code' | 'expandable_blockquote'; readonly text: string }
  | { readonly style: 'time'; readonly text: string; readonly at: Date };

/** A text with the places of its styles, in UTF-16 units as Telegram counts them. */
export type RichText = { text: string; entities: MessageEntity[] };

export const MESSAGE_LIMIT = 4096;
const ENTITY_LIMIT = 100;

export const bold = (text: string): Piece => ({ style: 'bold', text });

/** A tap copies it. */
export const code = (text: string): Piece => ({ style: 'code', text });

/** A longer text of somebody else, folded to three lines until it is tapped (UX 7); it stands on lines of its own. */
export const quote = (text: string): Piece => ({ style: 'expandable_blockquote', text });

/** Apps show the moment in the reader's own time and way; older ones the text. */
const time = (at: Date, text: string): Piece => ({ style: 'time', text, at });

/** A sentence in whose gap that moment stands. */
export function withTime(at: Date, text: string, sentence: string): Piece[] {
  const place = sentence.indexOf(text);
  if (place < 0) return [sentence];
  return [sentence.slice(0, place), time(at, text), sentence.slice(place + text.length)];
}

/** Joins pieces as they stand, so that nothing needs escaping; cut at Telegram's limit of a message. */
export function richText(...pieces: readonly Piece[]): RichText {
  const entities: MessageEntity[] = [];
  let text = '';
  for (const piece of pieces) {
    const words = wordsOf(piece);
    if (typeof piece !== 'string' && words !== '')
      entities.push(entityOf(piece, { offset: text.length, length: words.length }));
    text += words;
  }
  return clipped({ text, entities });
}

/** Long date and short time, as the Bot API's date-time entities name it. */
const TIME_FORMAT = 'Dt';

function entityOf(piece: Exclude<Piece, string>, place: { offset: number; length: number }): MessageEntity {
  if (piece.style !== 'time') return { type: piece.style, ...place };
  const unix_time = Math.floor(piece.at.getTime() / 1000);
  return { type: 'date_time', unix_time, date_time_format: TIME_FORMAT, ...place };
}

/** Each line is its pieces; a line of no pieces is left blank. */
export function richLines(...lines: readonly (readonly Piece[])[]): RichText {
  return richText(...lines.flatMap((line, place) => (place === 0 ? line : ['\n', ...line])));
}

const wordsOf = (piece: Piece): string => (typeof piece === 'string' ? piece : piece.text).toWellFormed();

function clipped({ text, entities }: RichText): RichText {
  const shown = fitTo(text, MESSAGE_LIMIT);
  const inside = entities
    .filter(({ offset }) => offset < shown.length)
    .map((each) => ({ ...each, length: Math.min(each.length, shown.length - each.offset) }));
  return { text: shown, entities: inside.slice(0, ENTITY_LIMIT) };
}
