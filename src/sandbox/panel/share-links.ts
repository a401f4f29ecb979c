import { CLIENTS_TRAITS, type LinkTraits } from './clients-traits.ts';
import { inboundAndClient, type LinkName } from './link-names.ts';
import {
  type Front,
  flowParameter,
  headerHost,
  type Parameters,
  type Stream,
  securityParameters,
  streamOf,
  tlsParameters,
  transportParameters,
} from './link-parameters.ts';
import { type Client, cipherOf, type Inbound } from './panel-records.ts';
import { publicKeyOf } from './wireguard.ts';

/** Where a link points, and the proxy that stands there; null = the inbound itself. */
type Place = { host: string; port: number; proxy: Front | null };

/**
 * How links are asked for: the host that the request named, the panel's manner, what they shall be called, and what
 * stands before the inbound in place of its own external proxies, if anything.
 */
export type LinkRequest = { host: string; traits: LinkTraits; nameOf: LinkName; fronts?: readonly Front[] };

/** All that one link is made of. */
type Link = { inbound: Inbound; client: Client; stream: Stream; place: Place; request: LinkRequest };

/**
 * The links of a client on one inbound (contracts/3x-ui.md section 6): one per external proxy, else one to the host of
 * the request. A host alone means the manner of v3.6.0. Empty where the protocol has no link.
 */
export function shareLinks(inbound: Inbound, client: Client, asked: string | LinkRequest): string[] {
  const write = WRITERS[inbound.protocol];
  if (!write) return [];
  const request = typeof asked === 'string' ? asBy36(asked) : asked;
  const stream = streamOf(inbound);
  return placesOf(inbound, stream, request).map((place) =>
    write({ inbound, client, place, request, stream: behind(stream, place) }),
  );
}

const asBy36 = (host: string): LinkRequest => ({
  host,
  traits: CLIENTS_TRAITS['3.6'].links,
  nameOf: inboundAndClient,
});

const WRITERS: Record<string, (link: Link) => string> = {
  vless: vlessLink,
  vmess: vmessLink,
  trojan: trojanLink,
  shadowsocks: shadowsocksLink,
  hysteria: hysteriaLink,
  wireguard: wireguardLink,
};

function placesOf(inbound: Inbound, { externalProxy }: Stream, { host, fronts = [] }: LinkRequest): Place[] {
  const before = fronts.length > 0 ? fronts : externalProxy;
  if (before.length > 0) {
    return before.map((proxy) => ({ host: proxy.dest, port: proxy.port || inbound.port, proxy }));
  }
  return [{ host: sharedHost(inbound, host), port: inbound.port, proxy: null }];
}

function sharedHost({ shareAddrStrategy, shareAddr, listen }: Inbound, requestHost: string): string {
  if (shareAddrStrategy === 'custom' && shareAddr) return shareAddr;
  if (shareAddrStrategy === 'listen' && listen) return listen;
  return requestHost;
}

function behind(stream: Stream, { proxy }: Place): Stream {
  if (!proxy) return stream;
  const { serverName, alpn, settings } = stream.tlsSettings;
  const pins = proxy.pinnedPeerCertSha256;
  return {
    ...stream,
    wsSettings: calledFrom(proxy, stream.wsSettings),
    httpupgradeSettings: calledFrom(proxy, stream.httpupgradeSettings),
    xhttpSettings: calledFrom(proxy, stream.xhttpSettings),
    security: proxy.forceTls === 'same' ? stream.security : proxy.forceTls,
    tlsSettings: {
      serverName: proxy.sni || serverName,
      alpn: proxy.alpn.length > 0 ? proxy.alpn : alpn,
      settings: {
        ...settings,
        fingerprint: proxy.fingerprint || settings.fingerprint,
        pinnedPeerCertSha256: pins.length > 0 ? pins : settings.pinnedPeerCertSha256,
      },
    },
  };
}

const calledFrom = <Called extends { host: string; path: string }>(front: Front, called: Called): Called => ({
  ...called,
  host: front.hostHeader || called.host,
  path: front.path || called.path,
});

function vlessLink(link: Link): string {
  const { inbound, client, stream, request } = link;
  const { encryption } = inbound.settings;
  return url(`vless://${client.uuid}`, link, {
    type: stream.network,
    ...(typeof encryption === 'string' ? { encryption } : {}),
    ...transportParameters(stream, request.traits),
    ...securityParameters(stream, client, request.traits),
    ...flowParameter(inbound, client),
  });
}

