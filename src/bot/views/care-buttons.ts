import type { InlineKeyboardButton } from 'grammy/types';
import type { AccessView } from '../../services/delivery/views.ts';
import type { Translate } from '../texts.ts';
import { tapButton } from './buttons.ts';
import { goOnButton } from './pause-views.ts';

/** What a customer can do about a running access by himself, in rows for the access screen. */
export function careButtons(access: AccessView, t: Translate): InlineKeyboardButton[][] {
  const { clientId, status, canNewKey = false, canPause = false, hasPlaces = false } = access;
  const { pausedUntil = null } = access;
  const chart = tapButton(t('button-chart'), { screen: 'chart', clientId });
  const trouble = tapButton(t('button-trouble'), { screen: 'trouble', clientId });
  if (pausedUntil !== null) return [[goOnButton(clientId, t)], [chart], [trouble]];
  if (status !== 'active') return [[chart], [trouble]];
  return [
    [chart],
    [trouble],
    [
      ...(canNewKey ? [tapButton(t('button-new-key'), { screen: 'new-key', clientId })] : []),
      ...(hasPlaces ? [tapButton(t('button-locations'), { screen: 'locations', clientId, page: 0 })] : []),
    ],
    ...(canPause ? [[tapButton(t('button-pause'), { screen: 'pause', clientId })]] : []),
  ].filter((row) => row.length > 0);
}
