import type { DeleteOutlook } from '../../services/fleet/delete-server.ts';
import { isFree } from '../../services/fleet/delete-server.ts';
import type { InboundView, ServerView } from '../../services/fleet/views.ts';
import type { Tap } from '../callback-data.ts';
import type { Translate } from '../texts.ts';
import { inRows, tapButton } from '../views/buttons.ts';
import { tidy } from '../views/fit-to.ts';
import { pageButtons, pageOf } from '../views/page-of.ts';
import { bold, type Piece, richLines } from '../views/rich-text.ts';
import type { Screen } from '../views/screen.ts';
import { dangerButton } from './admin-buttons.ts';
import { loadBar, namedPlace } from './load-bar.ts';
import { reasonWords } from './reason-words.ts';

/** A list of servers, and where a press on one leads; `note` stands at its head, null = nothing to say. */
export type ServerList = {
  servers: readonly ServerView[];
  page: number;
  to: 'server' | 'inbounds';
  note?: string | null;
};

const SERVERS_PER_PAGE = 8;
/** So that a server with hundreds of inbounds still fits one message. */
const MOST_INBOUNDS = 8;
const REASON_LIMIT = 200;

/** /servers: one line a server, with its health and how full it is. */
export function serversCard(t: Translate, { servers, page: asked, to, note = null }: ServerList): Screen {
  if (servers.length === 0) return emptyCard(t, [note, t('servers-empty')]);
  const page = pageOf(servers, { page: asked, size: SERVERS_PER_PAGE });
  const lines: Piece[][] = [
    ...noteLines(note),
    [bold(t(to === 'server' ? 'servers-title' : 'inbounds-choose'))],
    ...page.items.flatMap((server) => serverLines(t, server)),
  ];
  const tapOf = ({ serverId }: ServerView): Tap =>
    to === 'server' ? { screen: 'server', serverId } : { screen: 'inbounds', serverId, page: 0 };
  const rows = [
    ...page.items.map((server) => [tapButton(namedPlace(server.name, server.country, 20), tapOf(server))]),
    ...pageButtons(page, t, (there) => ({
      screen: to === 'server' ? 'servers' : 'inbound-servers',
      page: there,
    })),
    [tapButton(t('button-back'), { screen: 'admin' })],
  ];
  return { ...richLines(...lines), reply_markup: { inline_keyboard: rows } };
}

/** One server: how it is, how full it is, and what can be changed. `note` = what has just been done. */
export function serverCard(t: Translate, server: ServerView, note: string | null = null): Screen {
  const shown = server.inbounds.slice(0, MOST_INBOUNDS);
  const more = server.inbounds.length - shown.length;
  const lines: Piece[][] = [
    ...noteLines(note),
    [bold(namedPlace(server.name, server.country, 64))],
    ...healthLines(t, server),
    ...speedLines(t, server),
    [t('server-panel', { version: tidy(server.version), generation: server.generation })],
    ...(server.cutsNeighbours ? [[t('server-cuts-neighbours')]] : []),
    [t('server-host', { host: tidy(server.publicHost, 253) })],
    [
      t(server.isPinned ? 'server-panel-at-pinned' : 'server-panel-at', {
        address: tidy(server.panelAt, 270),
      }),
    ],
    ...(server.proxy === null ? [] : [[t('server-proxy', { proxy: tidy(server.proxy, 260) })]]),
    [server.lastConnectedAt ? t('server-seen', { at: server.lastConnectedAt }) : t('server-never-seen')],
    ...probeLines(t, server),
    [t('server-load', { load: loadBar(server.seats.taken, server.seats.capacity) })],
    [t('server-clients', { active: String(server.clients.active), total: String(server.clients.total) })],
    ...(server.strangers > 0 ? [[t('server-strangers', { count: server.strangers })]] : []),
    ...(server.alerts.mutedUntil === null ? [] : [[t('alerts-muted', { until: server.alerts.mutedUntil })]]),
    [t('server-default', { seats: seatsWords(server.maxClientsPerInbound) })],
    [],
    ...shown.map((inbound) => [inboundLine(t, inbound)]),
    ...(more > 0 ? [[t('admin-more', { count: more })]] : []),
    ...(shown.length === 0 ? [[t('server-no-inbounds')]] : []),
  ];
  return { ...richLines(...lines), reply_markup: { inline_keyboard: serverButtons(t, server) } };
}

/** What stands in the way of deleting a server; nothing = the question before it. */
export function serverDeleteCard(t: Translate, outlook: DeleteOutlook, serverId: number): Screen {
  const name = tidy(outlook.name);
  const back = tapButton(t('button-back'), { screen: 'server', serverId });
  const yes = dangerButton(t('server-button-delete-yes'), { screen: 'server-delete-yes', serverId });
  const obstacles = (['clients', 'orders', 'leftovers'] as const).filter((each) => outlook[each] > 0);
  const lines: Piece[][] = isFree(outlook)
    ? [
        [bold(t('server-delete-sure', { name }))],
        [t('server-delete-what')],
        ...(outlook.plans > 0 ? [[t('server-delete-plans', { count: outlook.plans })]] : []),
      ]
    : [
        [bold(t('server-delete-not', { name }))],
        ...obstacles.map((each) => [t(`server-delete-${each}`, { count: outlook[each] })]),
        [t('server-delete-mend')],
      ];
  return {
    ...richLines(...lines),
    reply_markup: { inline_keyboard: [...(isFree(outlook) ? [[yes]] : []), [back]] },
  };
}

