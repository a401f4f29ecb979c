import type { Connection } from '../../model/parse-link.ts';
import { EARLY_HEADER, earlyData, listed, plainFlow, said, saysOnly, type Told } from './told-words.ts';

/**
 * A connection as Mihomo (Clash Meta) takes it; null = it has no words for it. Source: wiki.metacubex.one, config/proxies.
 */
export function clashProxy(name: string, connection: Connection): Told | null {
  const { protocol, host: server, port } = connection;
  const own = WRITERS[protocol](connection);
  return own && said({ name, server, port, udp: true, ...own });
}

const WRITERS: Readonly<Record<Connection['protocol'], (of: Connection) => Told | null>> = {
  vless: (of) => {
    const { encryption, flow } = of.parameters;
    const own = { type: 'vless', uuid: of.credential, flow: plainFlow(flow) };
    return carried(of, { ...own, encryption: encryption === 'none' ? '' : encryption });
  },
  vmess: (of) =>
    of.security === 'reality'
      ? null
      : carried(of, { type: 'vmess', uuid: of.credential, alterId: 0, cipher: of.parameters.scy ?? 'auto' }),
  trojan: (of) => {
    if (of.security === 'none' || !['tcp', 'raw', 'ws', 'grpc'].includes(of.network)) return null;
    const told = carried(of, {});
    if (told === null) return null;
    const { servername: sni, tls: _, ...rest } = told;
    return { type: 'trojan', password: of.credential, sni, ...rest };
  },
  shadowsocks,
  hysteria2,
  wireguard,
};

const COVER = ['sni', 'fp', 'alpn', 'pbk', 'sid', 'pcs', 'flow', 'encryption'];
const WAY = ['path', 'host', 'serviceName', 'headerType', 'extra'];

/** Security and transport, as vless and vmess have them. */
function carried(of: Connection, own: Told): Told | null {
  const way = wayOf(of);
  const cover = coverOf(of);
  return saysOnly(of, [...COVER, ...WAY]) && way && cover ? { ...own, ...cover, ...way } : null;
}

/** Several pins mean "any of these", for which it has no words. */
function coverOf({ security, parameters }: Connection): Told | null {
  const { sni: servername, fp, alpn, pbk, sid, pcs } = parameters;
  const pins = listed(pcs) ?? [];
  if (pins.length > 1) return null;
  const names = { tls: true, servername, 'client-fingerprint': fp, alpn: listed(alpn) };
  if (security === 'tls') return said({ ...names, fingerprint: pins[0] && inHex(pins[0]) });
  if (security !== 'reality') return {};
  const opened = { 'public-key': pbk, 'short-id': sid };
  return said({ ...names, 'client-fingerprint': fp ?? 'chrome', 'reality-opts': said(opened) });
}

const inHex = (pin: string): string =>
  /^[0-9a-f:]{64,}$/i.test(pin)
    ? pin.replaceAll(':', '').toLowerCase()
    : Buffer.from(pin, 'base64').toString('hex');

const wayOf = (of: Connection): Told | null => WAYS[of.network]?.(of) ?? null;

const WAYS: Readonly<Record<string, (of: Connection) => Told | null>> = {
  tcp: plain,
  raw: plain,
  ws: ({ parameters: { path, host } }) => ({ network: 'ws', 'ws-opts': socket(path, host) }),
  httpupgrade: ({ parameters: { path, host } }) => ({
    network: 'ws',
    'ws-opts': { ...socket(path, host), 'v2ray-http-upgrade': true },
  }),
  // A path of one's own is the way of Xray alone.
  grpc: ({ parameters: { serviceName = '' } }) =>
    serviceName.startsWith('/')
      ? null
      : { network: 'grpc', 'grpc-opts': { 'grpc-service-name': serviceName } },
  xhttp: ({ protocol, parameters }) => (protocol === 'vless' ? overXhttp(parameters) : null),
};

