import type { Money } from '../../model/values/money.ts';
import type { PlanOffer } from '../../services/catalog/plan-offer.ts';
import type { BalanceMove, BalanceMoves } from '../../services/checkout/views.ts';
import type { Translate } from '../texts.ts';
import { aboutLines, planLine, promiseLines, type Terms } from './browse-view.ts';
import { tapButton } from './buttons.ts';
import { tidy } from './fit-to.ts';
import { moneyWords } from './money-words.ts';
import { pageButtons } from './page-of.ts';
import { type PayTaps, payRows } from './pay-rows.ts';
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

/** A plan that a balance can pay, at least in part. `nonce` is of the screen that it was chosen on. */
export type PayScreen = { offer: PlanOffer; balance: Money; nonce: string; terms: Terms };

/** How a plan is paid: from the balance as far as it goes, or in Stars alone. */
export function payView({ offer, balance, nonce, terms }: PayScreen, t: Translate): Screen {
  const { planId, stars } = offer;
  const price = { minor: offer.priceMinor, currency: offer.currency };
  const taps: PayTaps = {
    inStars: { screen: 'buy-stars', planId, nonce },
    byBalance: (shown) => ({ screen: 'buy-balance', planId, nonce, shown }),
  };
  const rows = [...payRows({ price, stars, balance }, taps, t), waysBack(t, { screen: 'plans', page: 0 })];
  const { text, entities } = richLines(
    [bold(tidy(offer.name))],
    [planLine(offer, t)],
    ...aboutLines(offer),
    [t('pay-price', { amount: wordsOf(price), stars })],
    ...feeLines(offer, t),
    [t('pay-balance', { amount: wordsOf(balance) })],
    [],
    [t('pay-how')],
    ...promiseLines(terms, t),
  );
  return { text, entities, reply_markup: { inline_keyboard: rows } };
}

/** What is paid once, so that nobody wonders at the price of a renewal (SPEC 9). */
const feeLines = ({ setupFee, currency }: PlanOffer, t: Translate): Piece[][] =>
  setupFee ? [[t('pay-fee', { amount: moneyWords(setupFee.minor, currency), stars: setupFee.stars })]] : [];

/** On the home, where there is something. */
export const balanceLines = (balance: Money | null, t: Translate): Piece[][] =>
  balance === null || balance.minor === 0n ? [] : [[t('home-balance', { amount: wordsOf(balance) })], []];
