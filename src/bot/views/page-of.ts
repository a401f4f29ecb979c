import type { InlineKeyboardButton } from 'grammy/types';
import type { Tap } from '../callback-data.ts';
import type { Translate } from '../texts.ts';
import { tapButton } from './buttons.ts';

/** A part of a list; a page that is not there is the nearest one that is. */
export type Page<Item> = { items: readonly Item[]; page: number; isFirst: boolean; isLast: boolean };

/** @param asked which page and of what size; pages count from 0. */
export function pageOf<Item>(all: readonly Item[], asked: { page: number; size: number }): Page<Item> {
  const last = Math.max(0, Math.ceil(all.length / asked.size) - 1);
  const page = Math.min(asked.page, last);
  const items = all.slice(page * asked.size, (page + 1) * asked.size);
  return { items, page, isFirst: page === 0, isLast: page === last };
}

/** The arrows under a page; no row where there is one page only. */
export function pageButtons(
  { page, isFirst, isLast }: Page<unknown>,
  t: Translate,
  tapTo: (page: number) => Tap,
): InlineKeyboardButton[][] {
  const to = (label: string, there: number) => tapButton(t(label), tapTo(there));
  const arrows = [
    ...(isFirst ? [] : [to('button-earlier', page - 1)]),
    ...(isLast ? [] : [to('button-more', page + 1)]),
  ];
  return arrows.length > 0 ? [arrows] : [];
}
