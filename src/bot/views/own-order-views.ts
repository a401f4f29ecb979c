import type { InlineKeyboardButton } from 'grammy/types';
import type { Money } from '../../model/values/money.ts';
import type { OwnOrder, OwnOrders, Receipt } from '../../services/checkout/views.ts';
import type { Translate } from '../texts.ts';
import { inRows, tapButton } from './buttons.ts';
import { tidy } from './fit-to.ts';
import { moneyWords } from './money-words.ts';
import { pageButtons } from './page-of.ts';
import { bold, code, type Piece, richLines, withTime } from './rich-text.ts';
import type { Screen } from './screen.ts';
import { waysBack } from './ways.ts';
import { termWords, trafficWords } from './words.ts';

/** So many keep the list short; where there are more, My access has all of them. */
const MOST_ACCESS_BUTTONS = 6;
const RECEIPT_LIMIT = 250;

/** A person's orders, the newest first. */
export function ownOrdersView({ orders, page, pages }: OwnOrders, t: Translate): Screen {
  const { text, entities } = richLines(
    [bold(t('own-orders-title'))],
    [],
    ...(orders.length === 0 ? [[t('own-orders-empty')]] : orders.map((order) => [orderLine(order, t)])),
  );
  const shown = { items: orders, page, isFirst: page === 0, isLast: page >= pages - 1 };
  const rows = [
    ...orders.map((order) => [tapButton(labelOf(order, t), { screen: 'own-order', orderId: order.orderId })]),
    ...pageButtons(shown, t, (there) => ({ screen: 'own-orders', page: there })),
    waysBack(t, { screen: 'more' }),
  ];
  return { text, entities, reply_markup: { inline_keyboard: rows } };
}

/** One order as a receipt: what was bought, what was paid, where it stands. `nonce` is minted for this drawing. */
export function receiptView(receipt: Receipt, nonce: string, t: Translate): Screen {
  const { text, entities } = richLines(
    [bold(t('receipt-title', { order: receipt.orderId }))],
    ...dateLine('receipt-placed', receipt.createdAt, t),
    [planLine(receipt, t)],
    [priceWords(receipt, t)],
    ...feeLines(receipt, t),
    [t('receipt-status', { status: statusWords(receipt, t) })],
    ...dateLines(receipt, t),
    ...paymentLines(receipt, t),
    ...balanceLines(receipt, t),
    [],
    [t('receipt-help')],
  );
  const rows = [
    ...payRows(receipt, nonce, t),
    ...accessRows(receipt, t),
    waysBack(t, { screen: 'own-orders', page: 0 }),
  ];
  return { text, entities, reply_markup: { inline_keyboard: rows } };
}

function priceWords({ stars, isTrial }: Receipt, t: Translate): string {
  if (stars > 0) return t('receipt-price', { stars });
  return t(isTrial ? 'receipt-price-trial' : 'receipt-price-free');
}

const CANCEL_WORDS: Partial<Record<OwnOrder['purpose'], string>> = {
  access: 'cancel-ask',
  topup: 'cancel-ask-topup',
};

/** What no renewal costs again. */
function feeLines({ setupFeeMinor = 0n, total }: Receipt, t: Translate): Piece[][] {
  if (setupFeeMinor === 0n) return [];
  return [[t('receipt-fee', { amount: moneyWords(setupFeeMinor, total.currency) })]];
}

/** Nothing ends before the second press. */
export function cancelAskView(order: OwnOrder, t: Translate): Screen {
  const { orderId, stars } = order;
  const asked = CANCEL_WORDS[order.purpose] ?? 'cancel-ask-bought';
  const yes = tapButton(t('cancel-yes'), { screen: 'own-order-cancel-yes', orderId });
  return {
    ...richLines(
      [bold(t('cancel-ask-title', { order: orderId }))],
      [t(asked, { plan: boughtWords(order, t), stars })],
    ),
    reply_markup: {
      inline_keyboard: [[{ ...yes, style: 'danger' }], waysBack(t, { screen: 'own-order', orderId })],
    },
  };
}

function orderLine(order: OwnOrder, t: Translate): string {
  const { stars, createdAt } = order;
  const words = {
    date: t('date-short', { date: createdAt }),
    plan: boughtWords(order, t),
    status: statusWords(order, t),
  };
  if (stars > 0) return t('own-orders-line', { ...words, stars });
  return t(order.isTrial ? 'own-orders-line-trial' : 'own-orders-line-free', words);
}

