import {
  type AddAnswer,
  type Panel,
  type PanelAccess,
  PanelFault,
  type PanelIdentity,
  type RemoteClient,
  type RemoteInbound,
  type WantedClient,
} from '../ports/panel.ts';
import { differences } from './compare.ts';
import type { Made } from './made.ts';
import { type Check, causeOf, failed, type Outcome, passedUnless, skipped } from './outcome.ts';
import type { ThrowAways } from './throw-away.ts';

/** A panel that was entered. */
export type PanelScene = {
  readonly panel: Panel;
  readonly access: PanelAccess;
  readonly identity: PanelIdentity;
  readonly throwAways: ThrowAways;
  readonly made: Made;
};

/** An inbound of one kind, and the client that most of its checks work on, one after the other. */
export type KindScene = PanelScene & {
  readonly inbound: RemoteInbound;
  /** The suite made it, so nobody has set another address for its links. */
  readonly isOwn: boolean;
  readonly client: WantedClient;
  readonly state: { isThere: boolean; wasRemoved: boolean };
};

/** What is missing when a check's client was not taken. */
const NO_CLIENT = skipped('there is no client to try it on');

/** A check of the client that the first one added; skipped where that failed. */
export const withClient = (name: string, run: Check<KindScene>['run']): Check<KindScene> => ({
  name,
  run: async (scene) => (scene.state.isThere ? run(scene) : NO_CLIENT),
});

/**
 * Adds clients in one go. Answers what is wrong, null when all were taken. @throws {PanelFault} when the call itself
 * failed; a client of an unknown outcome is noted as one that may still appear.
 */
export async function put(scene: KindScene, clients: readonly WantedClient[]): Promise<Outcome | null> {
  const { panel, access } = scene;
  const { accepted, refused } = await send(scene, clients);
  const [fault] = refused.values();
  if (fault) return failed(await causeOf(fault, panel, access));
  const missing = clients.filter(({ email }) => !accepted.includes(email));
  return missing.length === 0 ? null : failed(`the panel did not say that it took ${missing.length} of them`);
}

/** Adds clients in one go and notes them. @throws {PanelFault} */
export async function send(
  { panel, access, made, inbound: { remoteId } }: KindScene,
  clients: readonly WantedClient[],
): Promise<AddAnswer> {
  const emails = clients.map(({ email }) => email);
  const fresh = emails.filter((email) => !made.has(email));
  for (const email of emails) made.noteClient(email, remoteId);
  try {
    return await panel.addClients(access, remoteId, clients);
  } catch (fault) {
    if (fault instanceof PanelFault) made.noteFault(fault, fresh);
    throw fault;
  }
}

/** What the panel holds under some names. */
export const read = (
  { panel, access, inbound }: KindScene,
  clients: readonly Pick<WantedClient, 'email'>[],
): Promise<Map<string, RemoteClient>> =>
  panel.readClients(
    access,
    inbound.remoteId,
    clients.map(({ email }) => email),
  );

/** Passes when the panel holds exactly these. */
export async function holds(scene: KindScene, clients: readonly WantedClient[]): Promise<Outcome> {
  const found = await read(scene, clients);
  const several = clients.length > 1;
  return passedUnless(
    clients.flatMap((client, index) =>
      differences(client, found.get(client.email), scene.inbound).map((problem) =>
        several ? `client ${index + 1}: ${problem}` : problem,
      ),
    ),
  );
}

/** Removes clients that a check made for itself. @throws {PanelFault} */
export async function drop(scene: KindScene, clients: readonly WantedClient[]): Promise<void> {
  for (const { email } of clients) {
    await scene.panel.removeClient(scene.access, { remoteId: scene.inbound.remoteId, email });
    scene.made.forgetClient(email);
  }
}

/** Adds clients of the check's own, judges them and removes them again. */
export async function tryOut(
  scene: KindScene,
  clients: readonly WantedClient[],
  judge: () => Promise<Outcome> = () => holds(scene, clients),
): Promise<Outcome> {
  const refused = await put(scene, clients);
  if (refused) return refused;
  const outcome = await judge();
  await drop(scene, clients);
  return outcome;
}

/** The fault that a call ends with; null = it succeeded. */
export async function faultOf(call: Promise<unknown>): Promise<PanelFault | null> {
  try {
    await call;
    return null;
  } catch (fault) {
    if (fault instanceof PanelFault) return fault;
    throw fault;
  }
}

/** Why the panel does not take one client, told or thrown; null = it took it. */
export async function refusalOf(scene: KindScene, client: WantedClient): Promise<PanelFault | null> {
  const told: { fault: PanelFault | null } = { fault: null };
  const thrown = await faultOf(
    send(scene, [client]).then(({ refused }) => {
      told.fault = refused.get(client.email) ?? null;
    }),
  );
  return thrown ?? told.fault;
}
