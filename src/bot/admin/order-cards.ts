import type { InlineKeyboardButton } from 'grammy/types';
import type { Money } from '../../model/values/money.ts';
import {
  ORDER_FILTERS,
  type OrderFilter,
  type OrderList,
  type OrderView,
  type PaidAhead,
} from '../../services/checkout/views.ts';
import type { Tap } from '../callback-data.ts';
import type { Translate } from '../texts.ts';
import { backWords } from '../views/back-words.ts';
import { tapButton } from '../views/buttons.ts';
import { tidy } from '../views/fit-to.ts';
import { listArrows } from '../views/list-arrows.ts';
import { moneyWords } from '../views/money-words.ts';
import { bold, code, type Piece, richLines } from '../views/rich-text.ts';
import type { Screen } from '../views/screen.ts';
import { sureCard } from '../views/sure-card.ts';
import { unitErrorWords } from '../views/unit-error-words.ts';

const MOST_UNITS = 15;
/** Statuses of an order in which a unit may still be taken up. */
const UNDER_WAY: readonly OrderView['status'][] = ['paid', 'processing', 'partial'];

/** `/orders <query>`: what the query found. */
export function ordersCard(t: Translate, orders: readonly OrderView[], query: string): Screen {
  const back = [[tapButton(t('orders-button-all'), listTap('all', 0))]];
  const keyboard = (rows: InlineKeyboardButton[][]) => ({ reply_markup: { inline_keyboard: rows } });
  if (orders.length === 0) return { text: t('orders-none', { query: tidy(query) }), ...keyboard(back) };
  const lines: Piece[][] = [[bold(t('orders-found', { query: tidy(query) }))], ...orderBlocks(t, orders)];
  return { ...richLines(...lines), ...keyboard([...openButtons(t, orders), ...back]) };
}

/** What a list of orders shows, and whose: null = everybody's, or of every access. */
export type ListedOrders = {
  list: OrderList;
  filter: OrderFilter;
  customerId: number | null;
  clientId: number | null;
};

/** /orders and /approvals: a page of orders, and the ways to other ones. */
export function orderListCard(t: Translate, listed: ListedOrders): Screen {
  const { list, filter } = listed;
  const { orders } = list;
  const of = ofWhom(listed);
  const title = t(of?.title ?? `orders-title-${filter}`);
  const none = orders.length === 0 ? [[], [t(filter === 'all' ? 'orders-empty' : 'orders-none-here')]] : [];
  const lines: Piece[][] = [[bold(title)], ...orderBlocks(t, orders), ...none];
  const arrows = listArrows(t, list, (page) => of?.pageTap(page) ?? listTap(filter, page));
  const ways = of === null ? filterButtons(t, filter) : [];
  const back = [tapButton(t('button-back'), of?.back ?? { screen: 'admin' })];
  const rows = [...openButtons(t, orders), ...arrows, ...ways, back];
  return { ...richLines(...lines), reply_markup: { inline_keyboard: rows } };
}

type Of = { title: string; pageTap: (page: number) => Tap; back: Tap };

/** null = it is everybody's. */
function ofWhom({ customerId, clientId }: ListedOrders): Of | null {
  if (clientId !== null)
    return {
      title: 'orders-title-client',
      pageTap: (page) => ({ screen: 'client-orders', clientId, page }),
      back: { screen: 'client', clientId },
    };
  if (customerId === null) return null;
  return {
    title: 'orders-title-customer',
    pageTap: (page) => ({ screen: 'customer-orders', customerId, page }),
    back: { screen: 'customer', customerId },
  };
}

const listTap = (filter: OrderFilter, page: number): Tap => ({ screen: 'orders-list', filter, page });

const orderBlocks = (t: Translate, orders: readonly OrderView[]): Piece[][] =>
  orders.flatMap((order) => orderLines(t, order));

const openButtons = (t: Translate, orders: readonly OrderView[]): InlineKeyboardButton[][] =>
  orders.map(({ orderId }) => [
    tapButton(t('orders-button', { order: orderId }), { screen: 'order', orderId }),
  ]);

/** Three in a row; the one that is shown has no button. */
function filterButtons(t: Translate, shown: OrderFilter): InlineKeyboardButton[][] {
  const others = ORDER_FILTERS.filter((filter) => filter !== shown);
  const buttons = [
    ...others.map((filter) => tapButton(t(`orders-button-${filter}`), listTap(filter, 0))),
    tapButton(t('orders-button-money'), { screen: 'money' }),
  ];
  return [buttons.slice(0, 3), buttons.slice(3)];
}

/** One order: its units with what went wrong, its charges, and what can be done. */
export function orderCard(t: Translate, order: OrderView): Screen {
  const lines: Piece[][] = [
    [bold(t('order-title')), ' ', code(order.orderId)],
    [statusWords(t, order)],
    [personWords(t, order), ' ', code(String(order.customerId))],
    [planWords(t, order)],
    [t('order-created', { at: order.createdAt })],
    ...(order.paidAt && order.stars > 0 ? [[t('order-paid', { at: order.paidAt })]] : []),
    ...order.units.slice(0, MOST_UNITS).flatMap((unit) => unitLines(t, unit)),
    ...order.charges.map((charge) => [chargeWords(t, charge), ' ', code(tidy(charge.chargeId, 80))]),
    ...balanceLines(t, order),
  ];
  return { ...richLines(...lines), reply_markup: { inline_keyboard: orderButtons(t, order) } };
}

