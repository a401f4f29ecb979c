import { bytes } from '../model/values/traffic.ts';
import {
  PanelFault,
  type PanelInventory,
  type RemoteClient,
  type SeenClient,
} from '../services/ports/panel.ts';
import {
  type LegacyInbound,
  type LegacySearch,
  legacyInbound,
  poisonIn,
  searchIn,
} from './legacy-inbound.ts';
import { clientsIn } from './remote-client.ts';
import { remoteInbound, seenClients } from './remote-inbound.ts';

/** What is wanted of an answer that may be large: named, so that another thread can be asked for it. */
export type Digest =
  /** Of `inbounds/list`: inbounds and counters. */
  | { readonly kind: 'inventory' }
  /** Of `inbounds/get`: those of the clients on it that have these names. */
  | { readonly kind: 'clients'; readonly emails: readonly string[] }
  /** The same on a panel up to 3.0, and the inbound as they see it. */
  | { readonly kind: 'group'; readonly emails: readonly string[] }
  /** Of `inbounds/get` on a panel up to 3.0: the inbound as this client on it sees it. */
  | { readonly kind: 'inbound'; readonly email: string }
  /** Of `inbounds/list` there: where this client stands. */
  | { readonly kind: 'search'; readonly email: string }
  /** Of `inbounds/list`: what makes every add fail. */
  | { readonly kind: 'poison' };

/**
 * The counters of clients as columns: threads hand these over in a tenth of the time that rows take. `lastOnline` in
 * unix ms; 0 = never, or not told.
 */
type Counters = {
  readonly emails: readonly string[];
  readonly used: BigUint64Array;
  readonly lastOnline: Float64Array;
};

/** Clients by their names, and what their links are made of. */
export type LegacyGroup = {
  readonly clients: Map<string, RemoteClient>;
  readonly inbound: LegacyInbound | null;
};

/** What a digest leaves of an answer, in a form that goes from thread to thread cheaply. */
export type Digested =
  | { readonly kind: 'inventory'; readonly inbounds: PanelInventory['inbounds']; readonly counters: Counters }
  | { readonly kind: 'clients'; readonly clients: Map<string, RemoteClient> }
  | { readonly kind: 'group'; readonly group: LegacyGroup }
  | { readonly kind: 'inbound'; readonly inbound: LegacyInbound | null }
  | { readonly kind: 'search'; readonly search: LegacySearch }
  | { readonly kind: 'poison'; readonly culprits: readonly string[] };

/** Runs in any thread. @throws {PanelFault} `ambiguous` for a list of another shape, and as `clientsIn`. */
export function digested(obj: unknown, digest: Digest): Digested {
  switch (digest.kind) {
    case 'clients':
      return { kind: 'clients', clients: clientsIn(obj, digest.emails) };
    case 'group':
      return { kind: 'group', group: groupIn(obj, digest.emails) };
    case 'inbound':
      return { kind: 'inbound', inbound: legacyInbound(obj, digest.email) };
    case 'search':
      return { kind: 'search', search: searchIn(entriesOf(obj), digest.email) };
    case 'poison':
      return { kind: 'poison', culprits: poisonIn(entriesOf(obj)) };
    case 'inventory':
      return inventoryIn(entriesOf(obj));
  }
}

const groupIn = (obj: unknown, emails: readonly string[]): LegacyGroup => ({
  clients: clientsIn(obj, emails),
  inbound: legacyInbound(obj, ...emails),
});

const inventoryIn = (entries: readonly unknown[]): Digested => ({
  kind: 'inventory',
  inbounds: entries.map(remoteInbound),
  counters: columnsOf(entries.flatMap(seenClients)),
});

/** A digested list in the shop's words. */
export function inventoryOf(found: Digested): PanelInventory {
  if (found.kind !== 'inventory') throw new TypeError('not an inventory');
  const { inbounds, counters } = found;
  return { inbounds, clients: counters.emails.map((email, row) => seenClient(email, counters, row)) };
}

/** The clients of a digested inbound, by their names. */
export function clientsOf(found: Digested): Map<string, RemoteClient> {
  if (found.kind !== 'clients') throw new TypeError('not clients');
  return found.clients;
}

export function groupOf(found: Digested): LegacyGroup {
  if (found.kind !== 'group') throw new TypeError('not a group');
  return found.group;
}

/** null = its settings are not JSON. */
export function inboundOnly(found: Digested): LegacyInbound | null {
  if (found.kind !== 'inbound') throw new TypeError('not an inbound');
  return found.inbound;
}

export function searchOnly(found: Digested): LegacySearch {
  if (found.kind !== 'search') throw new TypeError('not a search');
  return found.search;
}

export function culpritsOf(found: Digested): readonly string[] {
  if (found.kind !== 'poison') throw new TypeError('not a look for poison');
  return found.culprits;
}

/** A panel without inbounds answers null. */
function entriesOf(obj: unknown): readonly unknown[] {
  if (Array.isArray(obj)) return obj;
  if (obj === null) return [];
  throw new PanelFault('ambiguous', 'inbounds/list: an answer of another shape');
}

const columnsOf = (clients: readonly SeenClient[]): Counters => ({
  emails: clients.map(({ email }) => email),
  used: BigUint64Array.from(clients, ({ used }) => used),
  lastOnline: Float64Array.from(clients, ({ lastOnline }) => lastOnline?.getTime() ?? 0),
});

function seenClient(email: string, { used, lastOnline }: Counters, row: number): SeenClient {
  const at = lastOnline[row] ?? 0;
  return { email, used: bytes(used[row] ?? 0n), lastOnline: at > 0 ? new Date(at) : null };
}
