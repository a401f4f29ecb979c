import type { InlineKeyboardButton } from 'grammy/types';
import type { RenewalOffer } from '../../services/checkout/purchases/renewal-offer.ts';
import type { AccessView } from '../../services/delivery/views.ts';
import type { MessageData } from '../../services/messages/message-kinds.ts';
import type { Translate } from '../texts.ts';
import { tapButton } from './buttons.ts';
import { tidy } from './fit-to.ts';
import { moneyWords } from './money-words.ts';
import { renewButtons } from './renew-buttons.ts';
import { bold, type Piece, richLines, withTime } from './rich-text.ts';
import type { Screen } from './screen.ts';

type Auto = Pick<RenewalOffer, 'autoRenew' | 'nextBillingAt' | 'price' | 'balance'>;

/** Whether it renews by itself, when, for how much, and whether the balance will do. */
export function autoLines(offer: Auto, t: Translate): Piece[][] {
  const { autoRenew, nextBillingAt, price, balance } = offer;
  if (price.minor === 0n) return [];
  if (!autoRenew) return [[t('renew-auto-off')]];
  const amount = moneyWords(price.minor, price.currency);
  if (nextBillingAt === null) return [[t('renew-auto-ended')]];
  const date = t('date-long', { date: nextBillingAt });
  const short = price.minor - balance.minor;
  return [
    withTime(nextBillingAt, date, t('renew-auto-on', { date, amount })),
    ...(short > 0n ? [[t('renew-auto-short', { amount: moneyWords(short, price.currency) })]] : []),
  ];
}

/** On the screen of an access: what renews it, and what waits for its panel; `offer` left out = it cannot be renewed. */
export function renewalLines(offer: RenewalOffer | undefined, t: Translate): Piece[][] {
  if (offer === undefined) return [];
  return [...(offer.autoRenew ? autoLines(offer, t) : []), ...(offer.isWaiting ? [[t('access-waits')]] : [])];
}

/** The press names where it leads. */
export const autoButtons = (
  { clientId, autoRenew, price }: Pick<RenewalOffer, 'clientId' | 'autoRenew' | 'price'>,
  t: Translate,
): InlineKeyboardButton[] =>
  price.minor === 0n
    ? []
    : [
        tapButton(t(autoRenew ? 'button-auto-off' : 'button-auto-on'), {
          screen: 'renew-auto',
          clientId,
          on: autoRenew ? 0 : 1,
        }),
      ];

/** The balance did not do: what is missing, until when, and the ways out. */
export function renewalShortView(
  access: AccessView,
  t: Translate,
  {
    clientId,
    minor,
    currency,
    until,
    isLast,
    canTopUp,
  }: MessageData['renewal-short'] & { canTopUp: boolean },
): Screen {
  const missing = t('renewal-short', { amount: moneyWords(BigInt(minor), currency) });
  const after = isLast ? t('renewal-short-last') : t('renewal-short-again');
  const wallet = canTopUp
    ? tapButton(t('button-topup'), { screen: 'topup-new' })
    : tapButton(t('button-wallet'), { screen: 'wallet-new' });
  return notice(access, t, {
    lines: [[missing], untilLine(until, t), [after]],
    rows: [[...renewButtons(clientId, t), wallet]],
  });
}

/** Its plan is not renewed any more, or it has no price: nothing will be charged. */
export function renewalStoppedView(
  access: AccessView,
  t: Translate,
  { until }: MessageData['renewal-stopped'],
): Screen {
  const home = tapButton(t('button-home'), { screen: 'home-new' });
  return notice(access, t, { lines: [[t('renewal-stopped')], untilLine(until, t)], rows: [[home]] });
}

/** Its key is dead where it is, so nothing was charged: another location helps, or the shop's people. */
export function renewalHeldView(
  access: AccessView,
  t: Translate,
  { until }: MessageData['renewal-held'],
): Screen {
  const own = tapButton(t('button-accesses'), { screen: 'accesses-new' });
  return notice(access, t, { lines: [[t('renewal-held')], untilLine(until, t)], rows: [[own]] });
}

/** The staff did it: what will happen now, and where it is switched back. */
export function autoSwitchedView(
  access: AccessView,
  t: Translate,
  { clientId, isOn, endedSubscription }: MessageData['auto-renewal-switched'],
): Screen {
  const home = tapButton(t('button-home'), { screen: 'home-new' });
  const lines: Piece[][] = [
    [t(isOn ? 'auto-switched-on' : 'auto-switched-off')],
    ...(endedSubscription ? [[t('auto-switched-subscription')]] : []),
  ];
  return notice(access, t, { lines, rows: [renewButtons(clientId, t), [home]] });
}

function untilLine(until: string | null, t: Translate): Piece[] {
  if (until === null) return [t('key-forever')];
  const at = new Date(until);
  const date = t('date-long', { date: at });
  return withTime(at, date, t('key-until', { date }));
}

function notice(
  access: AccessView,
  t: Translate,
  { lines, rows }: { lines: Piece[][]; rows: InlineKeyboardButton[][] },
): Screen {
  const title = t('access-notice-title', { plan: tidy(access.planName), server: tidy(access.server) });
  return { ...richLines([bold(title)], ...lines), reply_markup: { inline_keyboard: rows } };
}
