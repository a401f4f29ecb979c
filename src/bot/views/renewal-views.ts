import type { Bytes } from '../../model/values/traffic.ts';
import type { RenewalNews } from '../../services/checkout/purchases/renewal-news.ts';
import type { RenewalOffer } from '../../services/checkout/purchases/renewal-offer.ts';
import type { Translate } from '../texts.ts';
import { autoButtons, autoLines } from './auto-renewal-views.ts';
import { tapButton } from './buttons.ts';
import { tidy } from './fit-to.ts';
import { moneyWords } from './money-words.ts';
import { balanceLines, type PayTaps, payRows } from './pay-rows.ts';
import { bold, type Piece, richLines, withTime } from './rich-text.ts';
import type { Screen } from './screen.ts';
import { monthlyButtons, monthlyLines } from './subscription-views.ts';
import { waysBack } from './ways.ts';
import { bytesLeft, daysLeftWords, gigabytesOf, termWords, trafficWords } from './words.ts';

/** What a renewal is drawn from; `nonce` is minted for this drawing. */
export type RenewalScreen = { offer: RenewalOffer; nonce: string; now: Date };

/** What a renewal would give and cost, before anything is paid (SPEC 196). */
export function renewalView({ offer, nonce, now }: RenewalScreen, t: Translate): Screen {
  const { clientId, price, stars, balance, terms, after } = offer;
  const { text, entities } = richLines(
    [bold(t('renew-title', { plan: tidy(offer.planName) }))],
    [t('renew-left', { days: daysLeftWords(t, offer.expiresAt, now), traffic: leftWords(offer, t) })],
    [t('renew-gives', { term: termWords(t, terms.days), traffic: sizeWords(terms.data, t) })],
    [t(offer.isTrial ? 'renew-rule-trial' : `renew-rule-${terms.rule}`)],
    ...(offer.isStopped ? [[t('renew-stopped')]] : []),
    [],
    untilLine('renew-until', after.expiresAt, t),
    [t('renew-traffic', { traffic: sizeWords(after.trafficLimit, t) })],
    [t('pay-price', { amount: moneyWords(price.minor, price.currency), stars })],
    ...balanceLines(balance, t),
    ...(offer.isTrial || offer.subscription?.status === 'active' ? [] : autoLines(offer, t)),
    ...monthlyLines(offer, t),
  );
  const press = { clientId, nonce, offer: offer.fingerprint };
  const taps: PayTaps = {
    inStars: { screen: 'renew-stars', ...press },
    byBalance: (shown) => ({ screen: 'renew-balance', ...press, shown }),
  };
  const rows = [
    ...payRows(offer, taps, t),
    monthlyButtons(offer, nonce, t),
    offer.isTrial ? [] : autoButtons(offer, t),
    waysBack(t, { screen: 'access', clientId }),
  ].filter((row) => row.length > 0);
  return { text, entities, reply_markup: { inline_keyboard: rows } };
}

function leftWords({ used, limit }: RenewalOffer, t: Translate): string {
  const left = bytesLeft({ used, limit });
  return left === null ? t('gb-unlimited') : t('gb-left', { gb: gigabytesOf(left) });
}

const sizeWords = (size: Bytes | null, t: Translate): string =>
  trafficWords(t, size === null ? null : gigabytesOf(size));

function untilLine(id: string, until: Date | null, t: Translate): Piece[] {
  if (until === null) return [t('key-forever')];
  const date = t('date-long', { date: until });
  return withTime(until, date, t(id, { date }));
}

/** A further period was paid: what it brought, and what it cost. */
export function renewedView(news: RenewalNews, t: Translate): Screen {
  const { isAutomatic, isWaiting, isStopped } = news;
  const title = t('access-notice-title', { plan: tidy(news.planName), server: tidy(news.server) });
  const { text, entities } = richLines(
    [bold(title)],
    [t(isAutomatic ? 'renewed-auto' : 'renewed')],
    untilLine('renewed-until', news.until, t),
    [t('renewed-traffic', { traffic: sizeWords(news.limit, t) })],
    [paidWords(news, t)],
    ...(isWaiting ? [[t('renewed-waits', { server: tidy(news.server) })]] : []),
    ...(isStopped ? [[t('renewed-stopped')]] : []),
    [t('refund-order', { order: news.orderId })],
  );
  const rows = [[tapButton(t('button-accesses'), { screen: 'accesses-new' })]];
  return { text, entities, reply_markup: { inline_keyboard: rows } };
}

/** What it cost, in Stars and from the balance. */
export function paidWords({ stars, fromBalance, balance }: RenewalNews, t: Translate): string {
  if (fromBalance === null) return t('renewed-paid-stars', { stars });
  const amount = moneyWords(fromBalance.minor, fromBalance.currency);
  const left = moneyWords(balance.minor, balance.currency);
  return stars === 0
    ? t('renewed-paid-balance', { amount, left })
    : t('renewed-paid-part', { amount, stars, left });
}
