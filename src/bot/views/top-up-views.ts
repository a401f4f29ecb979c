import type { Money } from '../../model/values/money.ts';
import type { TopUpOffer } from '../../services/checkout/purchases/place-top-up.ts';
import type { TopUpNews } from '../../services/checkout/purchases/top-up-desk.ts';
import type { Translate } from '../texts.ts';
import { tapButton } from './buttons.ts';
import { moneyWords } from './money-words.ts';
import { bold, richLines } from './rich-text.ts';
import type { Screen } from './screen.ts';
import { waysBack } from './ways.ts';

/** What a top-up is chosen from; `nonce` is minted for this drawing. */
export type TopUpScreen = { offers: readonly TopUpOffer[]; balance: Money; nonce: string };

/** The amounts with their Stars; pressing one sends its invoice. */
export function topUpView({ offers, balance, nonce }: TopUpScreen, t: Translate): Screen {
  const rows = offers.map(({ amount, stars }) => [
    tapButton(t('button-topup-amount', { amount: wordsOf(amount), stars }), {
      screen: 'topup-pay',
      shown: Number(amount.minor),
      nonce: `${nonce}-${amount.minor}`,
    }),
  ]);
  return {
    ...richLines(
      [bold(t('topup-title'))],
      [t('pay-balance', { amount: wordsOf(balance) })],
      [t('topup-how')],
    ),
    reply_markup: { inline_keyboard: [...rows, waysBack(t, { screen: 'wallet', page: 0 })] },
  };
}

/** It is on the balance: how much, and what is there now. */
export function toppedUpView({ orderId, amount, stars, balance }: TopUpNews, t: Translate): Screen {
  const wallet = tapButton(t('button-wallet'), { screen: 'wallet-new' });
  const home = tapButton(t('button-home'), { screen: 'home-new' });
  return {
    ...richLines(
      [bold(t('topped-up-title', { amount: wordsOf(amount) }))],
      [t('topped-up', { stars })],
      [t('pay-balance', { amount: wordsOf(balance) })],
      [t('refund-order', { order: orderId })],
    ),
    reply_markup: { inline_keyboard: [[wallet, home]] },
  };
}

const wordsOf = ({ minor, currency }: Money): string => moneyWords(minor, currency);
