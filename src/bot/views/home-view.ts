import type { InlineKeyboardButton } from 'grammy/types';
import type { PlanOffer } from '../../services/catalog/plan-offer.ts';
import type { Translate } from '../texts.ts';
import { tapButton } from './buttons.ts';
import { tidy } from './fit-to.ts';
import { pageButtons, pageOf } from './page-of.ts';
import { planLabels } from './plan-labels.ts';
import { bold, type Piece, richLines } from './rich-text.ts';
import type { Screen } from './screen.ts';
import { termWords, trafficWords } from './words.ts';

/** What the home screen is drawn from. */
export type Home = {
  shopName: string;
  offers: readonly PlanOffer[];
  termsVersion: string;
  /** Minted for this drawing: two taps on it are one order. */
  nonce: string;
  /** Counts from 0. */
  page: number;
  /** A line that comes first, such as a polite answer; null = none. */
  note: string | null;
};

const PLANS_PER_PAGE = 8;

/** The first screen: the shop, its plans as buttons, the terms that a press accepts. */
export function homeView(home: Home, t: Translate): Screen {
  const page = pageOf(home.offers, { page: home.page, size: PLANS_PER_PAGE });
  const { text, entities } = richLines(
    ...(home.note === null ? [] : [[home.note], []]),
    [bold(tidy(home.shopName))],
    [t('home-intro')],
    [],
    ...planLines(page.items, t),
    ...(page.items.length > 0 ? [[], [t('plans-terms', { version: tidy(home.termsVersion) })]] : []),
  );
  const rows = [
    ...buyButtons(page.items, home.nonce, t),
    ...pageButtons(page, t, 'plans'),
    [
      tapButton(t('button-accesses'), { screen: 'accesses', page: 0 }),
      tapButton(t('button-language'), { screen: 'language' }),
    ],
  ];
  return { text, entities, reply_markup: { inline_keyboard: rows } };
}

function planLines(offers: readonly PlanOffer[], t: Translate): Piece[][] {
  if (offers.length === 0) return [[t('plans-empty')]];
  return offers.map((offer) => [bold(tidy(offer.name)), ': ', planLine(offer, t)]);
}

function planLine(offer: PlanOffer, t: Translate): string {
  const words = {
    term: termWords(t, offer.durationDays),
    traffic: trafficWords(t, offer.dataLimitGb),
    server: tidy(offer.server),
    price: t('price-stars', { stars: offer.stars }),
  };
  const line =
    offer.connections === null
      ? t('plan-line', words)
      : t('plan-line-devices', { ...words, devices: t('devices', { count: offer.connections }) });
  return offer.soldOut ? t('plan-line-sold-out', { line }) : line;
}

/** A plan that is sold out keeps its button: the press answers why. */
function buyButtons(offers: readonly PlanOffer[], nonce: string, t: Translate): InlineKeyboardButton[][] {
  const labels = planLabels(offers, t);
  return offers.map(({ planId }, place) => [
    tapButton(labels[place] ?? '', { screen: 'buy', planId, nonce }),
  ]);
}
