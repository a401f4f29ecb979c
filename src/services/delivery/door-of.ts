import { parseLink } from '../../model/parse-link.ts';
import type { Door } from '../ports/probe.ts';

/** Transports that nobody answers before a whole handshake of their own. */
const OVER_UDP = new Set(['udp', 'kcp', 'mkcp', 'quic', 'hysteria', 'hysteria2']);
const GREETS_IN_TLS = new Set(['tls', 'reality']);

/** The door behind a link; `udp` = it cannot be tried by a connection, null = the link cannot be read. */
export function doorOf(link: string): Door | 'udp' | null {
  const connection = parseLink(link);
  if (connection === null) return null;
  const { host, port, network, security, parameters } = connection;
  if (OVER_UDP.has(network)) return 'udp';
  return { host, port, tlsName: GREETS_IN_TLS.has(security) ? parameters.sni || host : null };
}
