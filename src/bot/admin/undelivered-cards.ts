import type { InlineKeyboardButton } from 'grammy/types';
import { between } from '../../model/values/period.ts';
import type { BackPreview } from '../../services/checkout/preview-give-back.ts';
import type { Listed, UndeliveredView } from '../../services/staff/views.ts';
import type { Translate } from '../texts.ts';
import { backWords } from '../views/back-words.ts';
import { inRows, tapButton } from '../views/buttons.ts';
import { tidy } from '../views/fit-to.ts';
import { listArrows } from '../views/list-arrows.ts';
import { bold, code, type Piece, richLines } from '../views/rich-text.ts';
import type { Screen } from '../views/screen.ts';
import { spanWords } from '../views/span-words.ts';
import { sureCard } from '../views/sure-card.ts';
import { unitErrorWords } from '../views/unit-error-words.ts';

const NAME_LIMIT = 30;

/** /undelivered: what is paid and not delivered, the oldest first, and what becomes of it (SPEC 221). */
export function undeliveredCard(t: Translate, list: Listed<UndeliveredView>): Screen {
  const none = list.items.length === 0 ? [[], [t('undelivered-none')]] : [];
  const lines: Piece[][] = [
    [bold(t('undelivered-title'))],
    ...list.items.flatMap((unit, place) => [[], ...unitLines(t, unit, place + 1)]),
    ...none,
  ];
  const buttons = list.items.map(({ unitId }, place) =>
    tapButton(t('undelivered-button', { no: String(place + 1) }), { screen: 'unit', unitId }),
  );
  const rows = [
    ...inRows(buttons, 5),
    ...listArrows(t, list, (page) => ({ screen: 'undelivered', page })),
    [tapButton(t('undelivered-button-again'), { screen: 'undelivered', page: list.page })],
    [tapButton(t('button-back'), { screen: 'admin' })],
  ];
  return { ...richLines(...lines), reply_markup: { inline_keyboard: rows } };
}

function unitLines(t: Translate, unit: UndeliveredView, no: number): Piece[][] {
  const { customerName, planName, server, attempts } = unit;
  const who = {
    no: String(no),
    age: ageWords(t, unit),
    person: tidy(customerName, NAME_LIMIT),
    plan: tidy(planName, NAME_LIMIT),
    server: tidy(server, NAME_LIMIT),
  };
  const cause = causeWords(t, unit);
  return [
    [t('undelivered-line', who)],
    ...(cause === '' ? [] : [[t('undelivered-cause', { cause, count: attempts })]]),
    [`→ ${nextWords(t, unit)}`],
  ];
}

/** One unit: how it stands, what comes next, and what can be done about it. */
export function unitCard(t: Translate, unit: UndeliveredView): Screen {
  const { unitId, orderId, unitNo, quantity, ready } = unit;
  const cause = causeWords(t, unit);
  const lines: Piece[][] = [
    [bold(t('unit-title')), ' ', code(unitId)],
    [t('unit-of', { plan: tidy(unit.planName), person: tidy(unit.customerName), no: unitNo, of: quantity })],
    [t('unit-order'), ' ', code(orderId)],
    [t(ofFree(unit, 'unit-paid'), { age: ageWords(t, unit), at: unit.paidAt })],
    [t('order-unit', { status: t(`unit-status-${unit.status}`), server: tidy(unit.server) })],
    ...(cause === '' ? [] : [[t('undelivered-cause', { cause, count: unit.attempts })]]),
    ...(quantity > 1 ? [[t('unit-ready', { ready, of: quantity })]] : []),
    [],
    [`→ ${nextWords(t, unit)}`],
  ];
  return { ...richLines(...lines), reply_markup: { inline_keyboard: unitButtons(t, unit) } };
}

function unitButtons(t: Translate, unit: UndeliveredView): InlineKeyboardButton[][] {
  const { orderId, customerId } = unit;
  const acts = isOpen(unit) ? unitActs(t, unit) : [];
  return [
    ...acts,
    [
      tapButton(t('order-button-open'), { screen: 'order', orderId }),
      tapButton(t('order-button-customer'), { screen: 'customer', customerId }),
    ],
    [tapButton(t('unit-button-history'), { screen: 'unit-history', unitId: unit.unitId })],
    [tapButton(t('button-back'), { screen: 'undelivered', page: 0 })],
  ];
}

