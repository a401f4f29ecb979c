import type { InlineKeyboardButton } from 'grammy/types';
import type { Address } from '../../services/delivery/address-desk.ts';
import type { Translate } from '../texts.ts';
import { copyButtons, tapButton } from './buttons.ts';
import { bold, code, richLines } from './rich-text.ts';
import type { Screen } from './screen.ts';
import { waysBack } from './ways.ts';

/** Where a key may be with somebody else, the address that brings the next one may be too; null = there is none. */
export const addressButtons = (subscriptionUrl: string | null, t: Translate): InlineKeyboardButton[][] =>
  subscriptionUrl === null ? [] : [[tapButton(t('button-new-address'), { screen: 'new-address' })]];

/** Asked before the old address dies, which cannot be taken back. */
export function newAddressView({ mark }: Address, t: Translate): Screen {
  const yes = tapButton(t('new-address-button-yes'), { screen: 'new-address-yes', mark });
  return {
    ...richLines([bold(t('new-address-sure'))], [t('new-address-what')], [t('new-address-keys')]),
    reply_markup: {
      inline_keyboard: [[{ ...yes, style: 'danger' }], waysBack(t, { screen: 'accesses', page: 0 })],
    },
  };
}

/** The one that holds from now on. */
export function addressView({ url }: Address, t: Translate): Screen {
  const copy = copyButtons(t('button-copy-subscription'), url);
  const rows = [copy, waysBack(t, { screen: 'accesses', page: 0 })];
  return {
    ...richLines([bold(t('new-address-title'))], [code(url)], [t('new-address-next')]),
    reply_markup: { inline_keyboard: rows.filter((row) => row.length > 0) },
  };
}

/** The staff did it. */
export function addressRenewedView({ url }: Address, t: Translate): Screen {
  const copy = copyButtons(t('button-copy-subscription'), url);
  const rows = [copy, [tapButton(t('button-accesses'), { screen: 'accesses-new' })]];
  return {
    ...richLines([bold(t('new-address-by-staff'))], [code(url)], [t('new-address-next')]),
    reply_markup: { inline_keyboard: rows.filter((row) => row.length > 0) },
  };
}
