import type { LinkPart } from '../../model/inbound-links.ts';
import type { AlertData } from '../../services/messages/alert-data.ts';
import type { MessageData, PriceNews } from '../../services/messages/message-kinds.ts';
import type { TextArgs, Translate } from '../texts.ts';
import { alertButtons } from './alert-buttons.ts';
import { backWords } from './back-words.ts';
import { tapButton } from './buttons.ts';
import { tidy } from './fit-to.ts';
import { moneyWords } from './money-words.ts';
import { bold, type Piece, richLines, richText } from './rich-text.ts';
import type { Screen } from './screen.ts';
import { unitErrorWords } from './unit-error-words.ts';

const REASON_LIMIT = 300;

/** Money is on its way back, and why. */
export function refundStartedView(refund: MessageData['refund-started'], t: Translate): Screen {
  if (refund.reason === 'returned') return returnedView(refund, t);
  const reason = t(`refund-reason-${refund.reason}`);
  const lines: Piece[][] = [
    [bold(t('refund-started-title'))],
    [t('refund-started', { stars: refund.stars, reason })],
  ];
  return withHome(richLines(...lines, ...orderLine(refund.orderId, t)), t);
}

/** Telegram has given it back, and nobody in the shop: what it had paid for is over. */
function returnedView({ stars, orderId }: MessageData['refund-started'], t: Translate): Screen {
  const ended = orderId === null ? [] : [[t('refund-reason-returned')]];
  const lines: Piece[][] = [[bold(t('stars-returned-title'))], [t('stars-returned', { stars })], ...ended];
  return withHome(richLines(...lines, ...orderLine(orderId, t)), t);
}

/** The money is back. */
export function refundDoneView(refund: MessageData['refund-done'], t: Translate): Screen {
  const lines: Piece[][] = [[bold(t('refund-done-title'))], [t('refund-done', { stars: refund.stars })]];
  return withHome(richLines(...lines, ...orderLine(refund.orderId, t)), t);
}

/** Money came to the balance in the shop: how much, for what, and what it is good for. */
export function creditedView(credit: MessageData['credited'], t: Translate): Screen {
  const { minor, currency, units, of, orderId } = credit;
  const amount = moneyWords(BigInt(minor), currency);
  const lines: Piece[][] = [
    [bold(t('credited-title'))],
    [t('credited', { amount, reason: t(`refund-reason-${credit.reason}`) })],
    ...(units < of ? [[t('credited-part', { units, of })]] : []),
    [t('credited-use')],
  ];
  const ways = [
    [
      tapButton(t('button-wallet'), { screen: 'wallet-new' }),
      tapButton(t('button-home'), { screen: 'home-new' }),
    ],
  ];
  return { ...richLines(...lines, ...orderLine(orderId, t)), reply_markup: { inline_keyboard: ways } };
}

/** A plan that this person holds costs something else from now on; what is paid already stays as it is. */
export function priceChangedView(
  { plan, currency, before, after, subscribed }: PriceNews,
  t: Translate,
): Screen {
  const words = ({ minor, stars }: PriceNews['before']) =>
    t('price-news-price', { price: moneyWords(BigInt(minor), currency), stars: String(stars) });
  const lines: Piece[][] = [
    [bold(t('price-news-title', { plan: tidy(plan) }))],
    [t('price-news', { before: words(before), after: words(after) })],
    [t('price-news-safe')],
    ...(subscribed ? [[t('price-news-subscribed')]] : []),
  ];
  return withHome(richLines(...lines), t);
}

/** Something of this person could not be handled. */
export const sorryView = (t: Translate): Screen => withHome(richText(t('sorry')), t);

/** What the staff is told; names and reasons come from panels and persons, so they are tidied. */
export function alertView(alert: AlertData, t: Translate): Screen {
  const entries = Object.entries(alert).map(([name, value]) => [name, shown(value)]);
  const reason = alert.code === 'unit-failed' && { reason: unitReason(alert.reason, t) };
  const args: TextArgs = {
    ...Object.fromEntries(entries),
    ...reason,
    ...lateArgs(alert, t),
    ...backArgs(alert, t),
    ...keptArgs(alert, t),
    ...(alert.code === 'inbound-changed' && { changed: partWords(alert.changed, t) }),
    ...(alert.code === 'inbound-back' && {
      sale: t(alert.sells ? 'inbound-back-sells' : 'inbound-back-shut'),
    }),
    ...(alert.code === 'mute-over' && { health: t(`server-health-${alert.health}`) }),
  };
  const buttons = alertButtons(alert, t);
  const words = richText(t(`alert-${wordsOf(alert)}`, args));
  return buttons.length === 0 ? words : { ...words, reply_markup: { inline_keyboard: buttons } };
}

function lateArgs(alert: AlertData, t: Translate): TextArgs {
  if (alert.code !== 'undelivered') return {};
  return { cause: unitErrorWords(t, alert.errorCode, alert.error) || t('undelivered-no-cause') };
}

function backArgs(alert: AlertData, t: Translate): TextArgs {
  if (alert.code !== 'given-back') return {};
  const { stars, minor, currency } = alert;
  return { back: backWords(t, { stars, credited: { minor: BigInt(minor), currency } }) };
}

/** Why what an order gave stands although its money is back. */
function keptArgs(alert: AlertData, t: Translate): TextArgs {
  if (alert.code !== 'stars-returned-unclear' || alert.why !== 'kept') return {};
  return { reason: t(`stars-kept-${alert.reason}`) };
}

const partWords = (parts: readonly LinkPart[], t: Translate): string =>
  parts.map((part) => t(`link-part-${part}`)).join(', ');

/** Stored as `class: text`. */
function unitReason(reason: string, t: Translate): string {
  const [code = '', ...text] = reason.split(': ');
  return text.length === 0 ? tidy(reason, REASON_LIMIT) : unitErrorWords(t, code, text.join(': '));
}

/** Some alerts have words of their own for a special case. */
function wordsOf(alert: AlertData): string {
  switch (alert.code) {
    case 'server-back':
      return alert.minutes === undefined ? alert.code : 'server-back-after';
    case 'capacity-warning':
    case 'capacity-critical':
      return alert.inbound === null ? `${alert.code}-server` : alert.code;
    case 'inbound-back':
      return `${alert.code}-${alert.was}`;
    case 'given-back':
      return `${alert.code}-${alert.reason}`;
    case 'push-refused':
      return `${alert.code}-${alert.wanted}`;
    case 'stars-returned':
      return `${alert.code}-${alert.what}`;
    case 'stars-returned-unclear':
      return `${alert.code}-${alert.why}`;
    case 'panel-upgraded':
      return alert.isOtherApi ? 'panel-upgraded-api' : alert.code;
    default:
      return alert.code;
  }
}

/** Ids stand as they are, without the marks of thousands. */
function shown(value: string | number | boolean | null | readonly string[]): string {
  return value === null ? '—' : tidy(String(value), REASON_LIMIT);
}

function orderLine(orderId: string | null, t: Translate): Piece[][] {
  return orderId === null ? [] : [[t('refund-order', { order: orderId })]];
}

/** The home opens as a message of its own: a notice has to stay. */
function withHome(words: Screen, t: Translate): Screen {
  const rows = [[tapButton(t('button-home'), { screen: 'home-new' })]];
  return { ...words, reply_markup: { inline_keyboard: rows } };
}