/** A list without anything in it. */
export const emptyCard = (t: Translate, words: readonly (string | null)[]): Screen => ({
  text: words.filter((each) => each !== null).join('\n'),
  reply_markup: { inline_keyboard: [[tapButton(t('button-back'), { screen: 'admin' })]] },
});

/** The head of a card that has just been changed. */
export const noteLines = (note: string | null): Piece[][] => (note === null ? [] : [[note], []]);

const seatsWords = (seats: number | null): string => (seats === null ? '∞' : String(seats));

const stateWords = (t: Translate, { isPaused, health }: ServerView): string =>
  isPaused ? t('server-paused') : t(`server-health-${health}`);

function serverLines(t: Translate, server: ServerView): Piece[][] {
  const load = loadBar(server.seats.taken, server.seats.capacity);
  const state = t('servers-line', { state: stateWords(t, server), load });
  return [[], [bold(namedPlace(server.name, server.country))], [state]];
}

function healthLines(t: Translate, server: ServerView): Piece[][] {
  const { healthReason } = server;
  const reason = reasonWords(t, healthReason ?? '', REASON_LIMIT);
  return [
    ...(server.isPaused ? [[t('server-paused')]] : []),
    [t(`server-health-${server.health}`)],
    ...(healthReason === null ? [] : [[t('server-reason', { reason })]]),
    ...(server.healthSince === null ? [] : [[t('server-since', { at: server.healthSince })]]),
  ];
}

/** How it answered in the last day. */
function speedLines(t: Translate, { latencyMs, uptimePercent }: ServerView): Piece[][] {
  if (latencyMs === null || uptimePercent === null) return [];
  return [[t('server-speed', { ms: String(latencyMs), percent: String(uptimePercent) })]];
}

/** Whether the door of the last key could be reached from here. */
const probeLines = (t: Translate, { probe }: ServerView): Piece[][] =>
  probe === null ? [] : [[t(`server-probe-${probe.outcome}`, { at: probe.at })]];

function inboundLine(t: Translate, inbound: InboundView): string {
  const line = t('server-inbound', {
    listener: `${tidy(inbound.protocol, 20)}:${inbound.port}`,
    remark: tidy(inbound.remark, 30),
    status: t(`inbound-status-${inbound.status}`),
    clients: String(inbound.currentClients),
    capacity: seatsWords(inbound.capacity),
  });
  return inbound.statusMessage === null
    ? line
    : `${line}\n${t('server-inbound-why', { reason: reasonWords(t, inbound.statusMessage, REASON_LIMIT) })}`;
}

function serverButtons(t: Translate, server: ServerView) {
  const { serverId, isPaused, cutsNeighbours, strangers } = server;
  const edit = (field: string) =>
    tapButton(t(`server-button-${field}`), { screen: 'server-edit', serverId, field });
  const pause = tapButton(t(isPaused ? 'server-button-resume' : 'server-button-pause'), {
    screen: 'server-pause',
    serverId,
    on: isPaused ? 1 : 0,
  });
  const peace = tapButton(t('server-button-neighbours'), { screen: 'server-neighbours', serverId });
  const found = tapButton(t('server-button-strangers'), { screen: 'strangers', serverId, page: 0 });
  return [
    ...(cutsNeighbours ? [[peace]] : []),
    ...(strangers > 0 ? [[found]] : []),
    ...inRows([
      tapButton(t('server-button-inbounds'), { screen: 'inbounds', serverId, page: 0 }),
      tapButton(t('server-button-test'), { screen: 'server-test', serverId }),
      tapButton(t('server-button-sync'), { screen: 'server-sync', serverId }),
      pause,
      edit('name'),
      edit('country'),
      edit('host'),
      edit('seats'),
      tapButton(t('server-button-login'), { screen: 'server-login', serverId }),
      tapButton(t('server-button-proxy'), { screen: 'server-proxy', serverId }),
      tapButton(t('server-button-address'), { screen: 'server-address', serverId }),
      ...(server.panelAt.startsWith('https:')
        ? [tapButton(t('server-button-certificate'), { screen: 'server-certificate', serverId })]
        : []),
      tapButton(t('server-button-alerts'), { screen: 'server-alerts', serverId }),
      tapButton(t('server-button-days'), { screen: 'server-days', serverId }),
      tapButton(t('server-button-own'), { screen: 'own-inbounds', serverId }),
      tapButton(t('server-button-links'), { screen: 'server-links', serverId }),
      tapButton(t('server-button-drift'), { screen: 'server-drift', serverId }),
    ]),
    [
      dangerButton(t('server-button-delete'), { screen: 'server-delete', serverId }),
      tapButton(t('button-back'), { screen: 'servers', page: 0 }),
    ],
  ];
}
