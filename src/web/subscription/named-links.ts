import { type Connection, parseLink } from '../../model/parse-link.ts';

/** A link as an app lists it; no two of one answer share a name. `connection` null = nobody can read it. */
export type NamedLink = { readonly name: string; readonly connection: Connection | null };

/** Names of the apps' own: a link must not take one. */
export const GROUP = 'PROXY';
export const FASTEST = 'AUTO';
const TAKEN = [GROUP, FASTEST, 'DIRECT', 'REJECT', 'direct', 'local', 'remote', 'tun-in'];

/** The links with the names that stand in them, numbered where two are the same. */
export function namedLinks(links: readonly string[]): NamedLink[] {
  const taken = new Set(TAKEN);
  return links.map((link) => {
    const connection = parseLink(link);
    const name = freeName(nameOf(link) || connection?.host || 'proxy', taken);
    taken.add(name);
    return { name, connection };
  });
}

function freeName(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted;
  let number = 2;
  while (taken.has(`${wanted} ${number}`)) number++;
  return `${wanted} ${number}`;
}

/** Behind the `#`; vmess keeps it in its JSON. Empty = it has none that can be read. */
function nameOf(link: string): string {
  try {
    if (!link.startsWith('vmess://')) return decodeURIComponent(/#(.*)$/s.exec(link)?.[1] ?? '').trim();
    const told: unknown = JSON.parse(Buffer.from(link.slice('vmess://'.length), 'base64').toString('utf8'));
    const { ps } = Object(told) as { ps?: unknown };
    return typeof ps === 'string' ? ps.trim() : '';
  } catch {
    return ''; // a broken escape or a broken JSON
  }
}
