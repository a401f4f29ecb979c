import { isFields } from '../go-json.ts';
import type { Client, Fields, Inbound } from '../panel-records.ts';
import { shareLinks } from '../share-links.ts';
import type { LegacyPanel } from './legacy-call.ts';
import { isOn, type LegacyInbound, numberOf, type TrafficRow, textOf } from './legacy-records.ts';

const GIB = 2 ** 30;
const HOUR_MS = 3_600_000;

/** The links of everything with one subId, named as in the subscription: what is left stands in the name. */
export function subLinks(panel: LegacyPanel, subId: string, host: string): string[] {
  return panel.store.inbounds().flatMap((inbound) => {
    if (!inbound.enable) return [];
    const clients = panel.store
      .clientsOf(inbound)
      .filter((client) => subId !== '' && textOf(client, 'subId') === subId);
    return clients.flatMap((client) => {
      const row = panel.store.row(textOf(client, 'email'));
      const name = fullName({ inbound, client }, row, panel.now());
      return linksOf(panel, { inbound, client, host, name });
    });
  });
}

/** The links of one client on an inbound, named by that inbound alone. */
export function linksOnInbound(panel: LegacyPanel, { inbound, client }: Entry, host: string): string[] {
  return linksOf(panel, { inbound, client, host, name: (proxy) => joined([inbound.remark, proxy]) });
}

/** A client and the inbound in whose settings it stands. */
export type Entry = { inbound: LegacyInbound; client: Fields };
type Wanted = Entry & { host: string; name: (proxy: string) => string };

function linksOf(panel: LegacyPanel, { inbound, client, host, name }: Wanted): string[] {
  const stream = streamOf(inbound);
  const { externalProxy } = stream;
  const proxies = Array.isArray(externalProxy) ? externalProxy.filter(isFields) : [];
  const modern = modernInbound(inbound, panel.store.settingsOf(inbound) ?? {}, stream);
  return shareLinks(modern, modernClient(client), host).map((link, i) =>
    inOldWriting(panel, { link, stream, name: name(textOf(proxies[i] ?? {}, 'remark')) }),
  );
}

type Modern = { link: string; stream: Fields; name: string };

/** What 3.6 writes otherwise: shadowsocks in base64 with its network, parameters of transports, and the name. */
function inOldWriting({ traits }: LegacyPanel, { link, stream, name }: Modern): string {
  if (link.startsWith('vmess://')) return renamedVmess(link, name);
  const url = new URL(link);
  url.hash = '';
  if (link.startsWith('ss://')) return `${oldShadowsocks(url, stream)}#${encoded(name)}`;
  if (!traits.links.encryption) url.searchParams.delete('encryption');
  for (const [key, value] of Object.entries(oldTransport(stream, traits.links.modernTransports))) {
    if (value === null) url.searchParams.delete(key);
    else url.searchParams.set(key, value);
  }
  url.searchParams.sort();
  return `${url.href}#${encoded(name)}`;
}

/** Parameters that are put in the place of those of 3.6; null = taken away. */
function oldTransport(stream: Fields, isModern: boolean): Record<string, string | null> {
  const { network, kcpSettings, xhttpSettings } = stream;
  if (network === 'kcp' && isFields(kcpSettings)) return isModern ? {} : oldKcp(kcpSettings);
  if (network !== 'xhttp' || !isFields(xhttpSettings)) return {};
  const { mode, scMaxEachPostBytes, xPaddingBytes } = xhttpSettings;
  const extra = JSON.stringify({ mode, scMaxEachPostBytes, xPaddingBytes });
  return isModern ? { extra } : { extra: null, x_padding_bytes: null };
}

function oldKcp(settings: Fields): Record<string, string | null> {
  const headerType = isFields(settings.header) ? textOf(settings.header, 'type') : '';
  return { mtu: null, tti: null, headerType, seed: textOf(settings, 'seed') };
}

function oldShadowsocks({ username, password, host }: URL, { network }: Fields): string {
  const user =
    password === ''
      ? Buffer.from(username, 'base64url').toString()
      : [username, password].map(decodeURIComponent).join(':');
  return `ss://${Buffer.from(user).toString('base64')}@${host}?type=${String(network)}`;
}

function renamedVmess(link: string, name: string): string {
  const fields: unknown = JSON.parse(Buffer.from(link.slice('vmess://'.length), 'base64').toString());
  return `vmess://${Buffer.from(JSON.stringify({ ...Object(fields), ps: name }, null, 2)).toString('base64')}`;
}

/** `-ieo`: inbound, email, the proxy's own remark; then what is left of traffic and time. */
function fullName(
  { inbound, client }: Entry,
  row: TrafficRow | undefined,
  now: number,
): (proxy: string) => string {
  const total = numberOf(client, 'totalGB');
  const left = total > 0 && row ? `${((total - row.up - row.down) / GIB).toFixed(2)}GB📊` : '';
  const name = (proxy: string) => joined([inbound.remark, textOf(client, 'email'), proxy]);
  if (!row?.enable || !isOn(client)) return (proxy) => `⛔️N/A-${name(proxy)}`;
  return (proxy) => joined([name(proxy), left, timeLeft(row.expiryTime, now)]);
}

function timeLeft(expiryTime: number, now: number): string {
  if (expiryTime === 0) return '';
  const hours = Math.floor((expiryTime < 0 ? -expiryTime : expiryTime - now) / HOUR_MS);
  return `${Math.floor(hours / 24)}D,${hours % 24}H⏳`;
}

const joined = (parts: string[]): string => parts.filter((part) => part !== '').join('-');

/** Go leaves the comma of a name as it is. */
const encoded = (name: string): string => encodeURIComponent(name).replaceAll('%2C', ',');

function modernInbound(inbound: LegacyInbound, settings: Fields, streamSettings: Fields): Inbound {
  return { ...inbound, settings, streamSettings, sniffing: null, shareAddrStrategy: 'node', shareAddr: '' };
}

function modernClient(client: Fields): Client {
  return {
    ...{
      id: 0,
      group: '',
      createdAt: 0,
      updatedAt: 0,
      inboundIds: [],
      lastInboundId: 0,
      up: 0,
      down: 0,
      lastOnline: 0,
    },
    email: textOf(client, 'email'),
    subId: textOf(client, 'subId'),
    uuid: textOf(client, 'id'),
    password: textOf(client, 'password'),
    auth: textOf(client, 'auth'),
    flow: textOf(client, 'flow'),
    security: textOf(client, 'security'),
    limitIp: numberOf(client, 'limitIp'),
    totalGB: numberOf(client, 'totalGB'),
    expiryTime: numberOf(client, 'expiryTime'),
    enable: isOn(client),
    tgId: numberOf(client, 'tgId'),
    comment: textOf(client, 'comment'),
    reset: numberOf(client, 'reset'),
  };
}

function streamOf({ streamSettings }: LegacyInbound): Fields {
  try {
    const stream: unknown = JSON.parse(streamSettings);
    return isFields(stream) ? stream : {};
  } catch {
    return {};
  }
}
