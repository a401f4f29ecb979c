import type { InlineKeyboardButton } from 'grammy/types';
import { starsForRest } from '../../model/order-money.ts';
import type { Money } from '../../model/values/money.ts';
import type { Tap } from '../callback-data.ts';
import type { Translate } from '../texts.ts';
import { tapButton } from './buttons.ts';
import { moneyWords } from './money-words.ts';
import type { Piece } from './rich-text.ts';

/** `stars` = all of the price in Stars; `balance` = what its buyer has in the shop. */
export type Payable = { price: Money; stars: number; balance: Money };

/** Where a press on each way leads; `shown` = what the balance would pay, in minor units. */
export type PayTaps = { inStars: Tap; byBalance: (shown: number) => Tap };

/**
 * From the balance as far as it goes, or all of it in Stars. A press says what was shown, so that nothing else is ever
 * sold or taken.
 */
export function payRows(
  { price, stars, balance }: Payable,
  taps: PayTaps,
  t: Translate,
): InlineKeyboardButton[][] {
  const inStars = tapButton(t('button-pay', { stars }), taps.inStars);
  if (balance.minor <= 0n || price.minor === 0n) return [[{ ...inStars, style: 'success' }]];
  const part = balance.minor < price.minor ? balance.minor : price.minor;
  const rest = starsForRest({ total: price.minor, totalStars: stars }, part);
  const amount = moneyWords(part, price.currency);
  const label =
    rest === 0 ? t('button-pay-balance', { amount }) : t('button-pay-part', { amount, stars: rest });
  return [[{ ...tapButton(label, taps.byBalance(Number(part))), style: 'success' }], [inStars]];
}

/** What there is to pay with, where there is anything. */
export const balanceLines = (balance: Money, t: Translate): Piece[][] =>
  balance.minor > 0n ? [[t('pay-balance', { amount: moneyWords(balance.minor, balance.currency) })]] : [];
