import type { InboundView, ServerView } from '../../services/fleet/views.ts';
import type { Translate } from '../texts.ts';
import { tidy } from '../views/fit-to.ts';
import { bold, type Piece, richLines } from '../views/rich-text.ts';
import type { Screen } from '../views/screen.ts';

/** So that a server with hundreds of inbounds still fits one message. */
const MOST_INBOUNDS = 20;
const REASON_LIMIT = 200;

/** /servers: one card a server. */
export function serverCard(t: Translate, server: ServerView): Screen {
  const reason = tidy(server.healthReason ?? '', REASON_LIMIT);
  const shown = server.inbounds.slice(0, MOST_INBOUNDS);
  const more = server.inbounds.length - shown.length;
  const lines: Piece[][] = [
    [bold(tidy(server.name)), ...(server.country ? [` (${server.country})`] : [])],
    [t(`server-health-${server.health}`)],
    ...(server.healthReason === null ? [] : [[t('server-reason', { reason })]]),
    [t('server-panel', { version: tidy(server.version) })],
    [t('server-host', { host: tidy(server.publicHost) })],
    [server.lastConnectedAt ? t('server-seen', { at: server.lastConnectedAt }) : t('server-never-seen')],
    [],
    ...shown.map((inbound) => [inboundLine(t, inbound)]),
    ...(more > 0 ? [[t('admin-more', { count: more })]] : []),
    ...(shown.length === 0 ? [[t('server-no-inbounds')]] : []),
  ];
  return richLines(...lines);
}

function inboundLine(t: Translate, inbound: InboundView): string {
  const line = t('server-inbound', {
    listener: `${tidy(inbound.protocol, 20)}:${inbound.port}`,
    remark: tidy(inbound.remark, 30),
    status: t(`inbound-status-${inbound.status}`),
    clients: String(inbound.currentClients),
    capacity: inbound.capacity === null ? '∞' : String(inbound.capacity),
  });
  return inbound.statusMessage === null
    ? line
    : `${line}\n${t('server-inbound-why', { reason: tidy(inbound.statusMessage, REASON_LIMIT) })}`;
}
