import type { Server } from '../../model/server.ts';
import type { PanelAccess, PanelCredentials } from '../ports/panel.ts';
import type { Vault } from '../ports/vault.ts';

/** Where sealed credentials of a server belong: they open in no other row. */
const placeOf = (serverId: number) => `servers:${serverId}:panel_credentials`;
const proxyPlaceOf = (serverId: number) => `servers:${serverId}:panel_proxy`;

/** How to enter a server's panel, credentials in the clear: for the panel's adapter alone. */
export function panelAccess(server: Server, vault: Vault): PanelAccess {
  const credentials = JSON.parse(vault.open(server.panelCredentials, placeOf(server.id))) as PanelCredentials;
  return { ...panelWay(server, vault), credentials };
}

/** Where a server's panel is and how it is reached: for those who bring credentials of their own. */
export function panelWay(server: Server, vault: Vault): Omit<PanelAccess, 'credentials'> {
  const { id, panelUrl: url, publicHost, allowHttp, pinnedSha256, panelProxy } = server;
  const straight = { url, publicHost, allowHttp, pinnedSha256 };
  return panelProxy === null ? straight : { ...straight, proxyUrl: vault.open(panelProxy, proxyPlaceOf(id)) };
}

export const sealCredentials = (vault: Vault, serverId: number, credentials: PanelCredentials): string =>
  vault.seal(JSON.stringify(credentials), placeOf(serverId));

/** A proxy as its server's row keeps it: the whole address sealed, and `host:port` to be shown. */
export const sealProxy = (vault: Vault, serverId: number, proxyUrl: string) => ({
  sealed: vault.seal(proxyUrl, proxyPlaceOf(serverId)),
  host: hostOf(new URL(proxyUrl)),
});

const hostOf = ({ hostname, port }: URL): string => `${hostname}:${port || '80'}`;