function trojanLink(link: Link): string {
  const { client, stream, request } = link;
  return url(`trojan://${escaped(client.password)}`, link, {
    type: stream.network,
    ...transportParameters(stream, request.traits),
    ...securityParameters(stream, client, request.traits),
  });
}

function shadowsocksLink(link: Link): string {
  const { stream } = link;
  const tls = stream.security === 'tls' ? tlsParameters(stream) : {};
  return url(`ss://${shadowsocksUser(link)}`, link, { ...shadowsocksTransport(link), ...tls });
}

/** From 3.4 on an http header is written as the plugin that speaks it. */
function shadowsocksTransport({ stream, request: { traits } }: Link): Parameters {
  const parameters: Parameters = { type: stream.network, ...transportParameters(stream, traits) };
  if (traits.paddedShadowsocks || parameters.headerType !== 'http') return parameters;
  return { plugin: `obfs-local;obfs=http;obfs-host=${headerHost(stream)}` };
}

function shadowsocksUser({ inbound, client, request: { traits } }: Link): string {
  const method = cipherOf(inbound);
  const is2022 = method.startsWith('2022-');
  const words = [method, ...(is2022 ? [String(inbound.settings.password ?? '')] : []), client.password];
  if (is2022 && !traits.paddedShadowsocks) return words.map(escaped).join(':');
  return Buffer.from(words.join(':')).toString(traits.paddedShadowsocks ? 'base64' : 'base64url');
}

function hysteriaLink(link: Link): string {
  const scheme = link.inbound.settings.version === 1 ? 'hysteria' : 'hysteria2';
  return url(`${scheme}://${escaped(link.client.auth)}`, link, tlsParameters(link.stream));
}

function wireguardLink(link: Link): string {
  const { inbound, client } = link;
  const { privateKey = '', allowedIPs = [], preSharedKey = '', keepAlive = 0 } = client.wireguard ?? {};
  const { mtu, secretKey } = inbound.settings;
  return url(`wireguard://${escaped(privateKey)}`, link, {
    address: allowedIPs.join(','),
    ...(mtu ? { mtu: String(mtu) } : {}),
    publickey: publicKeyOf(String(secretKey ?? '')),
    ...(preSharedKey ? { presharedkey: preSharedKey } : {}),
    ...(keepAlive > 0 ? { keepalive: String(keepAlive) } : {}),
  });
}

function vmessLink(link: Link): string {
  const { client, stream, place } = link;
  const { security: tls, ...secured } =
    stream.security === 'tls' ? tlsParameters(stream) : { security: 'none' };
  const fields: Record<string, string | number> = {
    v: '2',
    ps: nameOf(link),
    add: place.host,
    port: place.port,
    id: client.uuid,
    scy: ['', 'none', 'zero'].includes(client.security) ? 'auto' : client.security,
    net: stream.network,
    tls: tls ?? 'none',
    ...vmessTransport(link),
    ...secured,
  };
  return `vmess://${Buffer.from(JSON.stringify(sorted(fields), null, 2)).toString('base64')}`;
}

/** vmess puts other things than the URL forms into `type` and `path`. */
function vmessTransport({ stream, request: { traits } }: Link): Parameters {
  const { headerType = 'none', ...parameters } = transportParameters(stream, traits);
  if (stream.network === 'grpc') return vmessGrpc(parameters);
  if (stream.network !== 'kcp') return { type: headerType, ...parameters };
  return { type: headerType, ...(parameters.seed ? { path: parameters.seed } : {}) };
}

const vmessGrpc = ({ authority = '', serviceName = '', mode = 'none' }: Parameters): Parameters => ({
  authority,
  path: serviceName,
  type: mode,
});

const url = (begin: string, link: Link, parameters: Parameters): string =>
  `${begin}@${bracketed(link.place.host)}:${link.place.port}?${query(parameters)}#${encodeURIComponent(nameOf(link))}`;

const nameOf = ({ inbound, client, place, request }: Link): string =>
  request.nameOf(inbound, client, place.proxy);

const bracketed = (host: string): string =>
  host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;

const query = (parameters: Parameters): string =>
  Object.entries(sorted(parameters))
    .map(([key, value]) => `${key}=${escaped(value).replaceAll('%20', '+')}`)
    .join('&');

function sorted<Value>(fields: Record<string, Value>): Record<string, Value> {
  return Object.fromEntries(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Leaves letters, digits and `-_.~` alone, as Go does. */
const escaped = (value: string): string =>
  encodeURIComponent(value).replaceAll(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
