import type { InlineKeyboardButton } from 'grammy/types';
import type { Tap } from '../callback-data.ts';
import type { Translate } from '../texts.ts';
import { tapButton } from '../views/buttons.ts';
import type { Page } from '../views/page-of.ts';

/** Buttons side by side, two in a row. */
export function inPairs(buttons: readonly InlineKeyboardButton[]): InlineKeyboardButton[][] {
  const rows: InlineKeyboardButton[][] = [];
  for (let place = 0; place < buttons.length; place += 2) rows.push(buttons.slice(place, place + 2));
  return rows;
}

/** The arrows under a page of a list; no row where there is one page only. */
export function arrows(
  t: Translate,
  { page, isFirst, isLast }: Page<unknown>,
  to: (page: number) => Tap,
): InlineKeyboardButton[][] {
  const back = isFirst ? [] : [tapButton(t('button-earlier'), to(page - 1))];
  const more = isLast ? [] : [tapButton(t('button-more'), to(page + 1))];
  return back.length + more.length > 0 ? [[...back, ...more]] : [];
}

/** For what cannot be undone. */
export const dangerButton = (label: string, tap: Tap): InlineKeyboardButton => ({
  ...tapButton(label, tap),
  style: 'danger',
});
