import { z } from 'zod';
import { PanelFault, type WantedClient } from '../services/ports/panel.ts';
import { settingsClient } from './answers.ts';
import { changedEntry, clientsBody, routeIdOf } from './legacy-client.ts';
import type { LegacyEntry, LegacyInbound } from './legacy-inbound.ts';
import { readInbound, type Talk, writeClients } from './legacy-talk.ts';
import type { PanelRequest } from './transport.ts';

const counters = z.object({ up: z.unknown(), down: z.unknown() });

/**
 * Reads the client, replaces it by itself with our fields changed, and reads it back: a writer beside us can undo a
 * write that was answered with success. @throws {PanelFault} `permanent` = not there, `busy` = undone.
 */
export async function updateOnLegacy(talk: Talk, remoteId: number, wanted: WantedClient): Promise<void> {
  const place = { remoteId, email: wanted.email };
  const inbound = await readInbound(talk, place);
  const [entry] = inbound?.ours ?? [];
  if (!inbound || !entry) throw unknownClient(talk, remoteId);
  if (inbound.ours.length > 1) await dropTwin(talk, inbound, entry);
  await replaceEntry(talk, inbound, { entry, by: changedEntry(inbound.protocol, entry, wanted) });
  const kept = (await readInbound(talk, place))?.ours ?? [];
  if (kept.length > 0 && kept.every((client) => holds(client, wanted))) return;
  throw new PanelFault(
    'busy',
    `${hostOf(talk)}: the panel said yes, and the client is not as it was asked for: somebody else writes there too`,
  );
}

/** Puts one entry in the place of another, found by the credential that stands there now. */
export async function replaceEntry(
  { calls, access, deadline }: Talk,
  inbound: LegacyInbound,
  { entry, by }: { entry: LegacyEntry; by: LegacyEntry },
): Promise<void> {
  const id = routeIdOf(access, inbound.protocol, entry);
  const request: PanelRequest = {
    method: 'POST',
    path: `panel/api/inbounds/updateClient/${id}`,
    body: clientsBody(inbound.id, [by]),
    deadline,
  };
  await calls.read(access, request, z.unknown());
}

/**
 * 3.0 doubled the entry of a repeated add, and an update would change one of the two. Among others, both are taken away
 * and one is put back with its counters; alone, the inbound is written anew, which would cut others' connections.
 */
async function dropTwin(talk: Talk, inbound: LegacyInbound, entry: LegacyEntry): Promise<void> {
  if (inbound.neighbours === 0) return writeClients(talk, inbound, [entry]);
  const { calls, access, deadline } = talk;
  const name = encodeURIComponent(entry.email);
  const base = 'panel/api/inbounds';
  const post = (path: string, body?: unknown) =>
    calls.read(access, { method: 'POST', path: `${base}/${path}`, body, deadline }, z.unknown());
  const used = await calls.read(
    access,
    { method: 'GET', path: `${base}/getClientTraffics/${name}` },
    counters.nullable(),
  );
  await post(`${inbound.id}/delClient/${routeIdOf(access, inbound.protocol, entry)}`);
  await post('addClient', clientsBody(inbound.id, [entry]));
  if (used) await post(`updateClientTraffic/${name}`, { upload: used.up, download: used.down });
}

/** A client that is used up is switched off by the panel itself: that is no contradiction. */
function holds(client: unknown, wanted: WantedClient): boolean {
  const found = settingsClient.safeParse(client).data;
  if (!found) return false;
  const end = wanted.expiresAt?.getTime() ?? 0;
  return (
    found.expiryTime === end &&
    found.totalGB === (wanted.trafficLimit ?? 0n) &&
    (wanted.enable || !found.enable)
  );
}

const hostOf = ({ access }: Talk): string => new URL(access.url).host;

const unknownClient = (talk: Talk, remoteId: number) =>
  new PanelFault('permanent', `${hostOf(talk)}: inbound #${remoteId} has no such client`);
