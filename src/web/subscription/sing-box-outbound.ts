import type { Connection } from '../../model/parse-link.ts';
import { EARLY_HEADER, earlyData, listed, plainFlow, said, saysOnly, type Told } from './told-words.ts';

/**
 * A connection as sing-box (1.12 and later) takes it; null = it has no words for it: xhttp, kcp, pinned certificates,
 * the encryption of vless. Wireguard is an endpoint there. Source: sing-box.sagernet.org, configuration/outbound.
 */
export function singBoxOutbound(tag: string, connection: Connection): Told | null {
  const { protocol, host: server, port } = connection;
  const own = WRITERS[protocol](connection);
  if (own === null || protocol === 'wireguard') return own && said({ ...own, tag });
  return said({ ...own, tag, server, server_port: port });
}

const WRITERS: Readonly<Record<Connection['protocol'], (of: Connection) => Told | null>> = {
  vless: (of) => {
    if (!['none', '', undefined].includes(of.parameters.encryption)) return null;
    const flow = plainFlow(of.parameters.flow);
    return carried(of, { type: 'vless', uuid: of.credential, flow, packet_encoding: 'xudp' });
  },
  vmess: (of) =>
    of.security === 'reality'
      ? null
      : carried(of, { type: 'vmess', uuid: of.credential, security: 'auto', alter_id: 0 }),
  trojan: (of) => carried(of, { type: 'trojan', password: of.credential }),
  shadowsocks,
  hysteria2,
  wireguard,
};

const KNOWN = ['sni', 'fp', 'alpn', 'pbk', 'sid', 'flow', 'encryption'];
const WAY = ['path', 'host', 'serviceName', 'headerType'];

function carried(of: Connection, own: Told): Told | null {
  const transport = wayOf(of);
  if (transport === null || !saysOnly(of, [...KNOWN, ...WAY])) return null;
  const way = Object.keys(transport).length > 0 ? { transport } : {};
  return { ...own, ...coverOf(of), ...way };
}

/** REALITY needs a hello that looks like a browser's. */
function coverOf({ security, parameters }: Connection): Told {
  const { sni: server_name, alpn, fp, pbk: public_key, sid: short_id } = parameters;
  if (security !== 'tls' && security !== 'reality') return {};
  const isReal = security === 'reality';
  const fingerprint = fp || (isReal ? 'chrome' : undefined);
  const tls = {
    enabled: true,
    server_name,
    alpn: listed(alpn),
    utls: fingerprint && { enabled: true, fingerprint },
    reality: isReal ? said({ enabled: true, public_key, short_id }) : undefined,
  };
  return { tls: said(tls) };
}

/** null = it has no such transport. */
function wayOf({ network, parameters }: Connection): Told | null {
  const { path = '/', host, serviceName, headerType } = parameters;
  switch (network) {
    case 'tcp':
    case 'raw':
      if (headerType === 'http') return said({ type: 'http', method: 'GET', path, host: listed(host) });
      return headerType ? null : {};
    case 'ws':
      return socket(path, host);
    case 'httpupgrade':
      return said({ type: 'httpupgrade', path, host });
    case 'grpc':
      return serviceName?.startsWith('/') ? null : { type: 'grpc', service_name: serviceName ?? '' };
    default:
      return null;
  }
}

function socket(asked: string, host = ''): Told {
  const { path, size } = earlyData(asked);
  const early = size === null ? {} : { max_early_data: size, early_data_header_name: EARLY_HEADER };
  return { type: 'ws', path, ...(host === '' ? {} : { headers: { Host: host } }), ...early };
}

function shadowsocks(of: Connection): Told | null {
  const { method, serverPassword, plugin = '' } = of.parameters;
  const isPlain = ['tcp', 'raw'].includes(of.network) && of.security === 'none';
  if (!isPlain || !saysOnly(of, ['method', 'serverPassword', 'plugin'])) return null;
  const [name, ...options] = plugin.split(';');
  if (name !== '' && name !== 'obfs-local') return null;
  const password = serverPassword ? `${serverPassword}:${of.credential}` : of.credential;
  return { type: 'shadowsocks', method, password, plugin: name, plugin_opts: options.join(';') };
}

function hysteria2(of: Connection): Told | null {
  const { sni: server_name, alpn, obfs } = of.parameters;
  if (!saysOnly(of, ['sni', 'alpn', 'fp', 'obfs', 'obfs-password'])) return null;
  const masked = obfs ? { obfs: { type: obfs, password: of.parameters['obfs-password'] ?? '' } } : {};
  const tls = said({ enabled: true, server_name, alpn: listed(alpn) ?? ['h3'] });
  return { type: 'hysteria2', password: of.credential, tls, ...masked };
}

function wireguard(of: Connection): Told | null {
  const { address: addresses, publickey, presharedkey, mtu, keepalive } = of.parameters;
  const address = listed(addresses);
  if (!publickey || !address) return null;
  const peer = {
    address: of.host,
    port: of.port,
    public_key: publickey,
    pre_shared_key: presharedkey,
    allowed_ips: ['0.0.0.0/0', '::/0'],
    persistent_keepalive_interval: keepalive && Number(keepalive),
  };
  const own = { address, private_key: of.credential, mtu: mtu && Number(mtu) };
  return { type: 'wireguard', ...own, peers: [said(peer)] };
}
