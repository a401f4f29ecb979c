import type { InlineKeyboardButton } from 'grammy/types';
import type { Tap } from '../callback-data.ts';
import type { Translate } from '../texts.ts';
import { tapButton } from './buttons.ts';

/** The arrows under a page of a list that the services cut; no row where there is one page only. */
export function listArrows(
  t: Translate,
  { page, more }: { page: number; more: boolean },
  tapOf: (page: number) => Tap,
): InlineKeyboardButton[][] {
  const arrows = [
    ...(page > 0 ? [tapButton(t('button-earlier'), tapOf(page - 1))] : []),
    ...(more ? [tapButton(t('button-more'), tapOf(page + 1))] : []),
  ];
  return arrows.length > 0 ? [arrows] : [];
}