/** A gift is called neither paid nor refunded. */
const OF_GIFTS: Partial<Record<OwnOrder['status'], string>> = { paid: 'processing', refunded: 'ended' };

/** What was bought for a running access is given, not delivered. */
function statusWords({ stars, status, purpose }: OwnOrder, t: Translate): string {
  if (purpose !== 'access' && status === 'completed') return t('own-status-given');
  return t(`own-status-${(stars === 0 && OF_GIFTS[status]) || status}`);
}

/** An access by its plan; what was bought for one says so. */
const boughtWords = ({ purpose, planName, total }: OwnOrder, t: Translate): string =>
  purpose === 'access'
    ? tidy(planName)
    : t(`bought-${purpose}`, { plan: tidy(planName), amount: moneyWords(total.minor, total.currency) });

const labelOf = (order: OwnOrder, t: Translate): string =>
  t('own-orders-button', { date: t('date-short', { date: order.createdAt }), plan: boughtWords(order, t) });

function planLine(receipt: Receipt, t: Translate): string {
  const { quantity, durationDays, dataLimitGb } = receipt;
  if (receipt.purpose === 'topup') return boughtWords(receipt, t);
  const words = {
    plan: boughtWords(receipt, t),
    quantity,
    term: termWords(t, durationDays),
    traffic: trafficWords(t, dataLimitGb),
  };
  return t(quantity === 1 ? 'receipt-plan' : 'receipt-plan-several', words);
}

const dateLines = ({ payableUntil, paidAt, stars }: Receipt, t: Translate): Piece[][] => [
  ...dateLine('receipt-pay-until', payableUntil, t),
  ...dateLine('receipt-paid', stars === 0 ? null : paidAt, t),
];

function dateLine(id: string, at: Date | null, t: Translate): Piece[][] {
  if (at === null) return [];
  const date = t('date-long', { date: at });
  return [withTime(at, date, t(id, { date }))];
}

/** The charge's number is what the shop and Telegram find a payment by. */
function paymentLines({ payments, fromBalance }: Receipt, t: Translate): Piece[][] {
  if (payments.length === 0 && fromBalance === null) return [[t('receipt-unpaid')]];
  return payments.flatMap(({ chargeId, stars, refund }) => [
    [],
    [t('receipt-payment', { stars })],
    [code(tidy(chargeId, RECEIPT_LIMIT))],
    ...(refund === null ? [] : [[t(`receipt-refund-${refund}`, { stars })]]),
  ]);
}

/** What was paid from the balance in the shop, and what went there. */
function balanceLines({ fromBalance, credits }: Receipt, t: Translate): Piece[][] {
  const words = ({ minor, currency }: Money) => ({ amount: moneyWords(minor, currency) });
  return [
    ...(fromBalance === null ? [] : [[], [t('receipt-from-balance', words(fromBalance))]]),
    ...credits.flatMap(({ amount, done }) => [
      [],
      [t(done ? 'receipt-credit' : 'receipt-credit-due', words(amount))],
    ]),
  ];
}

function payRows(
  { orderId, askedStars: stars, payableUntil }: Receipt,
  nonce: string,
  t: Translate,
): InlineKeyboardButton[][] {
  if (payableUntil === null) return [];
  const pay = tapButton(t('button-pay', { stars }), { screen: 'own-order-pay', orderId, nonce });
  const cancel = tapButton(t('button-cancel-order'), { screen: 'own-order-cancel', orderId });
  return [[{ ...pay, style: 'success' }], [{ ...cancel, style: 'danger' }]];
}

function accessRows({ clientIds }: Receipt, t: Translate): InlineKeyboardButton[][] {
  const buttons = clientIds
    .slice(0, MOST_ACCESS_BUTTONS)
    .map((clientId, place) =>
      tapButton(t('receipt-access', { number: place + 1 }), { screen: 'access', clientId }),
    );
  const isWhole = clientIds.length <= MOST_ACCESS_BUTTONS;
  const all = isWhole ? [] : [tapButton(t('button-accesses'), { screen: 'accesses', page: 0 })];
  return inRows([...buttons, ...all]);
}
