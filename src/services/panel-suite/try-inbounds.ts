import type { RemoteInbound, WantedInbound } from '../ports/panel.ts';
import { CLIENT_CHECKS } from './client-checks.ts';
import { holds, type KindScene, type PanelScene } from './kind-scene.ts';
import { type KindPick, obstacleTo, type Permission, restartsCore } from './kinds.ts';
import { failed, type Outcome, passed, skipped } from './outcome.ts';
import { BLUEPRINTS, freePort, ownInbound } from './own-inbounds.ts';
import type { SuiteNeeds } from './suite-types.ts';

type Blueprint = (typeof BLUEPRINTS)[number];

/** What a run of checks on inbounds works with. */
export type InboundRunner = {
  readonly check: (name: string, check: () => Promise<Outcome>) => Promise<Outcome['kind']>;
  readonly scene: PanelScene;
  readonly permission: Permission;
};

/** All that the shop asks of a client, on an inbound that is there. */
export async function tryKind(runner: InboundRunner, { kind, inbound, obstacle }: KindPick): Promise<void> {
  const where = `inbound ${inbound.remoteId} “${inbound.remark}”`;
  if (obstacle === null) return tryClients(runner, { kind, inbound, isOwn: false });
  await runner.check(kind, async () => skipped(`${where}: ${obstacle}`));
}

/** The same on inbounds that are made for it, one after the other, each removed before the next. */
export async function tryOwnInbounds(
  runner: InboundRunner,
  inbounds: readonly RemoteInbound[],
  needs: Pick<SuiteNeeds, 'ids' | 'isPortFree'>,
): Promise<void> {
  const taken = new Set(inbounds.map(({ port }) => port));
  for (const blueprint of BLUEPRINTS) {
    const { kind } = blueprint;
    const port = await freePort(taken, needs);
    if (port === null)
      await runner.check(kind, async () => failed('no free port was found from 20000 to 32000'));
    else await tryOwn(runner, { kind, blueprint, port });
    if (port !== null) taken.add(port);
  }
}

type Own = { kind: string; blueprint: Blueprint; port: number };

async function tryOwn(runner: InboundRunner, { kind, blueprint, port }: Own): Promise<void> {
  const { scene, permission, check } = runner;
  if (restartsCore(blueprint, permission)) {
    await check(kind, async () =>
      skipped('each new client of it restarts the core on this version; --may-restart tries it'),
    );
    return;
  }
  const wanted = ownInbound(blueprint, scene.throwAways, port);
  const own: { inbound: RemoteInbound | null } = { inbound: null };
  await check(`${kind}: is made, with a client inside`, async () => {
    own.inbound = await make(scene, wanted);
    if (own.inbound === null) return failed('the panel says that it made it, and does not list it');
    return holds({ ...kindScene(scene, own.inbound), isOwn: true }, wanted.clients);
  });
  const { inbound } = own;
  if (inbound === null) return;
  const obstacle = obstacleTo(inbound, permission);
  if (obstacle === null) await tryClients(runner, { kind, inbound, isOwn: true });
  else await check(kind, async () => skipped(obstacle));
  await check(`${kind}: is removed`, () => unmake(scene, inbound, wanted));
}

/** null = it is not in the panel's list. @throws {PanelFault} */
async function make(
  { panel, access, made }: PanelScene,
  wanted: WantedInbound,
): Promise<RemoteInbound | null> {
  made.noteInbound(wanted.remark, null);
  const remoteId = await panel.addInbound(access, wanted);
  made.noteInbound(wanted.remark, remoteId);
  for (const { email } of wanted.clients) made.noteClient(email, remoteId);
  const listed = await panel.listInbounds(access);
  return listed.find((inbound) => inbound.remoteId === remoteId && inbound.remark === wanted.remark) ?? null;
}

async function unmake(
  { panel, access, made }: PanelScene,
  { remoteId }: RemoteInbound,
  { remark, clients }: WantedInbound,
): Promise<Outcome> {
  for (const { email } of clients) {
    await panel.removeClient(access, { remoteId, email });
    made.forgetClient(email);
  }
  const answer = await panel.removeInbound(access, remoteId);
  made.forgetInbound(remark);
  const listed = await panel.listInbounds(access);
  if (listed.some((inbound) => inbound.remark === remark)) return failed('the panel still lists it');
  return answer === 'removed' ? passed() : failed('the panel says that it was not there');
}

type Trial = { kind: string; inbound: RemoteInbound; isOwn: boolean };

async function tryClients({ check, scene }: InboundRunner, { kind, inbound, isOwn }: Trial): Promise<void> {
  const of: KindScene = { ...kindScene(scene, inbound), isOwn };
  for (const { name, run } of CLIENT_CHECKS) await check(`${kind}: ${name}`, () => run(of));
}

const kindScene = (scene: PanelScene, inbound: RemoteInbound): KindScene => ({
  ...scene,
  inbound,
  isOwn: false,
  client: scene.throwAways.client(inbound),
  state: { isThere: false, wasRemoved: false },
});
