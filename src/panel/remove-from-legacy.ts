import { type ClientPlace, PanelFault } from '../services/ports/panel.ts';
import { refusalFault } from './fault-classes.ts';
import { routeIdOf } from './legacy-client.ts';
import type { LegacyInbound } from './legacy-inbound.ts';
import { inboundOf, readInbound, type Talk, writeClients } from './legacy-talk.ts';
import { type PanelRequest, placeOf } from './transport.ts';
import { replaceEntry } from './update-legacy.ts';

const LAST_ONE = /no client remained/i;
const ALREADY_GONE = /client not found|not found in inbound|record not found/i;

/**
 * Removes a client and looks: only what the panel no longer shows is removed. These panels never give up the last client
 * of an inbound by the usual route. @throws {PanelFault} `busy` when it is still there.
 */
export async function removeFromLegacy(talk: Talk, place: ClientPlace): Promise<'removed' | 'absent'> {
  const inbound = await inboundOf(talk, place);
  if (inbound === null) return 'absent';
  const { email } = place;
  const isDone = inbound.neighbours > 0 && (await deleteClient(talk, inbound));
  if (!isDone) await removeLast(talk, inbound, email);
  const after = await readInbound(talk, { remoteId: inbound.id, email });
  if (after === null || after.ours.length === 0) return 'removed';
  throw new PanelFault(
    'busy',
    `${new URL(talk.access.url).host}: the panel still shows the client after its removal`,
  );
}

/** false = it is the last one, and the panel keeps it. */
async function deleteClient({ calls, access, deadline }: Talk, inbound: LegacyInbound): Promise<boolean> {
  const [entry] = inbound.ours;
  if (entry === undefined) return true;
  const id = routeIdOf(access, inbound.protocol, entry);
  const request: PanelRequest = {
    method: 'POST',
    path: `panel/api/inbounds/${inbound.id}/delClient/${id}`,
    deadline,
  };
  const { success, msg } = await calls.ask(access, request);
  if (success || ALREADY_GONE.test(msg)) return true;
  if (LAST_ONE.test(msg)) return false;
  throw refusalFault(msg, placeOf(access, request));
}

/**
 * Access ends at once, by switching it off; then the inbound is written back without clients, unless somebody came onto
 * it meanwhile. With that the panel drops the counters too.
 */
async function removeLast(talk: Talk, inbound: LegacyInbound, email: string): Promise<void> {
  for (const entry of inbound.ours.filter(({ enable }) => enable !== false)) {
    await replaceEntry(talk, inbound, { entry, by: { ...entry, enable: false } });
  }
  const now = await readInbound(talk, { remoteId: inbound.id, email });
  if (now === null || now.ours.length === 0) return;
  if (now.neighbours === 0) return writeClients(talk, now, []);
  await deleteClient(talk, now);
}
