import { filled, type LinkParameters } from './link-fields.ts';
import type { LinkDraft } from './share-link-draft.ts';

/** A link in the form of a URL: `user` are the parts before the `@`, keys stand in the order of the alphabet. */
export function urlLink(
  begin: { scheme: string; user: readonly string[] },
  draft: LinkDraft,
  parameters: LinkParameters,
): string {
  const { host, port } = draft.front;
  const user = begin.user.map(escaped).join(':');
  const query = filled(Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1)));
  const asked = Object.entries(query).map(([key, value]) => `${key}=${escaped(value)}`);
  const tail = asked.length > 0 ? `?${asked.join('&')}` : '';
  return `${begin.scheme}://${user}@${bracketed(host)}:${port}${tail}#${escaped(linkName(draft))}`;
}

/** What apps call it in their list. */
export const linkName = ({ inbound, client, front }: LinkDraft): string =>
  [inbound.remark, client.email, front.remark].filter((part) => part !== '').join('-');

const bracketed = (host: string): string =>
  host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;

/** Leaves letters, digits and `-_.~` alone; a blank is `%20`, which every app reads, `+` is not. */
const escaped = (value: string): string =>
  encodeURIComponent(value).replaceAll(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
