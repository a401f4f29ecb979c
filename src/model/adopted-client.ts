import type { ServerClient, SuspendReason } from './server-client.ts';
import type { Bytes } from './values/traffic.ts';

/** How a client stood on its panel when the shop took it over. */
export type FoundState = { enabled: boolean; used: Bytes };

/** The panel holds it as it is: the client begins in that state, and nothing is left to be pushed. */
export function adopt(client: ServerClient, { enabled, used }: FoundState, at: Date): void {
  client.markAsProvisioned(at);
  client.updateTrafficUsage(used, at);
  if (used > 0n) client.connectedAt = at; // it was connected before: that is no news
  if (enabled) return;
  client.suspend(offBecause(client, at), at);
  client.markPushed(client.wantedRev);
}

/** Who a client is on its panel, as the panel tells it. `expiresAt` = the date that was sold, null = never. */
export type FoundIdentity = { uuid: string; password: string; subId: string; expiresAt: Date | null };

/** The shop has lost what it once chose: what the panel holds is right from now on. */
export function takeIdentity(client: ServerClient, { expiresAt, ...identity }: FoundIdentity): void {
  Object.assign(client, identity);
  if (expiresAt !== null) client.startPaidTime(expiresAt);
}

function offBecause(client: ServerClient, at: Date): SuspendReason {
  if (client.isExpired(at)) return 'expired';
  return client.hasUsedUpTraffic() ? 'traffic' : 'admin';
}

/**
 * The shop lets go of a client that has ended for it and stays on the panel: nothing is pushed any more, its links are
 * forgotten, and its name and credentials are free to be bound again. `spare` takes the place of what has to be unique.
 */
export function letGo(client: ServerClient, spare: { uuid: string; secret: string }): void {
  client.markPushed(client.wantedRev);
  client.keepLinks([]);
  client.email = `${client.email}#${client.id}`;
  client.uuid = spare.uuid;
  client.password = '';
  client.subId = spare.secret;
}
