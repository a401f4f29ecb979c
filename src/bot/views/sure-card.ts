import type { InlineKeyboardButton } from 'grammy/types';
import { bold, type Piece, richLines } from './rich-text.ts';
import type { Screen } from './screen.ts';

type Question = {
  title: string;
  /** What will happen, line by line. */
  lines: readonly string[];
  yes: InlineKeyboardButton;
  back: InlineKeyboardButton;
};

/** Asked before what cannot be undone, or what somebody else will feel: what happens, yes in red, and the way back. */
export function sureCard({ title, lines, yes, back }: Question): Screen {
  const words: Piece[][] = [[bold(title)], ...lines.map((line) => [line])];
  return {
    ...richLines(...words),
    reply_markup: { inline_keyboard: [[{ ...yes, style: 'danger' }], [back]] },
  };
}
