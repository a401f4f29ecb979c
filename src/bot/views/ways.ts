import type { InlineKeyboardButton } from 'grammy/types';
import type { Tap } from '../callback-data.ts';
import type { Translate } from '../texts.ts';
import { tapButton } from './buttons.ts';

/** The last row of every screen but the first: back to where it was opened from, and home, always in these places. */
export const waysBack = (t: Translate, back: Tap): InlineKeyboardButton[] => [
  tapButton(t('button-back'), back),
  tapButton(t('button-home'), { screen: 'home' }),
];
