import type { Server } from '../../model/server.ts';
import type { PanelAccess, PanelCredentials } from '../ports/panel.ts';
import type { Vault } from '../ports/vault.ts';

/** Where sealed credentials of a server belong: they open in no other row. */
const placeOf = (serverId: number) => `servers:${serverId}:panel_credentials`;

/** How to enter a server's panel, credentials in the clear: for the panel's adapter alone. */
export function panelAccess(server: Server, vault: Vault): PanelAccess {
  return {
    url: server.panelUrl,
    publicHost: server.publicHost,
    allowHttp: server.allowHttp,
    pinnedSha256: server.pinnedSha256,
    credentials: JSON.parse(vault.open(server.panelCredentials, placeOf(server.id))) as PanelCredentials,
  };
}

export const sealCredentials = (vault: Vault, serverId: number, credentials: PanelCredentials): string =>
  vault.seal(JSON.stringify(credentials), placeOf(serverId));
