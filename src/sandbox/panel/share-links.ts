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

/** Where a link points, and the proxy that stands there; null = the inbound itself. */
type Place = { host: string; port: number; proxy: Front | null };

/** All that one link is made of. */
type Link = { inbound: Inbound; client: Client; stream: Stream; place: Place };

/**
 * The links of a client on one inbound, as v3.6.0 writes them (contracts/3x-ui.md section 6): one per external proxy,
 * else one to `requestHost`. Empty where the protocol has no link.
 */
export function shareLinks(inbound: Inbound, client: Client, requestHost: string): string[] {
  const write = WRITERS[inbound.protocol];
  if (!write) return [];
  const stream = streamOf(inbound);
  return placesOf(inbound, stream, requestHost).map((place) =>
    write({ inbound, client, place, stream: behind(stream, place) }),
  );
}

const WRITERS: Record<string, (link: Link) => string> = {
  vless: vlessLink,
  vmess: vmessLink,
  trojan: trojanLink,
  shadowsocks: shadowsocksLink,
  hysteria: hysteriaLink,
};

function placesOf(inbound: Inbound, { externalProxy }: Stream, requestHost: string): Place[] {
  if (externalProxy.length > 0) {
    return externalProxy.map((proxy) => ({ host: proxy.dest, port: proxy.port, proxy }));
  }
  return [{ host: sharedHost(inbound, requestHost), port: inbound.port, proxy: null }];
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

function vlessLink(link: Link): string {
  const { inbound, client, stream } = link;
  const { encryption } = inbound.settings;
  return url(`vless://${client.uuid}`, link, {
    type: stream.network,
    ...(typeof encryption === 'string' ? { encryption } : {}),
    ...transportParameters(stream),
    ...securityParameters(stream, client),
    ...flowParameter(inbound, client),
  });
}

function trojanLink(link: Link): string {
  const { client, stream } = link;
  return url(`trojan://${escaped(client.password)}`, link, {
    type: stream.network,
    ...transportParameters(stream),
    ...securityParameters(stream, client),
  });
}

function shadowsocksLink(link: Link): string {
  const { stream } = link;
  const tls = stream.security === 'tls' ? tlsParameters(stream) : {};
  return url(`ss://${shadowsocksUser(link)}`, link, { ...shadowsocksTransport(stream), ...tls });
}

/** From 3.4 on an http header is written as the plugin that speaks it. */
function shadowsocksTransport(stream: Stream): Parameters {
  const parameters = transportParameters(stream);
  if (parameters.headerType !== 'http') return { type: stream.network, ...parameters };
  return { plugin: `obfs-local;obfs=http;obfs-host=${headerHost(stream)}` };
}

function shadowsocksUser({ inbound, client }: Link): string {
  const method = cipherOf(inbound);
  if (!method.startsWith('2022-')) return Buffer.from(`${method}:${client.password}`).toString('base64url');
  return [method, String(inbound.settings.password ?? ''), client.password].map(escaped).join(':');
}

function hysteriaLink(link: Link): string {
  const scheme = link.inbound.settings.version === 1 ? 'hysteria' : 'hysteria2';
  return url(`${scheme}://${escaped(link.client.auth)}`, link, tlsParameters(link.stream));
}

function vmessLink(link: Link): string {
  const { inbound, client, stream, place } = link;
  const { security: tls, ...secured } =
    stream.security === 'tls' ? tlsParameters(stream) : { security: 'none' };
  const fields: Record<string, string | number> = {
    v: '2',
    ps: nameOf(inbound, client),
    add: place.host,
    port: place.port,
    id: client.uuid,
    scy: ['', 'none', 'zero'].includes(client.security) ? 'auto' : client.security,
    net: stream.network,
    tls: tls ?? 'none',
    ...vmessTransport(stream),
    ...secured,
  };
  return `vmess://${Buffer.from(JSON.stringify(sorted(fields), null, 2)).toString('base64')}`;
}

/** vmess puts other things than the URL forms into `type` and `path`. */
function vmessTransport(stream: Stream): Parameters {
  const { headerType = 'none', ...parameters } = transportParameters(stream);
  if (stream.network === 'grpc') return vmessGrpc(parameters);
  if (stream.network !== 'kcp') return { type: headerType, ...parameters };
  return { type: headerType, ...(parameters.seed ? { path: parameters.seed } : {}) };
}

const vmessGrpc = ({ authority = '', serviceName = '', mode = 'none' }: Parameters): Parameters => ({
  authority,
  path: serviceName,
  type: mode,
});

const url = (begin: string, { inbound, client, place }: Link, parameters: Parameters): string =>
  `${begin}@${bracketed(place.host)}:${place.port}?${query(parameters)}#${encodeURIComponent(nameOf(inbound, client))}`;

const nameOf = (inbound: Inbound, client: Client): string => `${inbound.remark}-${client.email}`;

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
