import type { Translate } from '../texts.ts';
import { bold, richLines } from './rich-text.ts';
import type { Screen } from './screen.ts';

/** The words on the menu's buttons, row by row. */
export const MORE_LABELS = [
  'button-orders',
  'button-wallet',
  'button-language',
  'button-notices',
  'button-support',
  'button-paysupport',
  'button-terms',
  'button-privacy',
  'button-help',
  'button-back',
  'button-home',
] as const;

/** What the shop says and keeps besides its plans; the buttons are a menu's (`customer/more-menu.ts`). */
export const moreView = (t: Translate): Screen => richLines([bold(t('more-title'))], [t('more-line')]);
