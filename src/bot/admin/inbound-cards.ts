import type { InboundView, ServerView } from '../../services/fleet/views.ts';
import type { Translate } from '../texts.ts';
import { inRows, tapButton } from '../views/buttons.ts';
import { tidy } from '../views/fit-to.ts';
import { pageButtons, pageOf } from '../views/page-of.ts';
import { bold, type Piece, richLines } from '../views/rich-text.ts';
import type { Screen } from '../views/screen.ts';
import { gigabytesOf } from '../views/words.ts';
import { loadBar, namedPlace } from './load-bar.ts';
import { reasonWords } from './reason-words.ts';
import { noteLines } from './server-cards.ts';

const INBOUNDS_PER_PAGE = 8;
const REASON_LIMIT = 300;

/** The inbounds of one server, one line each. */
export function inboundsCard(t: Translate, server: ServerView, asked: number): Screen {
  const page = pageOf(server.inbounds, { page: asked, size: INBOUNDS_PER_PAGE });
  const lines: Piece[][] = [
    [bold(t('inbounds-title', { server: namedPlace(server.name, server.country) }))],
    ...page.items.flatMap((inbound) => listed(t, inbound)),
    ...(server.inbounds.length === 0 ? [[t('server-no-inbounds')]] : []),
  ];
  const { serverId } = server;
  const rows = [
    ...page.items.map((inbound) => [
      tapButton(listener(inbound, 25), { screen: 'inbound', inboundId: inbound.inboundId }),
    ]),
    ...pageButtons(page, t, (there) => ({ screen: 'inbounds', serverId, page: there })),
    [tapButton(t('button-back'), { screen: 'server', serverId })],
  ];
  return { ...richLines(...lines), reply_markup: { inline_keyboard: rows } };
}

/** One inbound: whether it sells, how full it is, and what can be changed. `note` = what has just been done. */
export function inboundCard(t: Translate, inbound: InboundView, note: string | null = null): Screen {
  const { statusMessage } = inbound;
  const transport = `${tidy(inbound.network, 20)}/${tidy(inbound.security, 20)}`;
  const lines: Piece[][] = [
    ...noteLines(note),
    [bold(listener(inbound, 80))],
    [t('inbound-on', { server: tidy(inbound.server), transport })],
    [t(`inbound-status-${inbound.status}`)],
    ...(statusMessage === null
      ? []
      : [[t('server-inbound-why', { reason: reasonWords(t, statusMessage, REASON_LIMIT) })]]),
    [inbound.closed === null ? t('inbound-for-sale') : t(`inbound-closed-${inbound.closed}`)],
    [t('inbound-load', { load: loadBar(inbound.currentClients, inbound.capacity) })],
    ...(inbound.ownCapacity === null ? [[t('inbound-server-seats')]] : []),
    [trafficWords(t, inbound)],
    ...inbound.warnings.map((warning) => [t(`inbound-warning-${warning}`)]),
    ...(inbound.isDefault ? [[t('inbound-is-default')]] : []),
  ];
  return { ...richLines(...lines), reply_markup: { inline_keyboard: inboundButtons(t, inbound) } };
}

/** `vless:443 Reality`, as panels list it. */
const listener = ({ protocol, port, remark, isDefault }: InboundView, limit: number): string =>
  tidy(`${isDefault ? '★ ' : ''}${tidy(protocol, 20)}:${port} ${tidy(remark)}`, limit);

function listed(t: Translate, inbound: InboundView): Piece[][] {
  const state = inbound.closed === null ? t('inbound-for-sale') : t(`inbound-closed-${inbound.closed}`);
  const load = loadBar(inbound.currentClients, inbound.capacity);
  return [[], [bold(listener(inbound, 50))], [t('servers-line', { state, load })]];
}

function trafficWords(t: Translate, { trafficUsed, trafficLimit }: InboundView): string {
  const used = gigabytesOf(trafficUsed);
  if (trafficLimit === null) return t('inbound-traffic', { used });
  return t('inbound-traffic-of', { used, limit: gigabytesOf(trafficLimit) });
}

function inboundButtons(t: Translate, { inboundId, serverId, enabled, isDefault }: InboundView) {
  const edit = (field: string) =>
    tapButton(t(`inbound-button-${field}`), { screen: 'inbound-edit', inboundId, field });
  const sell = tapButton(t(enabled ? 'inbound-button-stop' : 'inbound-button-sell'), {
    screen: 'inbound-sell',
    inboundId,
    on: enabled ? 0 : 1,
  });
  const makeDefault = tapButton(t('inbound-button-default'), { screen: 'inbound-default', inboundId });
  return [
    ...inRows([edit('capacity'), edit('traffic'), sell, ...(isDefault ? [] : [makeDefault])]),
    [tapButton(t('button-back'), { screen: 'inbounds', serverId, page: 0 })],
  ];
}
