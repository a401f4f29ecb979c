import type { InlineKeyboardButton } from 'grammy/types';
import type { DeviceOffer } from '../../services/checkout/purchases/devices-offer.ts';
import type { PlanNews } from '../../services/checkout/purchases/plan-news.ts';
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
import { termWords } from './words.ts';

/** Where the plan sells more devices: one button; else none. */
export const deviceButtons = (
  { clientId, hasDevices }: Pick<AccessView, 'clientId' | 'hasDevices'>,
  t: Translate,
): InlineKeyboardButton[] =>
  hasDevices ? [tapButton(t('button-devices'), { screen: 'devices', clientId })] : [];

/** `nonce` is minted for this drawing. */
export type DeviceScreen = { offer: DeviceOffer; nonce: string };

/** One more device before it is paid (SPEC 197). */
export function deviceView({ offer, nonce }: DeviceScreen, t: Translate): Screen {
  const { clientId, price, stars, balance, wholePrice } = offer;
  const press = { clientId, nonce, offer: offer.fingerprint };
  const taps: PayTaps = {
    inStars: { screen: 'devices-stars', ...press },
    byBalance: (shown) => ({ screen: 'devices-balance', ...press, shown }),
  };
  return {
    ...richLines(
      [bold(t('devices-title', { plan: tidy(offer.planName) }))],
      [t('devices-now', { devices: t('devices', { count: offer.devices }) })],
      ...untilLines(offer.expiresAt, t),
      [
        t('devices-whole', {
          amount: moneyWords(wholePrice.minor, wholePrice.currency),
          term: termWords(t, offer.days),
        }),
      ],
      [t('devices-left', { count: offer.left })],
      [],
      [t('pay-price', { amount: moneyWords(price.minor, price.currency), stars })],
      ...balanceLines(balance, t),
    ),
    reply_markup: {
      inline_keyboard: [...payRows(offer, taps, t), waysBack(t, { screen: 'access', clientId })],
    },
  };
}

/** One more device was paid: how many there are now, and what it cost. */
export function deviceAddedView(news: PlanNews, t: Translate): Screen {
  const title = t('access-notice-title', { plan: tidy(news.planName), server: tidy(news.server) });
  const devices = news.devices === null ? t('change-devices-any') : t('devices', { count: news.devices });
  return {
    ...richLines(
      [bold(title)],
      [t('device-added', { devices })],
      ...(news.until === null ? [] : untilLines(news.until, t)),
      [paidWords(news, t)],
      ...(news.isWaiting ? [[t('renewed-waits', { server: tidy(news.server) })]] : []),
      [t('refund-order', { order: news.orderId })],
    ),
    reply_markup: { inline_keyboard: [[tapButton(t('button-accesses'), { screen: 'accesses-new' })]] },
  };
}

function untilLines(until: Date, t: Translate): Piece[][] {
  const date = t('date-long', { date: until });
  return [withTime(until, date, t('devices-until', { date }))];
}
