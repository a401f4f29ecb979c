import type { InlineKeyboardButton } from 'grammy/types';
import type { RenewalNews } from '../../services/checkout/purchases/renewal-news.ts';
import type { PackOffer, TrafficOffer } from '../../services/checkout/purchases/traffic-offer.ts';
import type { AccessView } from '../../services/delivery/views.ts';
import type { Translate } from '../texts.ts';
import { tapButton } from './buttons.ts';
import { tidy } from './fit-to.ts';
import { moneyWords } from './money-words.ts';
import { balanceLines, type PayTaps, payRows } from './pay-rows.ts';
import { paidWords } from './renewal-views.ts';
import { bold, type Piece, richLines, withTime } from './rich-text.ts';
import type { Screen } from './screen.ts';
import { waysBack } from './ways.ts';
import { gigabytesOf } from './words.ts';

/** Where the plan offers more traffic: one button; else none. */
export const trafficButtons = (
  { clientId, hasPacks }: Pick<AccessView, 'clientId' | 'hasPacks'>,
  t: Translate,
): InlineKeyboardButton[] =>
  hasPacks ? [tapButton(t('button-traffic'), { screen: 'traffic', clientId })] : [];

/** The packs with their prices and what the access would have then (SPEC 197). */
export function packsView(offer: TrafficOffer, t: Translate): Screen {
  const { clientId } = offer;
  const rows = offer.packs.map((pack) => [
    tapButton(t('button-pack', { gb: pack.gb, amount: priceOf(pack), stars: pack.stars }), {
      screen: 'traffic-pack',
      clientId,
      gb: pack.gb,
    }),
  ]);
  return {
    ...richLines(...headLines(offer, t), [], ...offer.packs.map((pack) => [afterWords(pack, t)])),
    reply_markup: { inline_keyboard: [...rows, waysBack(t, { screen: 'access', clientId })] },
  };
}

/** `nonce` is minted for this drawing. */
export type PackScreen = { offer: TrafficOffer; pack: PackOffer; nonce: string };

/** One pack before it is paid. */
export function packView({ offer, pack, nonce }: PackScreen, t: Translate): Screen {
  const { clientId, balance } = offer;
  const press = { clientId, gb: pack.gb, nonce, offer: pack.fingerprint };
  const taps: PayTaps = {
    inStars: { screen: 'traffic-stars', ...press },
    byBalance: (shown) => ({ screen: 'traffic-balance', ...press, shown }),
  };
  return {
    ...richLines(
      ...headLines(offer, t),
      [],
      [afterWords(pack, t)],
      [t('pay-price', { amount: priceOf(pack), stars: pack.stars })],
      ...balanceLines(balance, t),
    ),
    reply_markup: {
      inline_keyboard: [
        ...payRows({ ...pack, balance }, taps, t),
        waysBack(t, { screen: 'traffic', clientId }),
      ],
    },
  };
}

/** More traffic was paid: what holds now, and what it cost. */
export function trafficAddedView(news: RenewalNews, t: Translate): Screen {
  const title = t('access-notice-title', { plan: tidy(news.planName), server: tidy(news.server) });
  const gb = news.limit === null ? '' : gigabytesOf(news.limit);
  return {
    ...richLines(
      [bold(title)],
      [t('traffic-added', { gb })],
      ...untilLines(news.until, t),
      [paidWords(news, t)],
      ...(news.isWaiting ? [[t('renewed-waits', { server: tidy(news.server) })]] : []),
      [t('refund-order', { order: news.orderId })],
    ),
    reply_markup: { inline_keyboard: [[tapButton(t('button-accesses'), { screen: 'accesses-new' })]] },
  };
}

const headLines = (offer: TrafficOffer, t: Translate): Piece[][] => [
  [bold(t('traffic-title', { plan: tidy(offer.planName) }))],
  [t('usage-of', { used: gigabytesOf(offer.used), limit: gigabytesOf(offer.limit) })],
  ...untilLines(offer.expiresAt, t),
];

/** Bought traffic ends with the period. */
function untilLines(until: Date | null, t: Translate): Piece[][] {
  if (until === null) return [];
  const date = t('date-long', { date: until });
  return [withTime(until, date, t('traffic-until', { date }))];
}

const afterWords = ({ gb, after }: PackOffer, t: Translate): string =>
  t('traffic-after', { gb, after: gigabytesOf(after) });

const priceOf = ({ price }: PackOffer): string => moneyWords(price.minor, price.currency);
