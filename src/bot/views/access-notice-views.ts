import type { AccessView } from '../../services/delivery/views.ts';
import type { MessageData } from '../../services/messages/message-kinds.ts';
import type { Translate } from '../texts.ts';
import { tapButton } from './buttons.ts';
import { tidy } from './fit-to.ts';
import { planButtons } from './plan-change-views.ts';
import { renewButtons } from './renew-buttons.ts';
import { bold, type Piece, richLines } from './rich-text.ts';
import type { Screen } from './screen.ts';
import { trafficButtons } from './traffic-views.ts';
import { gigabytesOf } from './words.ts';

/** The shop switched the access off. */
export const suspendedView = (access: AccessView, t: Translate): Screen =>
  notice(access, t, [t('access-suspended')]);

/** It was on a panel before, and is this person's from now on. */
export const addedView = (access: AccessView, t: Translate): Screen => notice(access, t, [t('access-added')]);

/** It is on again. */
export const resumedView = (access: AccessView, t: Translate): Screen =>
  notice(access, t, [t('access-resumed')]);

/** More time, and perhaps the traffic anew. */
export function extendedView(
  access: AccessView,
  t: Translate,
  { until, renewed }: MessageData['access-extended'],
): Screen {
  const end =
    until === null ? t('key-forever') : t('key-until', { date: t('date-long', { date: new Date(until) }) });
  return notice(access, t, [t(renewed ? 'access-renewed' : 'access-extended'), end]);
}

/** So much of the traffic is used. */
export function trafficNoticeView(
  access: AccessView,
  t: Translate,
  { percent }: MessageData['traffic-notice'],
): Screen {
  const used = gigabytesOf(access.used);
  const limit = access.limit === null ? used : gigabytesOf(access.limit);
  const words = percent === 100 ? t('traffic-notice-over') : t('traffic-notice', { percent });
  const screen = notice(access, t, [words, t('usage-of', { used, limit })]);
  const rows = screen.reply_markup?.inline_keyboard ?? [];
  return {
    ...screen,
    reply_markup: {
      inline_keyboard: [
        [...trafficButtons(access, t), ...renewButtons(access.clientId, t)],
        ...[planButtons(access, t)].filter((row) => row.length > 0),
        ...rows,
      ],
    },
  };
}

/** The access opens as a message of its own: a notice has to stay. */
export function notice(access: AccessView, t: Translate, lines: readonly string[]): Screen {
  const title = t('access-notice-title', { plan: tidy(access.planName), server: tidy(access.server) });
  const pieces: Piece[][] = lines.map((line) => [line]);
  const rows = [[tapButton(t('button-accesses'), { screen: 'accesses-new' })]];
  return { ...richLines([bold(title)], ...pieces), reply_markup: { inline_keyboard: rows } };
}
