import type { ServerDay } from '../../services/fleet/server-days.ts';
import type { ServerView } from '../../services/fleet/views.ts';
import type { Translate } from '../texts.ts';
import { tapButton } from '../views/buttons.ts';
import { bold, type Piece, richLines } from '../views/rich-text.ts';
import type { Screen } from '../views/screen.ts';
import { namedPlace } from './load-bar.ts';

/** How a server's keys went in the last week: a line for each day with sales, the newest first. */
export function daysCard(t: Translate, server: ServerView, days: readonly ServerDay[]): Screen {
  const lines: Piece[][] = [
    [bold(t('server-days-title', { server: namedPlace(server.name, server.country) }))],
    [t(days.length === 0 ? 'server-days-none' : 'server-days-what')],
    ...days.flatMap((day) => dayLines(t, day)),
  ];
  const back = tapButton(t('button-back'), { screen: 'server', serverId: server.serverId });
  return { ...richLines(...lines), reply_markup: { inline_keyboard: [[back]] } };
}

function dayLines(t: Translate, { day, ready, failed, open, percent, median, p95 }: ServerDay): Piece[][] {
  const date = new Date(`${day}T00:00:00Z`);
  return [
    [],
    [t('server-days-line', { date, ready, rate: percent === null ? '—' : `${percent} %` })],
    ...(median === null || p95 === null
      ? []
      : [[t('server-days-times', { median: seconds(median), p95: seconds(p95) })]]),
    ...(failed > 0 ? [[t('server-days-failed', { count: failed })]] : []),
    ...(open > 0 ? [[t('server-days-open', { count: open })]] : []),
  ];
}

/** To a tenth, below 10 s. */
const seconds = (value: number): string => (value < 10 ? value.toFixed(1) : String(Math.round(value)));
