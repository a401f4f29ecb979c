import { isIPv6 } from 'node:net';
import { jsonObject } from './answers.ts';

/** Whose address a panel put into a link, and whose belongs there. */
type Hosts = {
  /** Host name of our own requests to the panel. */
  readonly requested: string;
  /** The name that customers connect to. */
  readonly publicHost: string;
};

const VMESS = 'vmess://';
const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

/**
 * A panel writes the host of our request into links that have no address of their own; there the server's public host
 * is put. Addresses that the panel's owner set (hosts, externalProxy, subscription domain) stay, and so does every
 * other byte. Source: contract 3x-ui section 6.
 */
export function withPublicHost(link: string, hosts: Hosts): string {
  return link.startsWith(VMESS) ? vmessLink(link, hosts) : urlLink(link, hosts);
}

function urlLink(link: string, hosts: Hosts): string {
  const begin = link.indexOf('://') + 3;
  if (begin === 2) return link;
  const rest = link.slice(begin);
  const authority = rest.slice(0, Math.min(...[...'/?#'].map((mark) => position(rest, mark))));
  const from = authority.lastIndexOf('@') + 1;
  const to = hostEnd(authority, from);
  if (!isOurs(authority.slice(from, to), hosts)) return link;
  return link.slice(0, begin + from) + bracketed(hosts.publicHost) + rest.slice(to);
}

function position(text: string, mark: string): number {
  const found = text.indexOf(mark);
  return found < 0 ? text.length : found;
}

/** Panels before 3.4 write IPv6 without brackets: what follows the last colon is the port. */
function hostEnd(authority: string, from: number): number {
  const colon = authority.lastIndexOf(':');
  return colon > authority.lastIndexOf(']') && colon > from ? colon : authority.length;
}

function vmessLink(link: string, hosts: Hosts): string {
  const fields = jsonObject(Buffer.from(link.slice(VMESS.length), 'base64').toString('utf8'));
  if (fields === null || typeof fields.add !== 'string' || !isOurs(fields.add, hosts)) return link;
  const text = JSON.stringify({ ...fields, add: plain(hosts.publicHost) }, null, 2);
  return VMESS + Buffer.from(text, 'utf8').toString('base64');
}

function isOurs(host: string, { requested }: Hosts): boolean {
  const [found, ours] = [plain(host).toLowerCase(), plain(requested).toLowerCase()];
  return found === ours || (found === 'localhost' && LOOPBACK.has(ours));
}

const plain = (host: string): string => host.replace(/^\[|\]$/g, '');

const bracketed = (host: string): string => (isIPv6(plain(host)) ? `[${plain(host)}]` : host);
