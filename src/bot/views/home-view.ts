import type { InlineKeyboardButton } from 'grammy/types';
import type { Money } from '../../model/values/money.ts';
import { NOTHING_CHOSEN, nextStep } from '../../services/catalog/browse.ts';
import type { BuyAgain } from '../../services/catalog/catalog-service.ts';
import type { PlanOffer } from '../../services/catalog/plan-offer.ts';
import type { Translate } from '../texts.ts';
import { PLANS_PER_PAGE, promiseLines, stepLines, stepRows, type Terms } from './browse-view.ts';
import { tapButton } from './buttons.ts';
import { tidy } from './fit-to.ts';
import { namedLabel } from './plan-labels.ts';
import { bold, type Piece, richLines } from './rich-text.ts';
import type { Screen } from './screen.ts';
import { type Trials, trialLines, trialRow } from './trial-views.ts';
import { balanceLines } from './wallet-views.ts';

const WORDS_LIMIT = 300;

/** What the home screen is drawn from. */
export type Home = {
  shopName: string;
  offers: readonly PlanOffer[];
  terms: Terms;
  /** Minted for this drawing: two taps on one plan list are one order, and "buy again" is another. */
  nonces: { plans: string; again: string };
  /** null = this person has not bought anything yet. */
  bought: BuyAgain | null;
  /** What the person may try for nothing, with a nonce of this drawing; left out = nothing. */
  trials?: Trials;
  /** What the person has in the shop; left out = nothing. */
  balance?: Money;
  /** Nothing is sold to this person now. */
  isSuspended: boolean;
  /** Why nothing is sold to customers now; null = the shop is open. */
  maintenance: { words: string | null; isStaff: boolean } | null;
  /** Where help is found besides /support; null = nowhere. */
  supportContact: string | null;
  /** Counts from 0. */
  page: number;
  /** A line that comes first, such as a polite answer; null = none. */
  note: string | null;
};

/** The first screen: the shop, its plans or the first choice on the way to them, the terms that a press accepts. */
export function homeView(home: Home, t: Translate): Screen {
  const step = nextStep(home.offers, NOTHING_CHOSEN, PLANS_PER_PAGE);
  const at = { step, page: home.page, nonce: home.nonces.plans };
  const trials = triable(home);
  const gives = trials.offers.length > 0 || Boolean(home.bought?.again);
  const sells = step.kind === 'plans' ? home.offers.length > 0 : gives;
  const { text, entities } = richLines(
    ...(home.note === null ? [] : [[home.note], []]),
    [bold(tidy(home.shopName))],
    [t('home-intro')],
    ...suspendedLines(home, t),
    ...maintenanceLines(home, t),
    [],
    ...balanceLines(home.balance ?? null, t),
    ...againLines(home.bought, t),
    ...trialLines(trials, t),
    ...stepLines(at, t),
    ...(sells ? promiseLines(home.terms, t) : []),
  );
  const rows = [...againRow(home, t), ...trialRow(trials, t), ...stepRows(at, t), ...ways(home, t)];
  return { text, entities, reply_markup: { inline_keyboard: rows } };
}

/** Where nothing is sold, nothing is given either. */
function triable({ trials, isSuspended, maintenance }: Home): Trials {
  const isClosed = isSuspended || (maintenance !== null && !maintenance.isStaff);
  return isClosed || !trials ? { offers: [], nonce: '' } : trials;
}

function suspendedLines({ isSuspended, supportContact }: Home, t: Translate): Piece[][] {
  if (!isSuspended) return [];
  const contact =
    supportContact === null ? [] : [[t('support-contact', { contact: tidy(supportContact, 300) })]];
  return [[], [t('suspended')], ...contact];
}

/** Plans can still be looked at; the staff can buy them too. */
function maintenanceLines({ maintenance }: Home, t: Translate): Piece[][] {
  if (!maintenance) return [];
  const { words, isStaff } = maintenance;
  return [
    [],
    [t('maintenance-home')],
    ...(words === null ? [] : [[tidy(words, WORDS_LIMIT)]]),
    ...(isStaff ? [[t('maintenance-home-staff')]] : []),
  ];
}

/** A price that is another than last time is said before anybody pays. */
function againLines(bought: BuyAgain | null, t: Translate): Piece[][] {
  if (!bought) return [];
  const { last, again } = bought;
  const isLast = again?.offer.planId === last.planId;
  const gone = isLast ? [] : [[t('again-gone', { name: tidy(last.planName) })]];
  return [...gone, ...(again ? [[againLine(again, t)]] : []), []];
}

function againLine({ offer, paidStars }: NonNullable<BuyAgain['again']>, t: Translate): string {
  const words = { name: tidy(offer.name), price: t('price-stars', { stars: offer.stars }) };
  if (offer.stars === paidStars) return t('again-line', words);
  return t('again-line-changed', { ...words, paid: t('price-stars', { stars: paidStars }) });
}

function againRow({ bought, nonces }: Home, t: Translate): InlineKeyboardButton[][] {
  const offer = bought?.again?.offer;
  if (!offer) return [];
  const price = t('price-stars', { stars: offer.stars });
  const label = namedLabel(t, 'again-button', { name: offer.name, price });
  return [[tapButton(label, { screen: 'buy', planId: offer.planId, nonce: nonces.again })]];
}

function ways({ bought, balance }: Home, t: Translate): InlineKeyboardButton[][] {
  const accesses = tapButton(t('button-accesses'), { screen: 'accesses', page: 0 });
  const orders = tapButton(t('button-orders'), { screen: 'own-orders', page: 0 });
  const more = tapButton(t('button-more-screen'), { screen: 'more' });
  const wallet = balance?.minor ? [tapButton(t('button-wallet'), { screen: 'wallet', page: 0 })] : [];
  return bought
    ? [
        [accesses, orders],
        [...wallet, more],
      ]
    : [[accesses, ...wallet, more]];
}
