import type { InlineKeyboardButton } from 'grammy/types';
import type { OrderView } from '../../services/checkout/views.ts';
import type { Translate } from '../texts.ts';
import { tapButton } from '../views/buttons.ts';
import { tidy } from '../views/fit-to.ts';
import { bold, code, type Piece, richLines } from '../views/rich-text.ts';
import type { Screen } from '../views/screen.ts';

const MOST_UNITS = 15;
const REASON_LIMIT = 150;
/** Statuses of an order in which a unit may still be taken up. */
const UNDER_WAY: readonly OrderView['status'][] = ['paid', 'processing', 'partial'];

/** /orders: the newest, or those that a query found. */
export function ordersCard(t: Translate, orders: readonly OrderView[], query: string): Screen {
  if (orders.length === 0)
    return { text: query ? t('orders-none', { query: tidy(query) }) : t('orders-empty') };
  const title = query ? t('orders-found', { query: tidy(query) }) : t('orders-newest');
  const lines: Piece[][] = [[bold(title)], ...orders.flatMap((order) => orderLines(t, order))];
  const buttons = orders.map(({ orderId }) => [
    tapButton(t('orders-button', { order: orderId }), { screen: 'order', orderId }),
  ]);
  return { ...richLines(...lines), reply_markup: { inline_keyboard: buttons } };
}

/** One order: its units with what went wrong, its charges, and what can be done. */
export function orderCard(t: Translate, order: OrderView): Screen {
  const lines: Piece[][] = [
    [bold(t('order-title')), ' ', code(order.orderId)],
    [t(`order-status-${order.status}`)],
    [personWords(t, order), ' ', code(String(order.customerId))],
    [planWords(t, order)],
    [t('order-created', { at: order.createdAt })],
    ...(order.paidAt ? [[t('order-paid', { at: order.paidAt })]] : []),
    ...order.units.slice(0, MOST_UNITS).flatMap((unit) => unitLines(t, unit)),
    ...order.charges.map((charge) => [chargeWords(t, charge), ' ', code(tidy(charge.chargeId, 80))]),
  ];
  return { ...richLines(...lines), reply_markup: { inline_keyboard: orderButtons(t, order) } };
}

/** Asked before money moves: how much, to whom, and what is switched off. */
export function refundCard(t: Translate, order: OrderView): Screen {
  const stars = String(starsKept(order));
  const keys = order.units.filter(({ status }) => status === 'completed').length;
  const person = tidy(order.customerName);
  const lines: Piece[][] = [
    [bold(t('refund-sure-title'))],
    [t('refund-sure', { stars, person })],
    [keys === 0 ? t('refund-sure-no-keys') : t('refund-sure-keys', { count: keys })],
  ];
  const { orderId } = order;
  const yes = tapButton(t('refund-button-yes', { stars }), { screen: 'order-refund-yes', orderId });
  const back = tapButton(t('button-back'), { screen: 'order', orderId });
  return {
    ...richLines(...lines),
    reply_markup: { inline_keyboard: [[{ ...yes, style: 'danger' }], [back]] },
  };
}

/** True where there is money of this order to give back. */
export const isRefundable = (order: OrderView): boolean =>
  order.charges.some(({ status }) => status === 'settled');

const starsKept = (order: OrderView): number =>
  order.charges.filter(({ status }) => status === 'settled').reduce((sum, { stars }) => sum + stars, 0);

const isRetryable = (order: OrderView): boolean =>
  UNDER_WAY.includes(order.status) &&
  order.units.some(({ status }) => status === 'failed' || status === 'pending');

function orderLines(t: Translate, order: OrderView): Piece[][] {
  const status = t(`order-status-${order.status}`);
  return [[], [code(order.orderId), ' ', status], [`${personWords(t, order)}, ${planWords(t, order)}`]];
}

const personWords = (t: Translate, order: OrderView): string =>
  t('order-person', { person: tidy(order.customerName) });

const planWords = (t: Translate, { planName, quantity, stars }: OrderView): string =>
  t('order-plan', { quantity: String(quantity), plan: tidy(planName), stars: String(stars) });

function unitLines(t: Translate, { unitId, status, error, server }: OrderView['units'][number]): Piece[][] {
  const words = t('order-unit', { status: t(`unit-status-${status}`), server: tidy(server) });
  const reason = error === null ? [] : [[t('order-unit-error', { error: tidy(error, REASON_LIMIT) })]];
  return [[words, ' ', code(unitId)], ...reason];
}

const chargeWords = (t: Translate, { stars, status }: OrderView['charges'][number]): string =>
  t('order-charge', { stars: String(stars), status: t(`charge-status-${status}`) });

function orderButtons(t: Translate, order: OrderView): InlineKeyboardButton[][] {
  const { orderId } = order;
  const retry = isRetryable(order)
    ? [tapButton(t('order-button-retry'), { screen: 'order-retry', orderId })]
    : [];
  const refund = isRefundable(order)
    ? [tapButton(t('order-button-refund'), { screen: 'order-refund', orderId })]
    : [];
  const back = tapButton(t('button-back'), { screen: 'orders' });
  return [[...retry, ...refund], [back]].filter((row) => row.length > 0);
}
