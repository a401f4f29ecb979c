import type { InlineKeyboardButton } from 'grammy/types';
import { packTap, type Tap } from '../callback-data.ts';
import { fitTo } from './fit-to.ts';

/** Two such buttons fit beside each other on a phone. */
export const LABEL_LIMIT = 25;
const COPY_LIMIT = 256;

/** A button that leads to a screen. */
export const tapButton = (label: string, tap: Tap): InlineKeyboardButton => ({
  text: fitTo(label, LABEL_LIMIT),
  callback_data: packTap(tap),
});

/** A button that copies a text; none at all where Telegram would refuse the text, so it is spread into a row. */
export function copyButtons(label: string, text: string | null): InlineKeyboardButton[] {
  if (text === null || text === '' || text.length > COPY_LIMIT) return [];
  return [{ text: fitTo(label, LABEL_LIMIT), copy_text: { text } }];
}

/** A button that opens a page; none at all where Telegram would refuse the address, so it is spread into a row. */
export function linkButtons(label: string, url: string): InlineKeyboardButton[] {
  const isTaken = /^https?:\/\/[^/:]*\./i.test(url);
  return isTaken ? [{ text: fitTo(label, LABEL_LIMIT), url }] : [];
}

/** So many buttons beside each other. */
export const inRows = (buttons: readonly InlineKeyboardButton[], size = 2): InlineKeyboardButton[][] =>
  Array.from({ length: Math.ceil(buttons.length / size) }, (_, row) =>
    buttons.slice(row * size, (row + 1) * size),
  );
