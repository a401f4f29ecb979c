import { minutes, type Period } from '../../model/values/period.ts';
import type { BackPreview } from '../../services/checkout/preview-give-back.ts';
import type { CardView } from '../../services/delivery/views.ts';
import type { Translate } from '../texts.ts';
import { tapButton } from './buttons.ts';
import { tidy } from './fit-to.ts';
import { moneyWords } from './money-words.ts';
import { bold, richLines } from './rich-text.ts';
import type { Screen } from './screen.ts';
import { sureCard } from './sure-card.ts';
import { termWords } from './words.ts';

/** An order that is late, and what would go back of it now. */
export type Late = { card: CardView; back: BackPreview };

/** After half an hour: where the money is, and the choice to wait on or to have it back. */
export function lateView(late: Late, t: Translate): Screen {
  const { orderId } = late.card;
  const lines = [
    [bold(t(isHeld(late) ? 'late-held-title' : 'late-title'))],
    [t('late-order', { plan: tidy(late.card.planName), order: orderId })],
    [],
    [t(sorryId(late))],
    ...(late.back.ready > 0 ? [[t('late-part', { ready: late.back.ready, of: late.back.of })]] : []),
    [t('late-choice', { back: backWhere(late.back, t) })],
  ];
  const wait = tapButton(t('late-button-wait'), { screen: 'late-wait', orderId });
  const rows = [[{ ...wait, style: 'success' as const }], [backButton(orderId, t)]];
  return { ...richLines(...lines), reply_markup: { inline_keyboard: rows } };
}

/** It is not being made: somebody of the shop has to say yes first. */
const isHeld = ({ card }: Late): boolean => card.stage === 'approval';

function sorryId(late: Late): string {
  if (late.card.isParked) return 'late-maintenance';
  return isHeld(late) ? 'late-held' : 'late-sorry';
}

/** The customer waits on, and may still change their mind; `within` = when the money goes back by itself. */
export function lateWaitView(late: Late, t: Translate, within: Period): Screen {
  const { card } = late;
  const { orderId, isParked } = card;
  const waiting = isParked ? t('late-waiting-parked') : t('late-waiting', { time: timeWords(within, t) });
  const lines = [
    [bold(t(isHeld(late) ? 'late-held-title' : 'late-title'))],
    [t('late-order', { plan: tidy(card.planName), order: orderId })],
    [],
    [isHeld(late) ? t('late-waiting-held') : waiting],
  ];
  return { ...richLines(...lines), reply_markup: { inline_keyboard: [[backButton(orderId, t)]] } };
}

/** Asked before the customer's money goes back. */
export function lateSureView({ card: { orderId }, back }: Late, t: Translate): Screen {
  return sureCard({
    title: t('late-sure-title'),
    lines: [t('late-sure', { back: backWhere(back, t) }), t('late-sure-end', { count: back.units })],
    yes: tapButton(t('late-button-yes'), { screen: 'late-back-yes', orderId }),
    back: tapButton(t('late-button-wait'), { screen: 'late-wait', orderId }),
  });
}

/** It is on its way back. */
export const lateBackView = (back: BackPreview, t: Translate): Screen => ({
  text: t('late-given-back', { back: backWhere(back, t) }),
  reply_markup: { inline_keyboard: [[tapButton(t('button-home'), { screen: 'home-new' })]] },
});

function timeWords(time: Period, t: Translate): string {
  const hours = time / minutes(60);
  return hours % 24 === 0 ? termWords(t, hours / 24) : t('late-hours', { count: hours });
}

const backButton = (orderId: string, t: Translate) =>
  tapButton(t('late-button-back'), { screen: 'late-back', orderId });

/** Where the money goes: to Telegram as a whole, or the share to the balance where a part is delivered. */
function backWhere({ stars, credited, units, of }: BackPreview, t: Translate): string {
  const amount = moneyWords(credited.minor, credited.currency);
  if (stars > 0)
    return t(credited.minor > 0n ? 'late-back-both' : 'late-back-stars', { stars: String(stars), amount });
  return t(units < of ? 'late-back-part' : 'late-back-balance', { amount, units, of });
}
