import type { InlineKeyboardButton } from 'grammy/types';
import type { Translate } from '../texts.ts';
import { tapButton } from './buttons.ts';

/** A row for everything that speaks of one access: leads to what a renewal would give and cost. */
export const renewButtons = (clientId: number, t: Translate): InlineKeyboardButton[] => [
  tapButton(t('button-renew'), { screen: 'renew', clientId }),
];
