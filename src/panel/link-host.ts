import { isIPv6 } from 'node:net';
import type { PanelAccess } from '../services/ports/panel.ts';
import { jsonObject } from './answers.ts';
import type { PanelRequest } from './transport.ts';

/** Where the panel is asked, and the name that customers connect to. */
type Hosts = Pick<PanelAccess, 'url' | 'publicHost'>;

const VMESS = 'vmess://';
/** Addresses that lead nobody but the panel's own machine to it. */
const ITSELF = new Set(['127.0.0.1', '::1', 'localhost', '0.0.0.0', '::']);

/**
 * Asks for links. Behind a proxy that tells `X-Real-IP` and no host, panels from 3.0.1 on would write **our** address
 * into them (3x-ui issues 4629 and 6589), were they not told by which name they are asked.
 */
export const linksRequest = (access: PanelAccess, path: string): PanelRequest => ({
  method: 'GET',
  path,
  headers: { 'X-Forwarded-Host': new URL(access.url).host },
});

/**
 * A panel writes the host of our request into links that have no address of their own, or, behind a proxy that tells it
 * nothing, its own; there the server's public host is put. Addresses that the panel's owner set (hosts, externalProxy, subscription domain) stay, and so does every
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

function isOurs(host: string, { url }: Hosts): boolean {
  const found = plain(host).toLowerCase();
  return found === plain(new URL(url).hostname).toLowerCase() || ITSELF.has(found);
}

const plain = (host: string): string => host.replace(/^\[|\]$/g, '');

const bracketed = (host: string): string => (isIPv6(plain(host)) ? `[${plain(host)}]` : host);
