import { bytes } from '../../model/values/traffic.ts';
import type { WantedClient } from '../ports/panel.ts';
import { credentialDifferences, judgeLinks } from './compare.ts';
import {
  drop,
  faultOf,
  holds,
  type KindScene,
  put,
  read,
  refusalOf,
  send,
  tryOut,
  withClient,
} from './kind-scene.ts';
import { type Check, failed, faultWords, type Outcome, passed, passedUnless, skipped } from './outcome.ts';

/** The largest number that every version keeps whole, and the next odd one, which none does. */
const LARGEST_LIMIT = bytes(2n ** 53n - 1n);
const PAST_THE_LARGEST = bytes(2n ** 53n + 1n);
/** As long as the shop's names get: `<shop4>-<unit>-<placement>`, and longer than any of them. */
const LONGEST_NUMBER = '2147483647';

/** What the shop asks of one client on an inbound, in this order; most of them work on the client of the first. */
export const CLIENT_CHECKS: readonly Check<KindScene>[] = [
  { name: 'takes a client', run: add },
  withClient('holds it as it was sent, field by field', (scene) => holds(scene, [scene.client])),
  withClient('lists it once, with its counters', listsOnce),
  withClient('says that it used nothing', saysUsage),
  withClient('gives a link that opens the inbound', givesLinks),
  withClient('does not double it when it is sent again', sendAgain),
  withClient('refuses another client of the same name', refusesSameName),
  withClient('sorts out a group of which one name is taken', sortsOut),
  withClient('takes over another limit and another end', (scene) => update(scene, otherNumbers(scene))),
  withClient('switches it off', (scene) => update(scene, { ...otherNumbers(scene), enable: false })),
  withClient('switches it on again, without limit and end', (scene) => update(scene, unlimited(scene))),
  withClient('keeps its credentials through all that', keepsCredentials),
  withClient('sets its counters back', resetsTraffic),
  withClient('removes it', removes),
  { name: 'says of a removed client that it is not there', run: isAbsent },
  { name: 'refuses to change a client that is not there', run: refusesUnknown },
  {
    name: 'takes three clients in one go',
    run: (scene) => tryOut(scene, [fresh(scene), fresh(scene), fresh(scene)]),
  },
  { name: 'takes two clients, one right after the other', run: oneAfterTheOther },
  {
    name: 'keeps a comment in any script',
    run: (scene) => comesBack(scene, { comment: 'Заказ № 7 · 注文 · سفارش · 🔑 "’&<>' }),
  },
  {
    name: 'keeps the longest name',
    run: (scene) => comesBack(scene, { email: `${scene.throwAways.name()}-${LONGEST_NUMBER}` }),
  },
  { name: 'keeps a Telegram id', run: (scene) => comesBack(scene, { telegramId: 7_777_777_777 }) },
  {
    name: 'keeps a limit of 2^53 - 1 bytes',
    run: (scene) => comesBack(scene, { trafficLimit: LARGEST_LIMIT }),
  },
  { name: 'keeps a limit past 2^53 bytes, or refuses it', run: pastTheLargest },
];

const fresh = (scene: KindScene, changed: Partial<WantedClient> = {}): WantedClient =>
  scene.throwAways.client(scene.inbound, changed);

const placeOf = ({ inbound, client }: KindScene) => ({ remoteId: inbound.remoteId, ...client });

async function add(scene: KindScene): Promise<Outcome> {
  const refused = await put(scene, [scene.client]);
  scene.state.isThere = refused === null;
  return refused ?? passed();
}

async function listsOnce({ panel, access, inbound, client }: KindScene): Promise<Outcome> {
  const { inbounds, clients } = await panel.takeInventory(access);
  const emails = inbounds.find(({ remoteId }) => remoteId === inbound.remoteId)?.emails ?? [];
  const entries = emails.filter((email) => email === client.email).length;
  if (entries !== 1) return failed(`the inbound lists it ${entries} times`);
  const used = clients.find(({ email }) => email === client.email)?.used;
  if (used === undefined) return failed('the list has no counters of it');
  return used === 0n ? passed() : failed(`the list says that it used ${used} bytes`);
}

async function saysUsage(scene: KindScene): Promise<Outcome> {
  const used = await scene.panel.clientUsage(scene.access, placeOf(scene));
  return used === 0n
    ? passed()
    : failed(used === null ? 'the panel does not know it' : `it says ${used} bytes`);
}

async function givesLinks(scene: KindScene): Promise<Outcome> {
  const { panel, access, inbound, client, isOwn } = scene;
  const links = await panel.clientLinks(access, placeOf(scene));
  const host = access.publicHost;
  const { listener } = (await read(scene, [client])).get(client.email) ?? {};
  const { problems, elsewhere } = judgeLinks(links, { inbound, client, host, listener });
  if (problems.length > 0 || elsewhere === null) return passedUnless(problems);
  if (isOwn) return failed(`the link leads to ${elsewhere} and not to ${host}:${inbound.port}`);
  return passed(`leads to ${elsewhere}, as the panel's owner set it`);
}

/** These panels write a second entry into the inbound, with which the core does not start again (contract section 0). */
const DOUBLING = /^v?3\.[0234](\.|$)/;
const KNOWN_RELEASE = /^v?\d+\.\d+/;

