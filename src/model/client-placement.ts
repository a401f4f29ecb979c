import type { ClientMove } from './client-move.ts';
import { InvariantViolation } from './errors.ts';
import type { OrderServerClient } from './order-server-client.ts';
import type { ServerClient } from './server-client.ts';
import { bytes } from './values/traffic.ts';

/**
 * From now on the client is who its move says, where it says: a new name whose counter on the panel stands at nothing.
 * What was used of the period counts on; its links are those of before until the new ones were tested.
 */
export function takeNames(client: ServerClient, move: ClientMove, at: Date): void {
  const { email, uuid, password, subId, flow, toInbound: inbound } = move;
  Object.assign(client, { email, uuid, password, subId, flow, inbound });
  client.carriedTraffic = client.trafficUsed;
  client.panelTraffic = bytes(0n);
  client.trafficSeenAt = at;
}

/** The unit has its one client in this placement from now on, tested as the first was. */
export function settleMove(unit: OrderServerClient, move: ClientMove, at: Date): void {
  if (unit.provisionStatus !== 'completed')
    throw new InvariantViolation(`unit ${unit.id}: ${unit.provisionStatus} is not delivered`);
  unit.inbound = move.toInbound;
  unit.placementNo = move.placementNo;
  unit.passQA(`read back as sold after a ${MEANS[move.kind]}`, at);
  unit.addLogEntry('moved', `${MEANS[move.kind]}, placement ${move.placementNo}`, at);
}

const MEANS: Readonly<Record<ClientMove['kind'], string>> = {
  key: 'new key',
  location: 'change of location',
};

/** One change of location more in this period, or, where it failed, one less. */
export function countMove(client: ServerClient, by: 1 | -1): void {
  client.movesUsed = Math.max(0, client.movesUsed + by);
}
