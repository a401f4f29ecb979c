import type { NoticeAccess, RenewsByItself } from '../../services/delivery/notice-truth.ts';
import type { AccessView } from '../../services/delivery/views.ts';
import type { MessageData } from '../../services/messages/message-kinds.ts';
import type { Translate } from '../texts.ts';
import { autoLines } from './auto-renewal-views.ts';
import { tapButton } from './buttons.ts';
import { tidy } from './fit-to.ts';
import { daysLeft } from './notice-truths.ts';
import { renewButtons } from './renew-buttons.ts';
import { bold, type Piece, richLines, withTime } from './rich-text.ts';
import type { Screen } from './screen.ts';
import { bytesLeft, gigabytesOf } from './words.ts';

/** Its time will soon be over, and whether it renews by itself: then nobody has to do anything. */
export function endingView(
  access: NoticeAccess,
  t: Translate,
  { until }: MessageData['access-ending'],
): Screen {
  const { renews } = access;
  const isPaid = renews?.missing === 0n;
  return notice(access, t, {
    canRenew: !isPaid,
    lines: [
      dated(t, 'access-ending', { at: until, words: { days: daysLeft(access) } }),
      ...leftLines(access, t),
      ...(renews === null ? howLines(access, t) : renewsLines(renews, t)),
    ],
  });
}

const howLines = ({ isRenewable, isTrial }: NoticeAccess, t: Translate): Piece[][] =>
  isRenewable ? [[t(isTrial ? 'trial-ending-how' : 'access-ending-how')]] : [];

const renewsLines = ({ at, price, missing }: RenewsByItself, t: Translate): Piece[][] =>
  autoLines(
    { autoRenew: true, nextBillingAt: at, price, balance: { ...price, minor: price.minor - missing } },
    t,
  );

/** Its time is over; it can be had again until it is deleted. */
export const endedView = (
  access: AccessView,
  t: Translate,
  { until, goneAt }: MessageData['access-ended'],
): Screen =>
  notice(access, t, {
    canRenew: goneAt !== null,
    lines: [
      dated(t, 'access-ended', { at: until }),
      ...(goneAt === null || !access.isRenewable ? [] : [dated(t, keptWords(access), { at: goneAt })]),
    ],
  });

const keptWords = ({ isTrial }: AccessView): string => (isTrial ? 'trial-ended-kept' : 'access-ended-kept');

/** It was used for the first time. */
export const connectedView = (access: AccessView, t: Translate): Screen =>
  notice(access, t, { canRenew: false, lines: [[t('access-connected')]] });

/** It was deleted: only its names are left. */
export const goneView = (gone: MessageData['access-gone'], t: Translate): Screen =>
  namedView('access-gone', gone, t);

/** The shop does not look after it any more: only its names are left here. */
export const unboundView = (unbound: MessageData['access-unbound'], t: Translate): Screen =>
  namedView('access-unbound', unbound, t);

function namedView(words: string, { plan, server }: { plan: string; server: string }, t: Translate): Screen {
  const rows = [[tapButton(t('button-home'), { screen: 'home-new' })]];
  return {
    ...richLines([titleOf(t, plan, server)], [t(words)]),
    reply_markup: { inline_keyboard: rows },
  };
}

const titleOf = (t: Translate, plan: string, server: string): Piece =>
  bold(t('access-notice-title', { plan: tidy(plan), server: tidy(server) }));

type Dated = { at: string; words?: Record<string, number> };

/** The moment stands in the text as one that apps show in the reader's own time. */
function dated(t: Translate, id: string, { at, words = {} }: Dated): Piece[] {
  const date = t('date-long', { date: new Date(at) });
  return withTime(new Date(at), date, t(id, { ...words, date }));
}

function leftLines(access: AccessView, t: Translate): Piece[][] {
  const left = bytesLeft(access);
  return left === null ? [] : [[t('access-ending-left', { gb: gigabytesOf(left) })]];
}

function notice(
  access: AccessView,
  t: Translate,
  { lines, canRenew }: { lines: readonly Piece[][]; canRenew: boolean },
): Screen {
  const own = [tapButton(t('button-accesses'), { screen: 'accesses-new' })];
  const rows = canRenew && access.isRenewable ? [renewButtons(access.clientId, t), own] : [own];
  const over = canRenew && !access.isRenewable ? [[t('access-not-renewed')]] : [];
  return {
    ...richLines([titleOf(t, access.planName, access.server)], ...lines, ...over),
    reply_markup: { inline_keyboard: rows },
  };
}