/** What the staff can do about an undelivered unit; each asks first. One that waits for a yes is not tried. */
function unitActs(t: Translate, { unitId, heldAt, isFree }: UndeliveredView): InlineKeyboardButton[][] {
  const retry = tapButton(t('order-button-retry'), { screen: 'unit-retry', unitId });
  const move = tapButton(t('unit-button-move'), { screen: 'unit-move', unitId });
  return [
    ...(heldAt === null ? [[retry, move]] : []),
    isFree
      ? [tapButton(t('unit-button-end'), { screen: 'unit-refund', unitId })]
      : [
          tapButton(t('unit-button-credit'), { screen: 'unit-credit', unitId }),
          tapButton(t('order-button-refund'), { screen: 'unit-refund', unitId }),
        ],
  ];
}

/** Neither delivered nor ended. */
export const isOpen = ({ next }: UndeliveredView): boolean => next !== 'delivered' && next !== 'ended';

/** Asked before a unit is tried again. */
export const retrySureCard = (t: Translate, unit: UndeliveredView): Screen =>
  sureCard({
    title: t('unit-retry-sure-title'),
    lines: [
      aboutLine(t, unit),
      t('unit-retry-sure', { server: tidy(unit.server), count: unit.attempts + 1 }),
    ],
    yes: tapButton(t('order-button-retry'), { screen: 'unit-retry-yes', unitId: unit.unitId }),
    back: backTo(t, unit),
  });

/** Asked before a unit is put on another server of its plan. */
export const moveSureCard = (t: Translate, unit: UndeliveredView): Screen =>
  sureCard({
    title: t('unit-move-sure-title'),
    lines: [aboutLine(t, unit), t('unit-move-sure', { server: tidy(unit.server) })],
    yes: tapButton(t('unit-button-move'), { screen: 'unit-move-yes', unitId: unit.unitId }),
    back: backTo(t, unit),
  });

/** Asked before the share of one unit goes to the balance of its customer. */
export function creditSureCard(t: Translate, unit: UndeliveredView, back: BackPreview): Screen {
  const words = { back: backWords(t, back), person: tidy(unit.customerName) };
  return sureCard({
    title: t('unit-credit-sure-title'),
    lines: [aboutLine(t, unit), t('unit-credit-sure', words), t('unit-end-sure', { count: 1 })],
    yes: tapButton(t('unit-button-credit'), { screen: 'unit-credit-yes', unitId: unit.unitId }),
    back: backTo(t, unit),
  });
}

/** Asked before all that is not delivered of an order ends: whole charges to Telegram, or the share to the balance. */
export function refundSureCard(t: Translate, unit: UndeliveredView, back: BackPreview): Screen {
  const { units, of, stars } = back;
  const words = { back: backWords(t, back), person: tidy(unit.customerName), units, of };
  const how = stars > 0 || units === of ? 'unit-refund-sure' : 'unit-refund-sure-part';
  return sureCard({
    title: t('unit-refund-sure-title'),
    lines: [aboutLine(t, unit), t(how, words), t('unit-end-sure', { count: units })],
    yes: tapButton(t('order-button-refund'), { screen: 'unit-refund-yes', unitId: unit.unitId }),
    back: backTo(t, unit),
  });
}

/** Asked before a key that costs nothing is given up. */
export const endSureCard = (t: Translate, unit: UndeliveredView): Screen =>
  sureCard({
    title: t('unit-end-sure-title'),
    lines: [
      aboutLine(t, unit),
      t('unit-end-sure-free', { person: tidy(unit.customerName) }),
      t('unit-end-sure', { count: 1 }),
    ],
    yes: tapButton(t('unit-button-end'), { screen: 'unit-refund-yes', unitId: unit.unitId }),
    back: backTo(t, unit),
  });

/** What speaks of money has other words where none was paid. */
const ofFree = ({ isFree }: UndeliveredView, words: string): string => (isFree ? `${words}-free` : words);

const aboutLine = (t: Translate, unit: UndeliveredView): string =>
  t(ofFree(unit, 'unit-about'), {
    plan: tidy(unit.planName),
    person: tidy(unit.customerName),
    age: ageWords(t, unit),
  });

const backTo = (t: Translate, { unitId }: UndeliveredView) =>
  tapButton(t('button-back'), { screen: 'unit', unitId });

const ageWords = (t: Translate, { paidAt, now }: UndeliveredView): string =>
  spanWords(t, between(paidAt, now));

const causeWords = (t: Translate, { errorCode, error }: UndeliveredView): string =>
  unitErrorWords(t, errorCode, error);

/** What happens if nobody does anything, and when its money goes back. */
function nextWords(t: Translate, unit: UndeliveredView): string {
  const { next, now, dueAt, givesBackAt, server } = unit;
  const wait = dueAt === null ? '' : spanWords(t, between(now, dueAt));
  const step = next === 'later' && dueAt === null ? 'now' : next;
  const words = t(`next-${step}`, { wait, server: tidy(server) });
  return givesBackAt === null ? words : `${words}; ${t(ofFree(unit, 'next-back'), { at: givesBackAt })}`;
}
