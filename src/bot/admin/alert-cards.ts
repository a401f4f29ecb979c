import type { ServerView } from '../../services/fleet/views.ts';
import type { Translate } from '../texts.ts';
import { inRows, tapButton } from '../views/buttons.ts';
import { bold, type Piece, richLines } from '../views/rich-text.ts';
import type { Screen } from '../views/screen.ts';
import { namedPlace } from './load-bar.ts';
import { noteLines } from './server-cards.ts';

/** For how many hours alerts can be kept back with one press. */
const MUTES = [1, 8, 24, 72];

/** When the staff hears of one server. `note` = what has just been done. */
export function alertsCard(t: Translate, server: ServerView, note: string | null = null): Screen {
  const { warning, critical, mutedUntil, held } = server.alerts;
  const lines: Piece[][] = [
    ...noteLines(note),
    [bold(t('alerts-title', { server: namedPlace(server.name, server.country) }))],
    [t('alerts-marks', { warning: String(warning), critical: String(critical) })],
    ...(mutedUntil === null
      ? [[t('alerts-on')]]
      : [
          [t('alerts-muted', { until: mutedUntil })],
          ...(held > 0 ? [[t('alerts-held', { count: held })]] : []),
        ]),
    [],
    [t('alerts-what')],
  ];
  return { ...richLines(...lines), reply_markup: { inline_keyboard: buttons(t, server) } };
}

function buttons(t: Translate, { serverId, alerts }: ServerView) {
  const mute = (hours: number) =>
    tapButton(t('alerts-button-mute', { count: hours }), { screen: 'server-mute', serverId, hours });
  return [
    [tapButton(t('alerts-button-marks'), { screen: 'server-edit', serverId, field: 'alerts' })],
    ...inRows(MUTES.map(mute)),
    ...(alerts.mutedUntil === null
      ? []
      : [[tapButton(t('alerts-button-unmute'), { screen: 'server-mute', serverId, hours: 0 })]]),
    [tapButton(t('button-back'), { screen: 'server', serverId })],
  ];
}
