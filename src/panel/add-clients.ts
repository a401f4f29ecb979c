import { type AddAnswer, type PanelAccess, PanelFault, type WantedClient } from '../services/ports/panel.ts';
import { bulkAnswer, pendingAnswer } from './answers.ts';
import { refusalFault } from './fault-classes.ts';
import { type PanelCalls, shaped } from './panel-calls.ts';
import { wireClient } from './remote-client.ts';
import { type PanelRequest, placeOf } from './transport.ts';

/** Clients that go onto one inbound together. */
export type AddGroup = { readonly remoteId: number; readonly clients: readonly WantedClient[] };

/** One write (3.2 and later). The panel says success whatever happens: those it left out stand in `skipped`. */
export async function addInOneCall(
  calls: PanelCalls,
  access: PanelAccess,
  { remoteId, clients }: AddGroup,
): Promise<AddAnswer> {
  const body = clients.map((client) => ({ client: wireClient(client), inboundIds: [remoteId] }));
  const request: PanelRequest = { method: 'POST', path: 'panel/api/clients/bulkCreate', body };
  const { skipped } = await calls.read(access, request, bulkAnswer);
  const refused = new Map(
    (skipped ?? []).map(({ email, reason }) => [email, refusalFault(reason, placeOf(access, request))]),
  );
  const accepted = clients.map(({ email }) => email).filter((email) => !refused.has(email));
  return { accepted, refused, nodePending: false };
}

/** One write per client, all within the time of one. */
export function addOneByOne(
  calls: PanelCalls,
  access: PanelAccess,
  { remoteId, clients }: AddGroup,
): Promise<AddAnswer> {
  const deadline = calls.deadline('POST');
  return eachAlone(calls, access, {
    clients,
    requestOf: (client) => addRequest(client, remoteId, deadline),
  });
}

/** Clients and the write for each of them. */
type Singles = {
  readonly clients: readonly WantedClient[];
  readonly requestOf: (client: WantedClient) => PanelRequest;
};

/**
 * One write after another. A fault with an unknown outcome ends it at once; any other that meets clients already taken
 * is told for those that are left, so that nobody believes the whole group unsent.
 */
export async function eachAlone(
  calls: PanelCalls,
  access: PanelAccess,
  { clients, requestOf }: Singles,
): Promise<AddAnswer> {
  const tally: Tally = { accepted: [], refused: new Map(), nodePending: false };
  for (const [index, client] of clients.entries()) {
    try {
      await addOne(calls, access, { tally, client, request: requestOf(client) });
    } catch (error) {
      const fault = faultForTheRest(error, tally);
      for (const { email } of clients.slice(index)) tally.refused.set(email, fault);
      break;
    }
  }
  return tally;
}

type Tally = { accepted: string[]; refused: Map<string, PanelFault>; nodePending: boolean };

async function addOne(
  calls: PanelCalls,
  access: PanelAccess,
  { tally, client, request }: { tally: Tally; client: WantedClient; request: PanelRequest },
): Promise<void> {
  const envelope = await calls.ask(access, request);
  if (!envelope.success) {
    tally.refused.set(client.email, refusalFault(envelope.msg, placeOf(access, request)));
    return;
  }
  const pending = shaped(envelope.obj ?? null, pendingAnswer, { access, request });
  tally.accepted.push(client.email);
  tally.nodePending ||= pending?.nodePending ?? false;
}

function faultForTheRest(error: unknown, { accepted }: Tally): PanelFault {
  if (accepted.length > 0 && error instanceof PanelFault && error.outcome === 'failed') return error;
  throw error;
}

const addRequest = (client: WantedClient, remoteId: number, deadline: number): PanelRequest => ({
  method: 'POST',
  path: 'panel/api/clients/add',
  body: { client: wireClient(client), inboundIds: [remoteId] },
  deadline,
});
