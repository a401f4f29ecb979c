import type { MessageEntity } from 'grammy/types';
import { fitTo } from './fit-to.ts';

/** A stretch of text in one style. */
export type Piece = string | { readonly style: 'bold' | 'code'; readonly text: string };

/** A text with the places of its styles, in UTF-16 units as Telegram counts them. */
export type RichText = { text: string; entities: MessageEntity[] };

export const MESSAGE_LIMIT = 4096;
const ENTITY_LIMIT = 100;

export const bold = (text: string): Piece => ({ style: 'bold', text });

/** A tap copies it. */
export const code = (text: string): Piece => ({ style: 'code', text });

/** Joins pieces as they stand, so that nothing needs escaping; cut at Telegram's limit of a message. */
export function richText(...pieces: readonly Piece[]): RichText {
  const entities: MessageEntity[] = [];
  let text = '';
  for (const piece of pieces) {
    const words = wordsOf(piece);
    if (typeof piece !== 'string' && words !== '')
      entities.push({ type: piece.style, offset: text.length, length: words.length });
    text += words;
  }
  return clipped({ text, entities });
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
