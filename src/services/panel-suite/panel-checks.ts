import { type CoreState, type Panel, type PanelAccess, PanelFault } from '../ports/panel.ts';
import type { PanelScene } from './kind-scene.ts';
import type { Made } from './made.ts';
import { changesOf, lookAtNeighbours, type Neighbours } from './neighbours.ts';
import { type Check, failed, faultWords, type Outcome, passed, skipped } from './outcome.ts';
import { isThrowAway } from './throw-away.ts';

/** A panel's first seconds and a restart of its core are waited for, 3.5 seconds in all. */
export async function coreRuns(
  panel: Panel,
  access: PanelAccess,
  pause: (ms: number) => Promise<void>,
): Promise<Outcome> {
  for (const rest of [500, 1000, 2000]) {
    const core = await panel.coreState(access);
    if (core.state === 'running') return passed();
    await pause(rest);
  }
  return judgeCore(await panel.coreState(access));
}

function judgeCore({ state, message }: CoreState): Outcome {
  if (state === 'running') return passed();
  if (state === 'starting') return failed('the panel does not tell the state of its core');
  return failed(state === 'error' ? `the core does not run: ${message}` : 'the core is stopped');
}

/** What is to be true of the panel as a whole, whatever its inbounds are. */
export const PANEL_CHECKS: readonly Check<PanelScene & { freeId: number }>[] = [
  { name: 'tells who is online', run: tellsOnline },
  { name: 'refuses a client for an inbound that is not there', run: refusesUnknownInbound },
];

async function tellsOnline({ panel, access }: PanelScene): Promise<Outcome> {
  const online = await panel.onlineClients(access);
  return online.some(isThrowAway)
    ? failed('a client of the suite is online')
    : passed(`${online.length} now`);
}

async function refusesUnknownInbound(scene: PanelScene & { freeId: number }): Promise<Outcome> {
  const { panel, access, throwAways, made, freeId } = scene;
  const client = throwAways.client({ flowCapable: false, cipher: '' });
  made.noteClient(client.email, null);
  const fault = await refusal(async () =>
    (await panel.addClients(access, freeId, [client])).refused.get(client.email),
  );
  if (fault === null) return failed('the panel says that it took the client');
  await panel.removeClient(access, { remoteId: null, email: client.email });
  made.forgetClient(client.email);
  return fault.kind === 'permanent' ? passed() : failed(faultWords(fault));
}

async function refusal(add: () => Promise<PanelFault | undefined>): Promise<PanelFault | null> {
  try {
    return (await add()) ?? null;
  } catch (fault) {
    if (fault instanceof PanelFault) return fault;
    throw fault;
  }
}

const MOST_NAMED = 5;

/** Everybody else's inbounds and clients, compared with how they were. `before` null = they could not be read. */
export async function leftInPeace(
  { panel, access }: Pick<PanelScene, 'panel' | 'access'>,
  before: Neighbours | null,
  now: Date,
): Promise<Outcome> {
  if (before === null) return skipped('they could not be read before');
  const changes = changesOf(before, await lookAtNeighbours(panel, access), now);
  if (changes.length === 0) {
    const note = `${before.inbounds.size} inbounds, ${before.clients.size} clients`;
    return passed([note, ...before.unread.map((why) => `not read: ${why}`)].join('; '));
  }
  const more = changes.length > MOST_NAMED ? ` and ${changes.length - MOST_NAMED} more` : '';
  const named = changes.slice(0, MOST_NAMED).join('; ');
  return failed(`${named}${more} (did somebody else work on the panel meanwhile?)`);
}

/** Nothing that this run made is listed any more. */
export async function leftNothing(
  { panel, access }: Pick<PanelScene, 'panel' | 'access'>,
  made: Made,
): Promise<Outcome> {
  const inbounds = await panel.listInbounds(access);
  const left = inbounds.flatMap(({ remark, emails }) => [remark, ...emails]).filter((name) => made.has(name));
  return left.length === 0 ? passed() : failed(`still there: ${left.join(', ')}`);
}
