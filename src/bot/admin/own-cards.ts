import type { InboundView, ServerView } from '../../services/fleet/views.ts';
import type { Translate } from '../texts.ts';
import { inRows, tapButton } from '../views/buttons.ts';
import { tidy } from '../views/fit-to.ts';
import { bold, type Piece, richLines } from '../views/rich-text.ts';
import type { Screen } from '../views/screen.ts';
import { loadBar, namedPlace } from './load-bar.ts';
import { noteLines } from './server-cards.ts';

/** Inbounds of customers' own on one server: where they listen, as what they pose, how many are sold. */
export function ownInboundsCard(t: Translate, server: ServerView, note: string | null = null): Screen {
  const { ports, serverName, source } = server.own;
  const lines: Piece[][] = [
    ...noteLines(note),
    [bold(t('own-title', { server: namedPlace(server.name, server.country) }))],
    [t('own-what')],
    [],
    [t('own-ports', { ports })],
    [t('own-poses', { name: tidy(serverName, 253) })],
    ...(source === null ? [[t('own-no-plan')]] : soldLines(t, source)),
  ];
  return { ...richLines(...lines), reply_markup: { inline_keyboard: ownButtons(t, server) } };
}

const soldLines = (t: Translate, source: InboundView): Piece[][] => [
  [source.closed === null ? t('inbound-for-sale') : t(`inbound-closed-${source.closed}`)],
  [t('inbound-load', { load: loadBar(source.currentClients, source.capacity) })],
  ...(source.ownCapacity === null ? [[t('inbound-server-seats')]] : []),
];

function ownButtons(t: Translate, { serverId, own: { source } }: ServerView) {
  const edit = (field: string) =>
    tapButton(t(`server-button-${field}`), { screen: 'server-edit', serverId, field });
  return [
    ...inRows([edit('own-ports'), edit('own-name'), ...(source === null ? [] : sourceButtons(t, source))]),
    [tapButton(t('button-back'), { screen: 'server', serverId })],
  ];
}

function sourceButtons(t: Translate, { inboundId, enabled }: InboundView) {
  return [
    tapButton(t('inbound-button-capacity'), { screen: 'inbound-edit', inboundId, field: 'capacity' }),
    tapButton(t(enabled ? 'inbound-button-stop' : 'inbound-button-sell'), {
      screen: 'inbound-sell',
      inboundId,
      on: enabled ? 0 : 1,
    }),
  ];
}
