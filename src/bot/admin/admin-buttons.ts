import type { InlineKeyboardButton } from 'grammy/types';
import type { Tap } from '../callback-data.ts';
import { tapButton } from '../views/buttons.ts';

/** For what cannot be undone. */
export const dangerButton = (label: string, tap: Tap): InlineKeyboardButton => ({
  ...tapButton(label, tap),
  style: 'danger',
});
