import type { Money } from '../../model/values/money.ts';
import type { BalanceMove, BalanceMoves } from '../../services/checkout/views.ts';
import type { Translate } from '../texts.ts';
import { tapButton } from './buttons.ts';
import { moneyWords } from './money-words.ts';
import { pageButtons } from './page-of.ts';
import { bold, type Piece, richLines } from './rich-text.ts';
import type { Screen } from './screen.ts';
import { waysBack } from './ways.ts';

/** A person's balance in the shop and what moved it. */
export type WalletScreen = { balance: Money; history: BalanceMoves; canTopUp: boolean };

/** The balance, how it arises, what it is good for, and what moved it, the newest first. */
export function walletView({ balance, history, canTopUp }: WalletScreen, t: Translate): Screen {
  const { moves, page, pages } = history;
  const { text, entities } = richLines(
    [bold(t('wallet-title', { amount: wordsOf(balance) }))],
    [t(canTopUp ? 'wallet-how-topup' : 'wallet-how')],
    [],
    ...(moves.length === 0 ? [[t('wallet-empty')]] : moves.map((move) => [moveLine(move, t)])),
  );
  const shown = { items: moves, page, isFirst: page === 0, isLast: page >= pages - 1 };
  const rows = [
    ...(canTopUp ? [[tapButton(t('button-topup'), { screen: 'topup' })]] : []),
    ...pageButtons(shown, t, (there) => ({ screen: 'wallet', page: there })),
    waysBack(t, { screen: 'more' }),
  ];
  return { text, entities, reply_markup: { inline_keyboard: rows } };
}

/** Reasons of journals that have words; what comes later is a movement. */
const REASONS: ReadonlySet<string> = new Set([
  'wallet-paid',
  'wallet-held',
  'wallet-returned',
  'wallet-paid-late',
  'not-delivered',
  'customer',
  'admin',
  'stars-refused',
  'returned',
  'topup',
  'topup-back',
  'plan-credit',
  'plan-credit-back',
]);

function moveLine({ amount, reason, orderId, at }: BalanceMove, t: Translate): string {
  const words = {
    date: t('date-short', { date: at }),
    amount: `${amount.minor < 0n ? '−' : '+'}${wordsOf({ ...amount, minor: absolute(amount.minor) })}`,
    reason: t(`wallet-move-${REASONS.has(reason) ? reason : 'other'}`),
  };
  return orderId === null ? t('wallet-line', words) : t('wallet-line-order', { ...words, order: orderId });
}

const absolute = (minor: bigint): bigint => (minor < 0n ? -minor : minor);

const wordsOf = ({ minor, currency }: Money): string => moneyWords(minor, currency);

/** On the home, where there is something. */
export const balanceLines = (balance: Money | null, t: Translate): Piece[][] =>
  balance === null || balance.minor === 0n ? [] : [[t('home-balance', { amount: wordsOf(balance) })], []];