/** Asked before money moves: how much, to whom, and what is switched off. */
export function refundCard(t: Translate, order: OrderView): Screen {
  const keys = order.units.filter(({ status }) => status === 'completed').length;
  const person = tidy(order.customerName);
  const { orderId } = order;
  return sureCard({
    title: t('refund-sure-title'),
    lines: [
      t('refund-sure', { back: backWords(t, order.refund ?? NOTHING), person }),
      ...aheadWords(t, order.refund?.ahead),
      order.purpose === 'access' ? keysWords(t, keys) : t(`refund-sure-${order.purpose}`),
    ],
    yes: tapButton(yesWords(t, order.refund), { screen: 'order-refund-yes', orderId }),
    back: tapButton(t('button-back'), { screen: 'order', orderId }),
  });
}

/** What was paid for the access besides, or came of it. */
function aheadWords(t: Translate, ahead: PaidAhead | undefined): string[] {
  if (ahead === undefined) return [];
  const { stars, credited, taken, spent } = ahead;
  const words = (minor: bigint) => ({ amount: moneyWords(minor, credited.currency) });
  return [
    ...(stars > 0 || credited.minor > 0n ? [t('refund-sure-ahead', { back: backWords(t, ahead) })] : []),
    ...(taken > 0n ? [t('refund-sure-taken', words(taken))] : []),
    ...(spent > 0n ? [t('refund-sure-spent', words(spent))] : []),
  ];
}

const keysWords = (t: Translate, count: number): string =>
  count === 0 ? t('refund-sure-no-keys') : t('refund-sure-keys', { count });

/** Asked before an unpaid order is ended. */
export function cancelCard(t: Translate, order: OrderView): Screen {
  const { orderId } = order;
  return sureCard({
    title: t('order-cancel-sure-title'),
    lines: [t('order-cancel-sure', { person: tidy(order.customerName), plan: boughtWords(t, order) })],
    yes: tapButton(t('order-button-cancel-yes'), { screen: 'order-cancel-yes', orderId }),
    back: tapButton(t('button-back'), { screen: 'order', orderId }),
  });
}

/** True where there is money of this order to give back. */
export const isRefundable = (order: OrderView): boolean => order.refund !== null;

const NOTHING = { stars: 0, credited: { minor: 0n, currency: '' } };

const yesWords = (t: Translate, back: OrderView['refund']): string =>
  back?.credited.minor
    ? t('refund-button-yes-balance')
    : t('refund-button-yes', { stars: String(back?.stars ?? 0) });

const balanceLines = (t: Translate, { fromBalance, credits }: OrderView): Piece[][] => [
  ...(fromBalance ? [[t('order-from-balance', { amount: wordsOf(fromBalance) })]] : []),
  ...credits.map(({ amount, done }) => [
    t(done ? 'order-credit' : 'order-credit-due', { amount: wordsOf(amount) }),
  ]),
];

const wordsOf = ({ minor, currency }: Money): string => moneyWords(minor, currency);

const isRetryable = (order: OrderView): boolean =>
  order.heldAt === null &&
  UNDER_WAY.includes(order.status) &&
  order.units.some(({ status }) => status === 'failed' || status === 'pending');

function orderLines(t: Translate, order: OrderView): Piece[][] {
  return [
    [],
    [code(order.orderId), ' ', statusWords(t, order)],
    [`${personWords(t, order)}, ${planWords(t, order)}`],
  ];
}

const statusWords = (t: Translate, { status, heldAt }: OrderView): string =>
  heldAt === null ? t(`order-status-${status}`) : t('order-status-held');

const personWords = (t: Translate, order: OrderView): string =>
  t('order-person', { person: tidy(order.customerName) });

const boughtWords = (t: Translate, { purpose, planName, total }: OrderView): string =>
  purpose === 'access'
    ? tidy(planName)
    : t(`bought-${purpose}`, { plan: tidy(planName), amount: moneyWords(total.minor, total.currency) });

const planWords = (t: Translate, order: OrderView): string =>
  t(order.stars === 0 ? freeWords(order) : 'order-plan', {
    quantity: String(order.quantity),
    plan: boughtWords(t, order),
    stars: String(order.stars),
  });

const freeWords = ({ isTrial }: OrderView): string => (isTrial ? 'order-plan-trial' : 'order-plan-free');

function unitLines(t: Translate, unit: OrderView['units'][number]): Piece[][] {
  const words = t('order-unit', { status: t(`unit-status-${unit.status}`), server: tidy(unit.server) });
  const error = unitErrorWords(t, unit.errorCode, unit.error);
  const reason = error === '' ? [] : [[t('order-unit-error', { error })]];
  return [[words, ' ', code(unit.unitId)], ...reason];
}

const chargeWords = (t: Translate, { stars, status }: OrderView['charges'][number]): string =>
  t('order-charge', { stars: String(stars), status: t(`charge-status-${status}`) });

function orderButtons(t: Translate, order: OrderView): InlineKeyboardButton[][] {
  const { orderId, customerId, clientId } = order;
  const approve = { ...tapButton(t('order-button-approve'), { screen: 'order-approve', orderId }) };
  const acts = [
    ...(order.heldAt === null ? [] : [{ ...approve, style: 'success' as const }]),
    ...(isRetryable(order) ? [tapButton(t('order-button-retry'), { screen: 'order-retry', orderId })] : []),
    ...(isRefundable(order)
      ? [tapButton(t('order-button-refund'), { screen: 'order-refund', orderId })]
      : []),
    ...(order.status === 'pending_payment'
      ? [tapButton(t('order-button-cancel'), { screen: 'order-cancel', orderId })]
      : []),
  ];
  const person = tapButton(t('order-button-customer'), { screen: 'customer', customerId });
  const access =
    clientId === null ? [] : [tapButton(t('order-button-access'), { screen: 'client', clientId })];
  const back = tapButton(t('button-back'), { screen: 'orders' });
  return [acts, [person, ...access], [back]].filter((row) => row.length > 0);
}
