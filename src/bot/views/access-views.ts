import type { InlineKeyboardButton } from 'grammy/types';
import type { SuspendReason } from '../../model/server-client.ts';
import type { RenewalOffer } from '../../services/checkout/purchases/renewal-offer.ts';
import type { SubscriptionView } from '../../services/checkout/subscriptions/open-subscription.ts';
import type { AccessPage, AccessView } from '../../services/delivery/views.ts';
import type { Translate } from '../texts.ts';
import { renewalLines } from './auto-renewal-views.ts';
import { copyButtons, LABEL_LIMIT, tapButton } from './buttons.ts';
import { careButtons } from './care-buttons.ts';
import { deviceButtons } from './device-views.ts';
import { tidy } from './fit-to.ts';
import { accessLines, guideRows, linkLines } from './key-view.ts';
import { listArrows } from './list-arrows.ts';
import { planButtons } from './plan-change-views.ts';
import { renewButtons } from './renew-buttons.ts';
import { bold, code, type Piece, richLines } from './rich-text.ts';
import type { Screen } from './screen.ts';
import { subscriptionButtons, subscriptionLines } from './subscription-views.ts';
import { trafficButtons } from './traffic-views.ts';
import { waysBack } from './ways.ts';
import { bytesLeft, daysLeftWords, gigabytesOf } from './words.ts';

export const ACCESSES_PER_PAGE = 5;
/** So that five of them fit into one message. */
const LISTED_LINK_LIMIT = 600;
const BAR_CELLS = 10n;

/** A page of a customer's accesses, each with its link where there is room. */
export function accessListView(list: AccessPage & { now: Date }, t: Translate): Screen {
  const { accesses, now } = list;
  const { text, entities } = richLines(
    [bold(t('accesses-title'))],
    ...(accesses.length === 0 ? [[], [t('accesses-empty')]] : []),
    ...accesses.flatMap((access) => listed(access, t, now)),
  );
  const rows = [
    ...accesses.map((access) => [
      tapButton(accessLabel(access, t, now), { screen: 'access', clientId: access.clientId }),
    ]),
    ...listArrows(t, list, (page) => ({ screen: 'accesses', page })),
    waysBack(t, { screen: 'plans', page: 0 }),
  ];
  return { text, entities, reply_markup: { inline_keyboard: rows } };
}

/** `renewal` left out = it cannot be renewed; `subscription` renews it without being asked, or did. */
type RenewableAccess = AccessView & { renewal?: RenewalOffer; subscription?: SubscriptionView | null };

/** One access: how it is, how far it is used up, its link. */
export function accessView(access: RenewableAccess, t: Translate, now: Date): Screen {
  const { text, entities } = richLines(
    [bold(tidy(access.planName))],
    [t('access-status', { status: statusWords(access, t, now) })],
    ...pausedLines(access, t),
    ...accessLines(access, t).slice(1),
    [daysLeftWords(t, access.expiresAt, now)],
    [usageWords(access, t)],
    ...forecastLine(access, t),
    ...renewalLines(access.renewal, t),
    ...subscriptionLines(access.subscription ?? null, t),
    ...(hasEnded(access) ? [] : connectionLine(access, t)),
    ...(hasEnded(access) ? [] : [[], ...linkLines(access, t)]),
  );
  return { text, entities, reply_markup: { inline_keyboard: accessButtons(access, t) } };
}

function listed(access: AccessView, t: Translate, now: Date): Piece[][] {
  const words = {
    status: statusWords(access, t, now),
    server: tidy(access.server),
    days: daysLeftWords(t, access.expiresAt, now),
    traffic: leftWords(access, t),
  };
  const link = hasEnded(access) ? undefined : access.links[0];
  const hasRoom = link !== undefined && link.length <= LISTED_LINK_LIMIT;
  return [
    [],
    [bold(tidy(access.planName)), ': ', t('access-line', words)],
    ...(hasRoom ? [[code(link)]] : []),
  ];
}

