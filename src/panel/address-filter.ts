import { isIP } from 'node:net';
import { addressClass } from './address-class.ts';

/** Why an address that an admin typed is not taken; the wizard has words for each. */
type PanelUrlReason = 'not-a-url' | 'scheme' | 'userinfo' | 'port' | 'private-address' | 'forbidden-address';

/** What was typed, as a panel's identity (scheme, host, port, base path, ending in a slash) or why it is refused. */
export type PanelUrlCheck =
  | { readonly ok: true; readonly url: string }
  | { readonly ok: false; readonly reason: PanelUrlReason };

/** Says who may be connected to; `allowPrivate` opens loopback and private networks, nothing opens the rest. */
export type AddressPolicy = { readonly allowPrivate: boolean };

const HAS_SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i;
const HOST_ALONE = /^(\[[0-9a-f:.]+\]|[^:/?#@\s]+)(:\d+)?([/?#]|$)/i;

/**
 * Checks the address of a panel when an admin enters it and brings it into its one normal form. Without a scheme
 * it is https; the pages of the panel itself (`panel/`, `panel/inbounds`), query and fragment are cut off. A name is
 * only resolved when it is connected to. Source: RELIABILITY D8, contract 3x-ui section 2.1.
 */
export function checkPanelUrl(text: string, policy: AddressPolicy): PanelUrlCheck {
  const url = parse(text.trim());
  if (url === null) return { ok: false, reason: 'not-a-url' };
  const reason = formFault(url) ?? literalFault(url.hostname, policy);
  if (reason !== null) return { ok: false, reason };
  const host = url.port === '' ? hostname(url) : `${hostname(url)}:${url.port}`;
  return { ok: true, url: `${url.protocol}//${host}${basePath(url.pathname)}` };
}

/** What is wrong with a literal address in any spelling; null = nothing, or a name, which only its lookup can tell. */
export function literalFault(
  host: string,
  policy: AddressPolicy,
): 'private-address' | 'forbidden-address' | null {
  const literal = host.replace(/^\[|\]$/g, '');
  if (isIP(literal) === 0) return null;
  const found = addressClass(literal);
  if (found === 'never') return 'forbidden-address';
  return found === 'private' && !policy.allowPrivate ? 'private-address' : null;
}

function parse(text: string): URL | null {
  const whole = HAS_SCHEME.test(text) ? text : withScheme(text);
  return whole !== null && URL.canParse(whole) ? new URL(whole) : null;
}

function withScheme(text: string): string | null {
  if (HOST_ALONE.test(text)) return `https://${text}`;
  return URL.canParse(text) ? text : null;
}

function formFault(url: URL): PanelUrlReason | null {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'scheme';
  if (url.username !== '' || url.password !== '') return 'userinfo';
  if (url.port === '0') return 'port';
  return null;
}

/** A name with a dot at its end is the same host, and must not pass for a second panel. */
const hostname = (url: URL): string => url.hostname.replace(/\.$/, '');

/** What stands behind `panel/` in a browser; any other word there belongs to the secret path. */
const PAGES = new Set(['inbounds', 'clients', 'groups', 'nodes', 'hosts', 'settings', 'xray', 'api-docs']);

function basePath(path: string): string {
  const parts = path.split('/').filter((part) => part !== '');
  const isPage = parts.at(-2) === 'panel' && PAGES.has(parts.at(-1) ?? '');
  const above = isPage ? parts.slice(0, -1) : parts;
  const base = above.at(-1) === 'panel' ? above.slice(0, -1) : above;
  return base.length === 0 ? '/' : `/${base.join('/')}/`;
}
