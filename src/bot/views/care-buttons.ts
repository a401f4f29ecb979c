import type { InlineKeyboardButton } from 'grammy/types';
import type { AccessView } from '../../services/delivery/views.ts';
import type { Translate } from '../texts.ts';
import { tapButton } from './buttons.ts';

/** What a customer can do about a running access by himself, in rows for the access screen. */
export function careButtons({ clientId, status }: AccessView, t: Translate): InlineKeyboardButton[][] {
  if (status !== 'active') return [];
  return [
    [
      tapButton(t('button-new-key'), { screen: 'new-key', clientId }),
      tapButton(t('button-locations'), { screen: 'locations', clientId }),
    ],
  ];
}
