import { type PanelAccess, PanelFault, type WantedClient } from '../services/ports/panel.ts';
import type { LegacyEntry } from './legacy-inbound.ts';
import { writeLossless } from './lossless-json.ts';
import { wireClient } from './remote-client.ts';

/** How a protocol names the secret of a client. */
type Credential = 'id' | 'password' | 'auth';

const CREDENTIALS: ReadonlyMap<string, Credential> = new Map([
  ['trojan', 'password'],
  ['shadowsocks', 'password'],
  ['hysteria', 'auth'],
  ['hysteria2', 'auth'],
]);

const credentialOf = (protocol: string): Credential => CREDENTIALS.get(protocol) ?? 'id';

/**
 * A client in the panel's words, with the credential of its protocol alone, as the panel's own pages send it.
 * @throws {PanelFault} `permanent` for limits that would mean something else there. Source: contract 3x-ui section 5.
 */
export function legacyEntry(protocol: string, wanted: WantedClient): LegacyEntry {
  const { id, password, auth, flow, security, method, ...common } = wireClient(wanted);
  const credential = credentialOf(protocol);
  return {
    ...common,
    [credential]: { id, password, auth }[credential],
    ...(protocol === 'vless' ? { flow } : {}),
    ...(protocol === 'vmess' ? { security } : {}),
    ...(protocol === 'shadowsocks' ? { method } : {}),
  };
}

/** An update is no patch: what the panel keeps besides goes back to it as it was. */
export function changedEntry(protocol: string, present: LegacyEntry, wanted: WantedClient): LegacyEntry {
  const security = protocol === 'vmess' && 'security' in present ? { security: present.security } : {};
  return { ...present, ...legacyEntry(protocol, wanted), ...security };
}

/** How the routes of 2.x and 3.0 call a client: by the credential that stands there now, whoever chose it. */
export function routeIdOf(access: PanelAccess, protocol: string, entry: LegacyEntry): string {
  const id = protocol === 'shadowsocks' ? entry.email : entry[credentialOf(protocol)];
  if (typeof id === 'string' && id !== '') return encodeURIComponent(id);
  throw new PanelFault(
    'permanent',
    `${new URL(access.url).host}: client ${entry.email} has no key on the panel, so it can only be changed there`,
  );
}

/** What `addClient` and `updateClient` take: the clients as a text of JSON. */
export const clientsBody = (remoteId: number, clients: readonly LegacyEntry[]) => ({
  id: remoteId,
  settings: writeLossless({ clients }),
});
