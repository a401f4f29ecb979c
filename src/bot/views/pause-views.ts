import type { InlineKeyboardButton } from 'grammy/types';
import type { AccessView } from '../../services/delivery/views.ts';
import type { PauseView } from '../../services/lifecycle/pause-service.ts';
import type { MessageData } from '../../services/messages/message-kinds.ts';
import type { Translate } from '../texts.ts';
import { notice } from './access-notice-views.ts';
import { tapButton } from './buttons.ts';
import { tidy } from './fit-to.ts';
import { renewButtons } from './renew-buttons.ts';
import { bold, richLines } from './rich-text.ts';
import type { Screen } from './screen.ts';
import { waysBack } from './ways.ts';

/** Asked before an access is switched off for a while: what happens, for how long, and what is left. */
export function pauseSureView(pause: PauseView, t: Translate): Screen {
  const { clientId, daysLeft, maxDays, until } = pause;
  const { text, entities } = richLines(
    [bold(t('pause-sure', { plan: tidy(pause.planName) }))],
    [t('pause-what')],
    ...awayLine(pause, t),
    [t('pause-most', { count: daysLeft, date: t('date-long', { date: until }) })],
    [t('pause-allowance', { left: String(daysLeft), of: String(maxDays) })],
  );
  const yes = tapButton(t('pause-button-yes'), { screen: 'pause-yes', clientId });
  return { text, entities, reply_markup: { inline_keyboard: [[yes], back(clientId, t)] } };
}

/** It is off, and how it goes on. */
export function pausedView(pause: PauseView, t: Translate): Screen {
  const { clientId, until } = pause;
  const { text, entities } = richLines(
    [bold(t('pause-begun', { plan: tidy(pause.planName) }))],
    [t('access-paused-until', { date: t('date-long', { date: until }) })],
    ...awayLine(pause, t),
  );
  const rows = [[goOnButton(clientId, t)], back(clientId, t)];
  return { text, entities, reply_markup: { inline_keyboard: rows } };
}

/** It is on again, with the time that was left; where nothing is left, what helps. */
export function wentOnView(access: AccessView, t: Translate): Screen {
  const { clientId, status } = access;
  const isOn = status === 'active';
  const lines = isOn ? [[bold(t('pause-over'))], [untilWords(access, t)]] : [[bold(t('pause-over-empty'))]];
  const renewal = isOn ? [] : [renewButtons(clientId, t)];
  const rows = [...renewal, back(clientId, t)].filter((row) => row.length > 0);
  return { ...richLines(...lines), reply_markup: { inline_keyboard: rows } };
}

/** It lasted as long as the plan allows. */
export function pauseEndedView(
  access: AccessView,
  t: Translate,
  { isOn, until }: MessageData['pause-ended'],
): Screen {
  const expiresAt = until === null ? null : new Date(until);
  return notice(
    access,
    t,
    isOn ? [t('pause-ended'), untilWords({ expiresAt }, t)] : [t('pause-ended'), t('pause-over-empty')],
  );
}

/** Ends a pause. */
export const goOnButton = (clientId: number, t: Translate): InlineKeyboardButton =>
  tapButton(t('button-go-on'), { screen: 'pause-end', clientId });

const untilWords = ({ expiresAt }: Pick<AccessView, 'expiresAt'>, t: Translate): string =>
  expiresAt === null ? t('key-forever') : t('key-until', { date: t('date-long', { date: expiresAt }) });

const awayLine = ({ isReachable, server }: PauseView, t: Translate): string[][] =>
  isReachable ? [] : [[t('pause-away', { server: tidy(server) })]];

const back = (clientId: number, t: Translate): InlineKeyboardButton[] =>
  waysBack(t, { screen: 'access', clientId });
