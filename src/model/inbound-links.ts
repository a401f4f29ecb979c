/** What is told from the listener alone, in the words of the panel. */
const LISTENER = ['port', 'protocol', 'network', 'security', 'cipher'] as const;

/** The parts of which the share links of an inbound are made, in the order in which they are told. */
export const LINK_PARTS = [
  ...LISTENER,
  'address',
  'transport',
  'tls',
  'reality',
  'sni',
  'sid',
  'keys',
] as const;
export type LinkPart = (typeof LINK_PARTS)[number];

/**
 * Each part by its own word, or by a digest where it is long or secret; of `sni` and `sid`, of which a panel draws one for
 * each link of REALITY, all that it may draw. A part that is missing is not known.
 */
export type LinkParts = Readonly<Partial<Record<LinkPart, string>>>;

/** Of an inbound. */
type Linked = Readonly<Record<'protocol' | 'network' | 'security' | 'cipher', string>> & {
  readonly port: number;
  linkParts: LinkParts | null;
  linksRev: number;
};

/**
 * Takes over what stands in links of an inbound, before the rest of a look is taken over; `seen` null = it could not be
 * read. Answers what has changed: then the links of its clients are to be read anew. A first look is no change.
 */
export function takeLinkParts(inbound: Linked, seen: LinkParts | null): LinkPart[] {
  if (seen === null) return [];
  const known = inbound.linkParts ?? listenerOf(inbound);
  const changed = LINK_PARTS.filter((part) => known[part] !== undefined && known[part] !== seen[part]);
  inbound.linkParts = seen;
  if (changed.length > 0) inbound.linksRev += 1;
  return changed;
}

const listenerOf = (inbound: Linked): LinkParts =>
  Object.fromEntries(LISTENER.map((part) => [part, String(inbound[part])]));