/** The days are never cut, the name is. */
function accessLabel(access: AccessView, t: Translate, now: Date): string {
  const words = { days: daysLeftWords(t, access.expiresAt, now) };
  const room = LABEL_LIMIT - [...t('access-button', { plan: '', ...words })].length;
  return t('access-button', { plan: tidy(access.planName, Math.max(1, room)), ...words });
}

/** Told from numbers, because an access may run out before the panel was asked. */
function statusWords(access: AccessView, t: Translate, now: Date): string {
  const isOn = access.status === 'active';
  if (!isOn && access.status !== 'suspended') return t(`access-status-${access.status}`);
  if (isOn && access.expiresAt !== null && access.expiresAt <= now) return t('access-status-expired');
  if (bytesLeft(access) === 0n) return t('access-status-used-up');
  return t(isOn && access.endsSoon ? 'access-status-ends-soon' : `access-status-${access.status}`);
}

/** A reason that customers have no words for is not told. */
function pausedLines({ status, statusReason, pausedUntil }: AccessView, t: Translate): Piece[][] {
  if (pausedUntil) return [[t('access-paused-until', { date: t('date-long', { date: pausedUntil }) })]];
  if (status !== 'suspended' || statusReason === null || !Object.hasOwn(PAUSED, statusReason)) return [];
  return [[t(`access-paused-${statusReason}`)]];
}

const PAUSED: Readonly<Record<SuspendReason, true>> = {
  expired: true,
  traffic: true,
  admin: true,
  payment: true,
  customer: true,
};

const hasEnded = ({ status }: AccessView): boolean => status === 'terminated';

function leftWords(access: AccessView, t: Translate): string {
  const left = bytesLeft(access);
  return left === null ? t('gb-unlimited') : t('gb-left', { gb: gigabytesOf(left) });
}

function usageWords(access: AccessView, t: Translate): string {
  const used = gigabytesOf(access.used);
  if (access.limit === null) return t('usage-unlimited', { used });
  return `${usageBar(access.used, access.limit)} ${t('usage-of', { used, limit: gigabytesOf(access.limit) })}`;
}

/** "At this pace until 6 December"; nothing where it lasts, or nobody can say. */
function forecastLine({ status, runsOutAt }: AccessView, t: Translate): Piece[][] {
  if (status !== 'active' || !runsOutAt) return [];
  const date = t('date-day', { date: runsOutAt });
  return [[t('usage-forecast', { date })]];
}

/** What an app that asks for it in parts is told. */
function connectionLine({ connection }: AccessView, t: Translate): Piece[][] {
  if (connection === null) return [];
  const { protocol, host, port } = connection;
  return [[t('access-connection', { protocol, host: tidy(host), port: String(port) })]];
}

function usageBar(used: bigint, limit: bigint): string {
  const share = limit === 0n ? BAR_CELLS : (used * BAR_CELLS) / limit;
  const full = Number(share > BAR_CELLS ? BAR_CELLS : share);
  return '▰'.repeat(full) + '▱'.repeat(Number(BAR_CELLS) - full);
}

function accessButtons(access: RenewableAccess, t: Translate): InlineKeyboardButton[][] {
  const { clientId, subscriptionUrl, links } = access;
  const qr =
    hasEnded(access) || links.length === 0 ? [] : [tapButton(t('button-qr'), { screen: 'qr', clientId })];
  const key = [...qr, ...copyButtons(t('button-copy-subscription'), subscriptionUrl)];
  const away = waysBack(t, { screen: 'accesses', page: 0 });
  const bought = hasEnded(access) ? [] : [...renewButtons(clientId, t), ...trafficButtons(access, t)];
  const rows = [
    key,
    ...(hasEnded(access) ? [] : guideRows(subscriptionUrl, t)),
    bought,
    subscriptionButtons(clientId, access.subscription ?? null, t),
    [...planButtons(access, t), ...deviceButtons(access, t)],
    ...careButtons(access, t),
    away,
  ];
  return rows.filter((row) => row.length > 0);
}
