import { z } from 'zod';
import { type ClientPlace, type PanelAccess, PanelFault } from '../services/ports/panel.ts';
import { inboundOnly, searchOnly } from './digests.ts';
import type { LegacyEntry, LegacyInbound } from './legacy-inbound.ts';
import { writeLossless } from './lossless-json.ts';
import type { PanelCalls } from './panel-calls.ts';

/** One conversation with a panel: all its writes are over within the time of one. */
export type Talk = {
  readonly calls: PanelCalls;
  readonly access: PanelAccess;
  /** Of the writes, on the scale of `performance.now()`. */
  readonly deadline: number;
};

const NOT_FOUND = /record not found/i;

/**
 * An inbound as a client of it sees it; null = the panel has no such inbound. @throws {PanelFault} `poisoned` when its
 * settings cannot be read.
 */
export async function readInbound(
  { calls, access }: Pick<Talk, 'calls' | 'access'>,
  { remoteId, email }: { remoteId: number; email: string },
): Promise<LegacyInbound | null> {
  const request = { method: 'GET', path: `panel/api/inbounds/get/${remoteId}` } as const;
  try {
    const inbound = inboundOnly(await calls.digest(access, request, { kind: 'inbound', email }));
    return inbound ?? unreadable(access, `inbound #${remoteId}`);
  } catch (fault) {
    if (fault instanceof PanelFault && NOT_FOUND.test(fault.message)) return null;
    throw fault;
  }
}

/**
 * The inbound on which a client stands; null = on none. Where its inbound is not known, all are searched.
 * @throws {PanelFault} `poisoned` when an inbound that cannot be read may hide it: that is never "not there".
 */
export async function inboundOf(talk: Talk, { remoteId, email }: ClientPlace): Promise<LegacyInbound | null> {
  if (remoteId !== null) {
    const inbound = await readInbound(talk, { remoteId, email });
    return inbound !== null && inbound.ours.length > 0 ? inbound : null;
  }
  const request = { method: 'GET', path: 'panel/api/inbounds/list' } as const;
  const search = await talk.calls.digest(talk.access, request, { kind: 'search', email });
  const { found, isHidden } = searchOnly(search);
  return found === null && isHidden ? unreadable(talk.access, 'an inbound') : found;
}

/** Writes an inbound back as it was read, with these clients alone: the panel starts its listener anew. */
export async function writeClients(
  { calls, access, deadline }: Talk,
  inbound: LegacyInbound,
  clients: readonly LegacyEntry[],
): Promise<void> {
  const body = { ...inbound.raw, settings: writeLossless({ ...inbound.settings, clients }) };
  const path = `panel/api/inbounds/update/${inbound.id}`;
  await calls.read(access, { method: 'POST', path, body, deadline }, z.unknown());
}

function unreadable(access: PanelAccess, which: string): never {
  throw new PanelFault(
    'poisoned',
    `${new URL(access.url).host}: the settings of ${which} are not readable JSON, so nobody knows who is on it`,
  );
}
