import type { InlineKeyboardButton } from 'grammy/types';
import type { AccessView } from '../../services/delivery/views.ts';
import type { Translate } from '../texts.ts';
import { tapButton } from './buttons.ts';

/** What a customer can do about a running access by himself, in rows for the access screen. */
export function careButtons({ clientId, status }: AccessView, t: Translate): InlineKeyboardButton[][] {
  const chart = tapButton(t('button-chart'), { screen: 'chart', clientId });
  const trouble = tapButton(t('button-trouble'), { screen: 'trouble', clientId });
  if (status !== 'active') return [[chart], [trouble]];
  return [
    [chart],
    [trouble],
    [
      tapButton(t('button-new-key'), { screen: 'new-key', clientId }),
      tapButton(t('button-locations'), { screen: 'locations', clientId }),
    ],
  ];
}
