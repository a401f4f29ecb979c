import type { InlineKeyboardButton } from 'grammy/types';
import type { CustomerLine, CustomerView, Listed, StaffAccessView } from '../../services/staff/views.ts';
import type { Translate } from '../texts.ts';
import { tapButton } from '../views/buttons.ts';
import { tidy } from '../views/fit-to.ts';
import { listArrows } from '../views/list-arrows.ts';
import { moneyWords } from '../views/money-words.ts';
import { bold, code, type Piece, richLines } from '../views/rich-text.ts';
import type { Screen } from '../views/screen.ts';
import { sureCard } from '../views/sure-card.ts';

/** /customers: the newest, or whom a query found. @param query empty = all. */
export function customersCard(t: Translate, list: Listed<CustomerLine>, query: string): Screen {
  const title = query === '' ? t('customers-title') : t('customers-found', { query: tidy(query) });
  const none = list.items.length > 0 ? [] : [[t('customers-none')]];
  const lines: Piece[][] = [[bold(title)], ...list.items.map((line) => customerLine(t, line)), ...none];
  const more = query !== '' && list.more ? [[t('customers-more')]] : [];
  const people = list.items.map((line) => [
    tapButton(tidy(line.name), { screen: 'customer', customerId: line.customerId }),
  ]);
  const arrows = query === '' ? listArrows(t, list, (page) => ({ screen: 'customers', page })) : [];
  const ways = [
    tapButton(t('customers-button-find'), { screen: 'customers-find' }),
    ...(query === '' ? [] : [tapButton(t('customers-button-all'), { screen: 'customers', page: 0 })]),
  ];
  const back = query === '' ? [[tapButton(t('button-back'), { screen: 'admin' })]] : [];
  return {
    ...richLines(...lines, ...more),
    reply_markup: { inline_keyboard: [...people, ...arrows, ways, ...back] },
  };
}

/** One customer: who it is, what was bought, and what can be done. */
export function customerCard(t: Translate, view: CustomerView): Screen {
  const { customerId, suspendedAt } = view;
  const lines: Piece[][] = [
    [bold(tidy(view.name)), ' ', code(String(customerId))],
    ...(view.username === null ? [] : [[`@${tidy(view.username)}`]]),
    ...(view.role === 'customer' ? [] : [[t('staff-role', { role: t(`role-${view.role}`) })]]),
    [t('customer-since', { at: view.since, language: tidy(view.language, 16) })],
    [t('customer-sums', { count: view.orders, stars: String(view.paidStars) })],
    ...(view.balance.minor === 0n
      ? []
      : [[t('customer-balance', { amount: moneyWords(view.balance.minor, view.balance.currency) })]]),
    [t('customer-accesses', { count: view.accesses.total })],
    ...(suspendedAt === null ? [] : [[t('customer-is-suspended', { at: suspendedAt })]]),
    ...(view.hasBlocked ? [[t('customer-has-blocked')]] : []),
  ];
  return { ...richLines(...lines), reply_markup: { inline_keyboard: customerButtons(t, view) } };
}

function customerButtons(t: Translate, view: CustomerView): InlineKeyboardButton[][] {
  const { customerId } = view;
  const stop =
    view.suspendedAt === null
      ? tapButton(t('customer-button-suspend'), { screen: 'customer-suspend', customerId })
      : tapButton(t('customer-button-unsuspend'), { screen: 'customer-unsuspend', customerId });
  return [
    [
      tapButton(t('customer-button-orders'), { screen: 'customer-orders', customerId, page: 0 }),
      tapButton(t('customer-button-accesses'), { screen: 'customer-accesses', customerId, page: 0 }),
    ],
    [tapButton(t('grant-button'), { screen: 'grant', customerId, page: 0 })],
    [tapButton(t('button-new-address'), { screen: 'customer-address', customerId })],
    [tapButton(t('customer-button-message'), { screen: 'customer-message', customerId }), stop],
    [tapButton(t('customers-button-all'), { screen: 'customers', page: 0 })],
  ];
}

/** Asked before a customer is stopped. */
export function suspendSureCard(t: Translate, view: CustomerView): Screen {
  const { customerId } = view;
  const { running } = view.accesses;
  return sureCard({
    title: t('customer-suspend-sure-title', { person: tidy(view.name) }),
    lines: [
      t('customer-suspend-sure'),
      running === 0 ? t('customer-suspend-sure-none') : t('customer-suspend-sure-keys', { count: running }),
      t('customer-suspend-sure-told'),
    ],
    yes: tapButton(t('customer-button-suspend'), { screen: 'customer-suspend-yes', customerId }),
    back: tapButton(t('button-back'), { screen: 'customer', customerId }),
  });
}

/** Asked before a customer's subscription address is replaced. */
export function addressSureCard(t: Translate, { customerId, name }: CustomerView, mark: string): Screen {
  return sureCard({
    title: t('customer-address-sure', { person: tidy(name) }),
    lines: [t('customer-address-what'), t('customer-address-told')],
    yes: tapButton(t('new-address-button-yes'), { screen: 'customer-address-yes', customerId, mark }),
    back: tapButton(t('button-back'), { screen: 'customer', customerId }),
  });
}

/** A page of a customer's accesses. */
export function customerAccessesCard(
  t: Translate,
  { customerId, name }: CustomerLine,
  list: Listed<StaffAccessView>,
): Screen {
  const none = list.items.length === 0 ? [[t('customer-no-accesses')]] : [];
  const lines: Piece[][] = [
    [bold(t('customer-accesses-title', { person: tidy(name) }))],
    ...list.items.map((access) => [accessLine(t, access)]),
    ...none,
  ];
  const buttons = list.items.map(({ clientId, email }) => [tapButton(email, { screen: 'client', clientId })]);
  const arrows = listArrows(t, list, (page) => ({ screen: 'customer-accesses', customerId, page }));
  const back = [tapButton(t('button-back'), { screen: 'customer', customerId })];
  return { ...richLines(...lines), reply_markup: { inline_keyboard: [...buttons, ...arrows, back] } };
}

const accessLine = (t: Translate, { planName, server, email, status }: StaffAccessView): string =>
  t('customer-access-line', {
    status: t(`access-status-${status}`),
    plan: tidy(planName, 40),
    server: tidy(server, 30),
    email: tidy(email),
  });

function customerLine(t: Translate, line: CustomerLine): Piece[] {
  const username = line.username === null ? '' : ` @${tidy(line.username)}`;
  const marks = [
    ...(line.isSuspended ? [t('customer-mark-suspended')] : []),
    ...(line.hasBlocked ? [t('customer-mark-blocked')] : []),
  ];
  return [[`${tidy(line.name)}${username}`, ...marks].join(' · '), ' ', code(String(line.customerId))];
}