async function sendAgain(scene: KindScene): Promise<Outcome> {
  const { client, identity } = scene;
  const isKnown = identity.repeatsSafely || KNOWN_RELEASE.test(identity.version);
  if (!isKnown || DOUBLING.test(identity.version)) {
    return skipped(
      'this version writes a second entry; the shop reads first and never sends one twice there',
    );
  }
  const fault = await refusalOf(scene, client);
  if (fault && fault.kind !== 'duplicate') return failed(faultWords(fault));
  const once = await listsOnce(scene);
  return once.kind === 'ok' ? holds(scene, [client]) : once;
}

async function refusesSameName(scene: KindScene): Promise<Outcome> {
  const { client } = scene;
  const fault = await refusalOf(scene, fresh(scene, { email: client.email }));
  if (fault === null) return failed('the panel took a second client of the same name');
  return fault.kind === 'duplicate' ? holds(scene, [client]) : failed(faultWords(fault));
}

/** The taken name is refused; whether its companion is taken with it is the panel's affair, but it has to say so. */
async function sortsOut(scene: KindScene): Promise<Outcome> {
  const { client } = scene;
  const [companion, taken] = [fresh(scene), fresh(scene, { email: client.email })];
  const { accepted, refused } = await send(scene, [companion, taken]);
  const kind = refused.get(client.email)?.kind;
  const isThere = (await read(scene, [companion])).has(companion.email);
  if (isThere) await drop(scene, [companion]);
  if (kind !== 'duplicate')
    return failed(`the taken name was ${kind ? `refused as ${kind}` : 'not refused'}`);
  const isTold = accepted.includes(companion.email) === isThere;
  if (!isTold) return failed(`its companion is ${isThere ? '' : 'not '}there, and the panel says otherwise`);
  return holds(scene, [client]);
}

const otherNumbers = ({ client }: KindScene): WantedClient => ({
  ...client,
  limitIp: 5,
  trafficLimit: bytes(107_374_182_400n),
  expiresAt: client.expiresAt === null ? null : new Date(client.expiresAt.getTime() + 86_400_000),
});

const unlimited = ({ client }: KindScene): WantedClient => ({
  ...client,
  limitIp: 0,
  trafficLimit: null,
  expiresAt: null,
});

async function update(scene: KindScene, wanted: WantedClient): Promise<Outcome> {
  await scene.panel.updateClient(scene.access, scene.inbound.remoteId, wanted);
  return holds(scene, [wanted]);
}

async function keepsCredentials(scene: KindScene): Promise<Outcome> {
  const found = (await read(scene, [scene.client])).get(scene.client.email);
  return found
    ? passedUnless(credentialDifferences(scene.client, found, scene.inbound))
    : failed('it is gone');
}

/** The shop's way of renewing: counters back, then a full update (contract section 8). */
async function resetsTraffic(scene: KindScene): Promise<Outcome> {
  const { panel, access, inbound } = scene;
  const answers = [
    await panel.resetTraffic(access, placeOf(scene)),
    await panel.resetTraffic(access, { remoteId: inbound.remoteId, email: scene.throwAways.name() }),
  ];
  if (answers[0] !== 'reset') return failed('the panel says that it does not know the client');
  if (answers[1] !== 'absent') return failed('it says that it did the same for a client that is not there');
  const renewed = await update(scene, otherNumbers(scene));
  return renewed.kind === 'ok' ? saysUsage(scene) : renewed;
}

async function removes(scene: KindScene): Promise<Outcome> {
  const answer = await scene.panel.removeClient(scene.access, placeOf(scene));
  Object.assign(scene.state, { isThere: false, wasRemoved: true });
  if (answer !== 'removed') return failed('the panel says that it was not there');
  scene.made.forgetClient(scene.client.email);
  return passed();
}

async function isAbsent(scene: KindScene): Promise<Outcome> {
  const { panel, access, client, state } = scene;
  if (!state.wasRemoved) return skipped('none was removed');
  const found = await read(scene, [client]);
  const [again, used] = [
    await panel.removeClient(access, placeOf(scene)),
    await panel.clientUsage(access, placeOf(scene)),
  ];
  return passedUnless([
    ...(found.size === 0 ? [] : ['it can still be read']),
    ...(again === 'absent' ? [] : ['it could be removed once more']),
    ...(used === null ? [] : ['it still has counters']),
  ]);
}

async function refusesUnknown(scene: KindScene): Promise<Outcome> {
  const { panel, access, inbound } = scene;
  const fault = await faultOf(panel.updateClient(access, inbound.remoteId, fresh(scene)));
  if (fault === null) return failed('the panel says that it changed a client that is not there');
  return fault.kind === 'permanent' ? passed() : failed(faultWords(fault));
}

/** Two writes of one caller: the second may not undo the first (lost update, RELIABILITY 65). */
async function oneAfterTheOther(scene: KindScene): Promise<Outcome> {
  const [first, second] = [fresh(scene), fresh(scene)];
  const refused = (await put(scene, [first])) ?? (await put(scene, [second]));
  if (refused) return refused;
  const outcome = await holds(scene, [first, second]);
  await drop(scene, [first, second]);
  return outcome;
}

const comesBack = (scene: KindScene, changed: Partial<WantedClient>): Promise<Outcome> =>
  tryOut(scene, [fresh(scene, changed)]);

async function pastTheLargest(scene: KindScene): Promise<Outcome> {
  const client = fresh(scene, { trafficLimit: PAST_THE_LARGEST });
  const fault = await refusalOf(scene, client);
  if (fault && fault.kind !== 'permanent') return failed(faultWords(fault));
  const outcome = fault ? passed('refused') : await holds(scene, [client]);
  await drop(scene, [client]);
  return outcome;
}
