import { opensFor } from '../../model/client-config.ts';
import { cutsOff } from '../../model/inbound-door.ts';
import { SELLING_HEALTH } from '../../model/server.ts';
import type { ServerClient } from '../../model/server-client.ts';
import { type Period, seconds } from '../../model/values/period.ts';
import { panelAccess } from '../lanes/panel-access.ts';
import { isStillGood } from '../lanes/still-good.ts';
import { compareWithPanel, placeOnPanel } from '../lanes/wanted-client.ts';
import { type CoreState, type Panel, PanelFault, type RemoteClient } from '../ports/panel.ts';
import type { Vault } from '../ports/vault.ts';

/** What is looked at when an access does not work, in the order in which it is told. */
export const CHECKS = [
  'time',
  'traffic',
  'state',
  'panel',
  'core',
  'inbound',
  'client',
  'link',
  'devices',
  'online',
] as const;
export type CheckName = (typeof CHECKS)[number];

/** `no-answer` = the panel did not tell in time. Of `online`, `no` is no fault: nobody uses it now. */
export type Check = { name: CheckName; result: 'yes' | 'no' | 'no-answer' };

/**
 * The one thing that helps, by what was found; `support` = the shop has to look, `door` = it was told to; `fine` = all is
 * right and in use; `link` = the new key comes by itself; `look-again` = all is right, nobody uses it, and there is no
 * other key or place to have.
 */
export type Mend =
  | 'renew'
  | 'go-on'
  | 'support'
  | 'wait'
  | 'door'
  | 'location'
  | 'resync'
  | 'link'
  | 'clear-ips'
  | 'new-key'
  | 'look-again'
  | 'fine';

/** A panel never makes a customer wait longer than this. */
const PATIENCE = seconds(5);

type Needs = { panel: Panel; vault: Vault; patience?: Period };

/** What the panel tells of one access; null = it did not, or not in time. */
export type Seen = {
  core: CoreState | null;
  /** undefined = the panel has no such client. */
  client: { found: RemoteClient | undefined } | null;
  /** Those that the panel gives today and that open its inbound. */
  links: readonly string[] | null;
  ips: readonly string[] | null;
  online: boolean | null;
};

/** Asks the panel of an access everything at once. Throws nothing that the panel does. */
export async function lookAt({ panel, vault, patience }: Needs, client: ServerClient): Promise<Seen> {
  const access = panelAccess(client.inbound.server, vault);
  const place = placeOnPanel(client);
  const { email } = client;
  const reading = panel.readClients(access, client.inbound.remoteId, [email]);
  const [core, found, links, ips, online] = await Promise.all([
    inTime(panel.coreState(access), patience),
    inTime(reading, patience),
    inTime(
      reading.then(() => panel.clientLinks(access, place)),
      patience,
    ),
    inTime(panel.clientIps(access, place), patience),
    inTime(panel.onlineClients(access), patience),
  ]);
  return {
    core,
    client: found && { found: found.get(email) },
    links: links && openingOf(client, links),
    ips,
    online: online === null ? null : online.includes(email),
  };
}

/** An inbound that is switched off has none, as one that its panel describes otherwise than the shop knows: no word on them. */
function openingOf({ inbound, uuid, password }: ServerClient, links: readonly string[]): string[] | null {
  const { protocol, network } = inbound;
  const opening = links.filter((link) => opensFor(link, { protocol, network, uuid, password }));
  return opening.length === 0 ? null : opening;
}

/** null = a fault, or no answer within this time; what comes later is nobody's. */
export async function inTime<Value>(
  call: Promise<Value>,
  patience: Period = PATIENCE,
): Promise<Value | null> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), patience);
  });
  const answer = call.catch((fault: unknown) => {
    if (fault instanceof PanelFault) return null;
    throw fault;
  });
  try {
    return await Promise.race([answer, silence]);
  } finally {
    clearTimeout(timer);
  }
}

/** Every check of an access, from its row and from what its panel told. */
export function checksOf(client: ServerClient, seen: Seen, now: Date): Check[] {
  const results: Readonly<Record<CheckName, boolean | null>> = {
    time: !client.isExpired(now),
    traffic: !client.hasUsedUpTraffic(),
    state: client.status === 'active',
    panel: [seen.core, seen.client, seen.ips].some((each) => each !== null),
    core: seen.core && seen.core.state === 'running',
    inbound: isInboundOn(client),
    client: seen.client && isAsSold(client, seen.client.found),
    link: seen.links && hasLinks(client, seen.links),
    devices: seen.ips && (client.limitIp === 0 || seen.ips.length < client.limitIp),
    online: seen.online,
  };
  const asked = CHECKS.filter((name) => name !== 'link' || client.status === 'active'); // panels give none of what is off
  return asked.map((name) => ({ name, result: wordOf(results[name]) }));
}

const wordOf = (result: boolean | null): Check['result'] => {
  if (result === null) return 'no-answer';
  return result ? 'yes' : 'no';
};

/** As the shop's last look showed it: a list of all inbounds is too much for one question. */
const isInboundOn = ({ inbound }: ServerClient): boolean => !cutsOff(inbound);

const isAsSold = (client: ServerClient, found: RemoteClient | undefined): boolean =>
  found !== undefined && compareWithPanel(client, found, client.inbound.remoteId).kind === 'exact';

/** What the customer has opens what the panel gives today. */
const hasLinks = ({ links, inbound }: ServerClient, today: readonly string[]): boolean =>
  links.every((link) => isStillGood(link, today, inbound.linkParts));

type Found = {
  isWrong: (name: CheckName) => boolean;
  canMove: boolean;
  canNewKey: boolean;
  isPaused: boolean;
  isOnline: boolean;
};

type Offered = { canMove: boolean; canNewKey?: boolean; isPaused?: boolean };

/** The first that fits decides. */
const MENDS: readonly (readonly [Mend, (found: Found) => boolean])[] = [
  ['renew', ({ isWrong }) => isWrong('time') || isWrong('traffic')],
  ['go-on', ({ isPaused }) => isPaused],
  ['support', ({ isWrong }) => isWrong('state')],
  ['location', (found) => isServerOut(found) && found.canMove],
  ['wait', ({ isWrong }) => isWrong('panel') || isWrong('core')],
  ['door', ({ isWrong }) => isWrong('inbound')],
  ['resync', ({ isWrong }) => isWrong('client')],
  ['link', ({ isWrong }) => isWrong('link')],
  ['clear-ips', ({ isWrong }) => isWrong('devices')],
  ['fine', ({ isOnline }) => isOnline],
  ['location', ({ canMove }) => canMove],
  ['new-key', ({ canNewKey }) => canNewKey],
];

/**
 * The one thing that helps; `canMove` = another server of its plan has room, `canNewKey` = its inbound takes one,
 * `isPaused` = as its customer wished.
 */
export function mendOf(
  checks: readonly Check[],
  { canMove, canNewKey = true, isPaused = false }: Offered,
): Mend {
  const result = new Map(checks.map((check) => [check.name, check.result]));
  const isWrong = (name: CheckName) => result.get(name) === 'no';
  const found = { isWrong, canMove, canNewKey, isPaused, isOnline: result.get('online') === 'yes' };
  return MENDS.find(([, fits]) => fits(found))?.[0] ?? 'look-again';
}

const isServerOut = ({ isWrong }: Found): boolean =>
  isWrong('panel') || isWrong('core') || isWrong('inbound');

/** Whether the shop knows already that its server does not answer. */
export const isKnownOut = ({ inbound: { server } }: ServerClient): boolean =>
  !SELLING_HEALTH.includes(server.healthStatus);
