import type { ServerClient } from '../../model/server-client.ts';
import type { ClientPlace, RemoteClient, WantedClient } from '../ports/panel.ts';

/** What the panel is asked to hold for a client, all of it. */
export function wantedClient(client: ServerClient): WantedClient {
  return {
    email: client.email,
    uuid: client.uuid,
    password: client.password,
    cipher: client.inbound.cipher,
    subId: client.subId,
    flow: client.flow,
    limitIp: client.limitIp,
    trafficLimit: client.trafficLimit,
    expiresAt: client.expiresAt,
    enable: client.wanted === 'enabled',
    telegramId: client.customer.id,
    comment: `order ${client.order.id}`,
  };
}

/** Where a client is to be found on its panel, by every name that some version needs. */
export const placeOnPanel = (client: ServerClient): ClientPlace & { subId: string } => ({
  remoteId: client.inbound.remoteId,
  email: client.email,
  subId: client.subId,
});

/** How a client on the panel compares with what was sold. */
export type Comparison =
  | { kind: 'exact' }
  /** Ours, with other numbers than were sold: an update mends it. */
  | { kind: 'differs'; fields: readonly string[] }
  /** Our name with a stranger's credentials: an admin decides. */
  | { kind: 'foreign' };

/** Field by field. The end may be that of any of our attempts: it is ours then, and the newest is pushed later. */
export function compareWithPanel(client: ServerClient, remote: RemoteClient, remoteId: number): Comparison {
  const wanted = wantedClient(client);
  if (remote.subId !== wanted.subId || !holdsCredential(wanted, remote)) return { kind: 'foreign' };
  const same: Record<string, boolean> = {
    inbound: remote.inboundIds.includes(remoteId),
    limitIp: remote.limitIp === wanted.limitIp,
    totalGB: remote.trafficLimit === wanted.trafficLimit,
    enable: remote.enable === wanted.enable,
    flow: remote.flow === wanted.flow,
    expiryTime: isOurEnd(client, remote.expiresAt),
  };
  const fields = Object.keys(same).filter((field) => !same[field]);
  return fields.length === 0 ? { kind: 'exact' } : { kind: 'differs', fields };
}

/** The end on the panel is one of ours, and not the newest. */
export const holdsOlderEnd = (client: ServerClient, remote: RemoteClient): boolean =>
  remote.expiresAt?.getTime() !== client.expiresAt?.getTime() && client.askedFor(remote.expiresAt);

const isOurEnd = (client: ServerClient, end: Date | null) =>
  end?.getTime() === client.expiresAt?.getTime() || client.askedFor(end);

/** Panels keep only the credential of the inbound's protocol: the one that is there has to be ours. */
function holdsCredential(wanted: WantedClient, remote: RemoteClient): boolean {
  const uuidFits = remote.uuid === '' || remote.uuid === wanted.uuid;
  const passwordFits = remote.password === '' || remote.password === wanted.password;
  return uuidFits && passwordFits && (remote.uuid !== '' || remote.password !== '');
}
