import type { ServerClient } from '../../model/server-client.ts';
import { hours, later, type Period } from '../../model/values/period.ts';
import { type Bytes, bytes, gigabytes } from '../../model/values/traffic.ts';
import type { ClientPlace, RemoteClient, WantedClient } from '../ports/panel.ts';

/** A client as a panel knows it: the row itself, or the names under which it is about to live elsewhere. */
export type Placed = Pick<
  ServerClient,
  | 'email'
  | 'uuid'
  | 'password'
  | 'subId'
  | 'flow'
  | 'limitIp'
  | 'trafficLimit'
  | 'carriedTraffic'
  | 'expiresAt'
  | 'wanted'
  | 'inbound'
  | 'customer'
  | 'order'
  | 'askedFor'
>;

/** What the panel is asked to hold for a client, all of it. */
export function wantedClient(client: Placed): WantedClient {
  return {
    email: client.email,
    uuid: client.uuid,
    password: client.password,
    cipher: client.inbound.cipher,
    subId: client.subId,
    flow: client.flow,
    limitIp: client.limitIp,
    trafficLimit: limitOnPanel(client),
    expiresAt: endOnPanel(client, client.expiresAt),
    enable: client.wanted === 'enabled',
    telegramId: client.customer.id,
    comment: `order ${client.order.id}`,
  };
}

/** Where a panel may not see a client run out, it is told this much later: the shop switches off in time (SPEC 246). */
const GRACE = hours(1);
/** The same for traffic: 1 per cent more, and at least what flows between two looks. */
const LEAST_TRAFFIC_GRACE = gigabytes(1n);

const endOnPanel = ({ inbound: { server } }: Placed, end: Date | null): Date | null =>
  end !== null && server.cutsNeighbours() ? later(end, GRACE) : end;

/** What is left of the period when its counter there began; never 0, which a panel reads as "no limit". */
function limitOnPanel({ trafficLimit, carriedTraffic, inbound: { server } }: Placed): Bytes | null {
  if (trafficLimit === null) return null;
  const own = trafficLimit > carriedTraffic ? trafficLimit - carriedTraffic : 1n;
  if (!server.cutsNeighbours()) return bytes(own);
  const onePercent = trafficLimit / 100n;
  return bytes(own + (onePercent > LEAST_TRAFFIC_GRACE ? onePercent : LEAST_TRAFFIC_GRACE));
}

/** So many tries in a row in vain, and what was wanted of a client is told and counts as late. */
export const LASTING_TRIES = 3;

/** Where a client is to be found on its panel, by every name that some version needs. */
export const placeOnPanel = (
  client: Pick<Placed, 'inbound' | 'email' | 'subId'>,
): ClientPlace & { subId: string } => ({
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
export function compareWithPanel(client: Placed, remote: RemoteClient, remoteId: number): Comparison {
  const wanted = wantedClient(client);
  if (remote.subId !== wanted.subId || !holdsCredential(client, remote)) return { kind: 'foreign' };
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
  !isSame(remote.expiresAt, endOnPanel(client, client.expiresAt)) && isOurEnd(client, remote.expiresAt);

/** As sold, or with the grace: whether its panel needs that may have changed since it was written. */
function isOurEnd(client: Placed, end: Date | null): boolean {
  const sold = end && later(end, -GRACE as Period);
  return [end, sold].some((each) => isSame(each, client.expiresAt) || client.askedFor(each));
}

const isSame = (one: Date | null, other: Date | null): boolean => one?.getTime() === other?.getTime();

/** Panels keep only the credential of the inbound's protocol: the one that is there has to be ours. */
function holdsCredential({ uuid, password, inbound }: Placed, remote: RemoteClient): boolean {
  const secret = secretOn(inbound.protocol, remote);
  const uuidFits = remote.uuid === '' || remote.uuid === uuid;
  const secretFits = secret === '' || secret === password;
  return uuidFits && secretFits && (remote.uuid !== '' || secret !== '');
}

/** Of a client with two secrets the one that opens an inbound of this protocol. */
export const secretOn = (
  protocol: string,
  { password, auth }: Pick<RemoteClient, 'password' | 'auth'>,
): string => (protocol.startsWith('hysteria') ? auth : password);
