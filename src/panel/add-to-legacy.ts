import { type AddAnswer, PanelFault, type WantedClient } from '../services/ports/panel.ts';
import { eachAlone } from './add-clients.ts';
import { clientsOf } from './digests.ts';
import { refusalFault } from './fault-classes.ts';
import { clientsBody, legacyEntry } from './legacy-client.ts';
import type { Talk } from './legacy-talk.ts';
import { type PanelRequest, placeOf } from './transport.ts';

/** Clients that go onto one inbound together; the protocol decides what is sent of them. */
export type LegacyGroup = {
  readonly remoteId: number;
  readonly protocol: string;
  readonly clients: readonly WantedClient[];
};

/** Refusals of a whole call that may be the fault of one client in it. */
const MAY_BE_A_NEIGHBOURS: readonly PanelFault['kind'][] = ['permanent', 'duplicate'];

const NO_INBOUND = /record not found/i;

/**
 * One write for all. These panels take all of them or none: a refusal is answered by a look and then by one write per
 * client, so that it is told for each (RELIABILITY E5). @throws {PanelFault} when no answer came.
 */
export async function addToLegacy(talk: Talk, group: LegacyGroup): Promise<AddAnswer> {
  const { clients, remoteId, protocol } = group;
  const request = addRequest(
    talk,
    remoteId,
    clients.map((client) => legacyEntry(protocol, client)),
  );
  const envelope = await talk.calls.ask(talk.access, request);
  if (envelope.success) return { accepted: emailsOf(clients), refused: new Map(), nodePending: false };
  const fault = refusalFault(envelope.msg, placeOf(talk.access, request));
  const isShared = clients.length > 1 && MAY_BE_A_NEIGHBOURS.includes(fault.kind);
  return isShared ? addApart(talk, group, fault) : refusedAll(clients, fault);
}

/** Those that stand there are not sent again: whose they are is told by their credentials, not by the panel. */
async function addApart(talk: Talk, group: LegacyGroup, fault: PanelFault): Promise<AddAnswer> {
  const { clients, remoteId, protocol } = group;
  if (NO_INBOUND.test(fault.message)) return refusedAll(clients, fault);
  const look: PanelRequest = { method: 'GET', path: `panel/api/inbounds/get/${remoteId}` };
  const emails = emailsOf(clients);
  const there = clientsOf(await talk.calls.digest(talk.access, look, { kind: 'clients', emails }));
  const present = clients.filter(({ email }) => there.has(email));
  const answer = await eachAlone(talk.calls, talk.access, {
    clients: clients.filter((client) => !present.includes(client)),
    requestOf: (client) => addRequest(talk, remoteId, [legacyEntry(protocol, client)]),
  });
  const twice = new PanelFault('duplicate', `inbound #${remoteId} has this client already`);
  return { ...answer, refused: new Map([...answer.refused, ...refusedAll(present, twice).refused]) };
}

export const refusedAll = (clients: readonly WantedClient[], fault: PanelFault): AddAnswer => ({
  accepted: [],
  refused: new Map(clients.map(({ email }) => [email, fault])),
  nodePending: false,
});

const emailsOf = (clients: readonly WantedClient[]): string[] => clients.map(({ email }) => email);

const addRequest = (
  { deadline }: Talk,
  remoteId: number,
  entries: ReturnType<typeof legacyEntry>[],
): PanelRequest => ({
  method: 'POST',
  path: 'panel/api/inbounds/addClient',
  body: clientsBody(remoteId, entries),
  deadline,
});
