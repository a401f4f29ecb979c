import { filled } from './link-fields.ts';

/** How an app reaches the proxy, as a share link says it. Keys of `parameters` are those of URL links; empty ones are left out. */
export type Connection = {
  protocol: 'vless' | 'vmess' | 'trojan' | 'shadowsocks' | 'hysteria2' | 'wireguard';
  host: string;
  port: number;
  /** The client's uuid, password or private key. */
  credential: string;
  /** `tcp`, `ws`, `grpc`, `xhttp` …; `udp` for hysteria2 and wireguard, which bring a transport of their own. */
  network: string;
  /** `none`, `tls` or `reality`. */
  security: string;
  /** `sni`, `path`, `serviceName`, `flow` …; of shadowsocks also `method` and, from 2022 on, `serverPassword`. */
  parameters: Readonly<Record<string, string>>;
};

const SCHEMES: Readonly<Record<string, Connection['protocol']>> = {
  vless: 'vless',
  vmess: 'vmess',
  trojan: 'trojan',
  ss: 'shadowsocks',
  hysteria2: 'hysteria2',
  hy2: 'hysteria2',
  wireguard: 'wireguard',
};

/** What a link means by saying nothing of network and security. */
const SILENT: Readonly<Record<string, { network: string; security: string }>> = {
  hysteria2: { network: 'udp', security: 'tls' },
  wireguard: { network: 'udp', security: 'none' },
};
const PLAIN = { network: 'tcp', security: 'none' };

const LINK = /^([a-z0-9]+):\/\/([^?#]*)(?:\?([^#]*))?(?:#.*)?$/s;

/** Reads a share link of any 3x-ui; null = of another protocol, or no link. Source: contract 3x-ui section 6. */
export function parseLink(link: string): Connection | null {
  const [, scheme = '', body = '', query = ''] = LINK.exec(link) ?? [];
  const protocol = SCHEMES[scheme];
  if (protocol === undefined) return null;
  try {
    return protocol === 'vmess' ? fromVmess(body) : fromUrl(protocol, body, query);
  } catch {
    return null; // a broken escape or a broken JSON: no link
  }
}

function fromUrl(
  protocol: Exclude<Connection['protocol'], 'vmess'>,
  body: string,
  query: string,
): Connection | null {
  const at = body.lastIndexOf('@');
  const place = placeOf(body.slice(at + 1).replace(/\/$/, ''));
  if (at < 1 || place === null) return null;
  const silent = SILENT[protocol] ?? PLAIN;
  const said = filled(new URLSearchParams(query));
  const { type = silent.network, security = silent.security, ...parameters } = said;
  const user = userOf(protocol, body.slice(0, at));
  return {
    protocol,
    ...place,
    credential: user.credential,
    network: type,
    security,
    parameters: { ...parameters, ...user.parameters },
  };
}

/** Panels before 3.4 write IPv6 without brackets: the port stands behind the last colon. */
function placeOf(authority: string): { host: string; port: number } | null {
  const [, host = '', digits = ''] = /^(.+):(\d{1,5})$/s.exec(authority) ?? [];
  const port = Number(digits);
  return host === '' || port < 1 || port > 65_535 ? null : { host: host.replace(/^\[|\]$/g, ''), port };
}

type User = { credential: string; parameters: Record<string, string> };

function userOf(protocol: Connection['protocol'], text: string): User {
  if (protocol !== 'shadowsocks') return { credential: decodeURIComponent(text), parameters: {} };
  if (text.includes(':')) return cipherUser(text.split(':').map(decodeURIComponent));
  const plain = Buffer.from(decodeURIComponent(text), 'base64').toString('utf8');
  const [method = '', ...rest] = plain.split(':');
  return cipherUser(method.startsWith('2022-') ? [method, ...rest] : [method, rest.join(':')]);
}

/** Ciphers of 2022 have a key of the inbound before that of the client. */
function cipherUser(parts: readonly string[]): User {
  const [method = '', ...keys] = parts;
  const serverPassword = keys.length > 1 ? keys.slice(0, -1).join(':') : '';
  return { credential: keys.at(-1) ?? '', parameters: filled(Object.entries({ method, serverPassword })) };
}

/** vmess hides it in JSON, and says some of it in other words. */
function fromVmess(body: string): Connection | null {
  const parsed: unknown = JSON.parse(Buffer.from(decodeURIComponent(body), 'base64').toString('utf8'));
  if (typeof parsed !== 'object' || parsed === null) return null;
  const told = filled(Object.entries(parsed).map(([key, value]) => [key, String(value)]));
  const { v: _, ps: __, add = '', port = '', id = '', net = 'tcp', tls = 'none', ...rest } = told;
  const place = placeOf(`${add}:${port}`);
  if (place === null || id === '') return null;
  const parameters = net === 'grpc' ? grpcWords(rest) : headerWords(rest);
  return { protocol: 'vmess', ...place, credential: id, network: net, security: tls, parameters };
}

const grpcWords = ({ path = '', type = '', ...rest }: Record<string, string>) => ({
  ...rest,
  ...filled(Object.entries({ serviceName: path, mode: type === 'none' ? '' : type })),
});

const headerWords = ({ type = '', ...rest }: Record<string, string>) => ({
  ...rest,
  ...filled(Object.entries({ headerType: type === 'none' ? '' : type })),
});