function plain({ protocol, parameters: { headerType, path, host } }: Connection): Told | null {
  if (headerType === 'http') return overHttp(protocol, path, host);
  return headerType ? null : {};
}

function overHttp(protocol: string, path = '/', host = ''): Told | null {
  if (protocol === 'trojan') return null;
  const headers = host === '' ? {} : { headers: { Host: [host] } };
  return { network: 'http', 'http-opts': { method: 'GET', path: [path], ...headers } };
}

function socket(asked: string | undefined, host = ''): Told {
  const { path, size } = earlyData(asked);
  const early = size === null ? {} : { 'max-early-data': size, 'early-data-header-name': EARLY_HEADER };
  return { path, ...(host === '' ? {} : { headers: { Host: host } }), ...early };
}

/** What the two ends agree on beyond this it has no words for. */
const XHTTP_WORDS: Readonly<Record<string, string>> = {
  noGRPCHeader: 'no-grpc-header',
  xPaddingBytes: 'x-padding-bytes',
};

function overXhttp(parameters: Connection['parameters']): Told | null {
  const { path = '/', host, mode, extra = '{}', x_padding_bytes: padding } = parameters;
  const { mode: _, ...agreed } = Object(jsonOf(extra)) as Record<string, unknown>;
  const keys = Object.keys(agreed);
  if (!keys.every((key) => XHTTP_WORDS[key])) return null;
  const options = keys.map((key) => [XHTTP_WORDS[key], agreed[key]] as const);
  const named = { path, host, mode: mode === 'auto' ? '' : mode, 'x-padding-bytes': padding };
  return { network: 'xhttp', 'xhttp-opts': said({ ...named, ...Object.fromEntries(options) }) };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return { unreadable: true };
  }
}

/** Of a plugin it knows the one that speaks plain http; wrapped in anything else it has no words. */
function shadowsocks(of: Connection): Told | null {
  const { method: cipher, serverPassword, plugin } = of.parameters;
  const isPlain = ['tcp', 'raw'].includes(of.network) && of.security === 'none';
  if (!isPlain || !saysOnly(of, ['method', 'serverPassword', 'plugin'])) return null;
  const host = plugin && /^obfs-local;obfs=http;obfs-host=(.+)$/.exec(plugin)?.[1];
  if (plugin && !host) return null;
  const password = serverPassword ? `${serverPassword}:${of.credential}` : of.credential;
  const wrapped = host ? { plugin: 'obfs', 'plugin-opts': { mode: 'http', host } } : {};
  return { type: 'ss', cipher, password, ...wrapped };
}

function hysteria2(of: Connection): Told | null {
  const { sni, alpn, obfs, pinSHA256: pin } = of.parameters;
  const known = ['sni', 'alpn', 'fp', 'obfs', 'obfs-password', 'pinSHA256'];
  if (!saysOnly(of, known) || pin?.includes(',')) return null;
  const masked = { obfs, 'obfs-password': of.parameters['obfs-password'] };
  return { type: 'hysteria2', password: of.credential, sni, alpn: listed(alpn), fingerprint: pin, ...masked };
}

function wireguard(of: Connection): Told | null {
  const { address, publickey, presharedkey, dns, mtu, keepalive } = of.parameters;
  const [v4, v6] = [listed(address)?.find(isV4), listed(address)?.find((each) => each.includes(':'))];
  if (!publickey || (!v4 && !v6)) return null;
  return {
    type: 'wireguard',
    ip: v4?.split('/')[0],
    ipv6: v6?.split('/')[0],
    'private-key': of.credential,
    'public-key': publickey,
    'pre-shared-key': presharedkey,
    'allowed-ips': ['0.0.0.0/0', '::/0'],
    dns: listed(dns),
    mtu: mtu && Number(mtu),
    'persistent-keepalive': keepalive && Number(keepalive),
  };
}

const isV4 = (address: string): boolean => address.includes('.');
