import type { InlineKeyboardButton } from 'grammy/types';
import type { Money } from '../../model/values/money.ts';
import type { ChargeTrouble, MoneyTrouble, RefundTrouble } from '../../services/checkout/views.ts';
import type { Translate } from '../texts.ts';
import { inRows, tapButton } from '../views/buttons.ts';
import { tidy } from '../views/fit-to.ts';
import { moneyWords } from '../views/money-words.ts';
import { bold, code, type Piece, richLines } from '../views/rich-text.ts';
import type { Screen } from '../views/screen.ts';
import { sureCard } from '../views/sure-card.ts';

const ERROR_LIMIT = 100;
const CHARGE_LIMIT = 40;

/** Orders, filter "money": charges of no order and refunds that were given up, each with what can be done. */
export function moneyCard(t: Translate, { charges, refunds }: MoneyTrouble): Screen {
  const none = charges.length + refunds.length === 0 ? [[t('money-none')]] : [];
  const lines: Piece[][] = [
    [bold(t('money-title'))],
    ...none,
    ...charges.flatMap((charge, place) => [
      [],
      [t('money-charge', { no: String(place + 1), ...chargeArgs(charge) })],
    ]),
    ...refunds.flatMap((refund, place) => refundLines(t, refund, charges.length + place + 1)),
  ];
  const rows = [
    ...inRows(
      charges.map((charge, place) => chargeButton(t, charge, place + 1)),
      2,
    ),
    ...refunds.map((refund, place) => refundButtons(t, refund, charges.length + place + 1)),
    [tapButton(t('button-back'), { screen: 'orders' })],
  ];
  return { ...richLines(...lines), reply_markup: { inline_keyboard: rows } };
}

/** A charge of no order: asked before it goes back. */
export function chargeCard(t: Translate, charge: ChargeTrouble): Screen {
  const stars = String(charge.stars);
  return sureCard({
    title: t('charge-sure-title'),
    lines: [t('charge-sure', chargeArgs(charge)), t('charge-received', { at: charge.receivedAt })],
    yes: tapButton(t('refund-button-yes', { stars }), { screen: 'charge-refund-yes', chargeId: charge.id }),
    back: tapButton(t('button-back'), { screen: 'money' }),
  });
}

/** A refund that was given up: asked before its worth goes to the balance instead. */
export function refundCreditCard(
  t: Translate,
  { trouble, worth }: { trouble: RefundTrouble; worth: Money },
): Screen {
  const { refundId, stars, payerId, orderId } = trouble;
  const amount = moneyWords(worth.minor, worth.currency);
  return sureCard({
    title: t('money-credit-sure-title'),
    lines: [
      t('money-credit-sure', { stars: String(stars), amount, payer: String(payerId) }),
      t(orderId === null ? 'money-credit-sure-end' : 'money-credit-sure-order', { order: orderId ?? '' }),
    ],
    yes: tapButton(t('money-button-credit'), { screen: 'refund-credit-yes', refundId }),
    back: tapButton(t('button-back'), { screen: 'money' }),
  });
}

function refundLines(t: Translate, refund: RefundTrouble, no: number): Piece[][] {
  const { stars, payerId, orderId, error } = refund;
  const words = { no: String(no), stars: String(stars), payer: String(payerId) };
  return [
    [],
    [t('money-refund', words), ...(orderId === null ? [] : [' ', code(orderId)])],
    ...(error === null ? [] : [[t('order-unit-error', { error: tidy(error, ERROR_LIMIT) })]]),
  ];
}

const chargeArgs = ({ stars, payerId, chargeId }: ChargeTrouble) => ({
  stars: String(stars),
  payer: String(payerId),
  charge: tidy(chargeId, CHARGE_LIMIT),
});

const chargeButton = (t: Translate, { id }: ChargeTrouble, no: number): InlineKeyboardButton =>
  tapButton(t('money-button-refund', { no: String(no) }), { screen: 'charge', chargeId: id });

const refundButtons = (t: Translate, { refundId }: RefundTrouble, no: number): InlineKeyboardButton[] => [
  tapButton(t('money-button-retry-no', { no: String(no) }), { screen: 'refund-retry', refundId }),
  tapButton(t('money-button-credit-no', { no: String(no) }), { screen: 'refund-credit', refundId }),
];
