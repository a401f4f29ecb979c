import { opensFor } from '../../model/client-config.ts';
import { lackingIn } from '../../model/link-needs.ts';
import { type Connection, parseLink } from '../../model/parse-link.ts';
import type { RemoteClient, RemoteInbound, WantedClient } from '../ports/panel.ts';

/** What differs between a client that was asked for and the one that is there; secrets are named, never shown. */
export function differences(
  wanted: WantedClient,
  found: RemoteClient | undefined,
  inbound: RemoteInbound,
): string[] {
  if (found === undefined) return ['it is not there'];
  const told: Record<string, readonly [unknown, unknown]> = {
    limitIp: [wanted.limitIp, found.limitIp],
    totalGB: [wanted.trafficLimit, found.trafficLimit],
    expiryTime: [wanted.expiresAt?.toISOString() ?? null, found.expiresAt?.toISOString() ?? null],
    enable: [wanted.enable, found.enable],
    flow: [wanted.flow, found.flow],
    tgId: [wanted.telegramId, found.telegramId],
    comment: [wanted.comment, found.comment],
    email: [wanted.email, found.email],
    inbound: [true, found.inboundIds.includes(inbound.remoteId)],
  };
  const fields = Object.entries(told).filter(([, [asked, is]]) => asked !== is);
  return [
    ...credentialDifferences(wanted, found, inbound),
    ...fields.map(([name, [asked, is]]) => `${name} was to be ${asked} and is ${is}`),
  ];
}

/** Panels keep the credential of the inbound's protocol; the other one is theirs to keep or to drop. */
export function credentialDifferences(
  wanted: Pick<WantedClient, 'uuid' | 'password' | 'subId'>,
  found: RemoteClient,
  { protocol }: Pick<RemoteInbound, 'protocol'>,
): string[] {
  const isByUuid = protocol === 'vless' || protocol === 'vmess';
  const isSame = isByUuid ? found.uuid === wanted.uuid : found.password === wanted.password;
  return [
    ...(isSame ? [] : [`its ${isByUuid ? 'uuid' : 'password'} is another one`]),
    ...(found.subId === wanted.subId ? [] : ['its subscription id is another one']),
  ];
}

/** Whose links, and where they are to lead. */
export type LinkExpectation = {
  readonly inbound: RemoteInbound;
  readonly client: WantedClient;
  readonly host: string;
  /** The inbound as the read of the client told it; missing = it told nothing of it. */
  readonly listener: RemoteClient['listener'];
};

/** What is wrong with the links of a client; `elsewhere` = they lead to an address that was set on the panel. */
export function judgeLinks(
  links: readonly string[],
  expected: LinkExpectation,
): { problems: string[]; elsewhere: string | null } {
  const { inbound, client } = expected;
  if (links.length === 0) return { problems: ['the panel gives no link'], elsewhere: null };
  const owner = { protocol: inbound.protocol, network: inbound.network, ...client };
  const opening = links.filter((link) => opensFor(link, owner));
  if (opening.length === 0) {
    const problem = 'no link opens the inbound with the credential of the client';
    return { problems: [problem], elsewhere: null };
  }
  const whole = opening.filter((link) => lackingOf(link, expected).length === 0);
  if (whole.length > 0) return judgePlaces(whole.map(parseLink), expected);
  const lacking = opening.flatMap((link) => lackingOf(link, expected));
  return { problems: [`the link lacks ${lacking.join(', ')}, or has it wrong`], elsewhere: null };
}

const lackingOf = (link: string, { client, inbound, host, listener }: LinkExpectation): string[] =>
  lackingIn(link, {
    client,
    port: inbound.port,
    security: inbound.security,
    publicHost: host,
    listener: listener ?? null,
  });

/** A link that cannot be read in parts holds the credential, which is all that can be said of it. */
function judgePlaces(
  connections: readonly (Connection | null)[],
  { inbound, host }: LinkExpectation,
): { problems: string[]; elsewhere: string | null } {
  const told = connections.filter((each) => each !== null);
  const here = told.filter((each) => isSameHost(each.host, host) && each.port === inbound.port);
  const [first] = told;
  if (first === undefined) return { problems: [], elsewhere: null };
  if (here.length === 0) return { problems: [], elsewhere: `${first.host}:${first.port}` };
  const secured = here.some(({ security }) => security === inbound.security);
  const found = here.map(({ security }) => security).join(', ');
  const problem = `the link says security ${found}, the inbound ${inbound.security}`;
  return { problems: secured ? [] : [problem], elsewhere: null };
}

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

function isSameHost(one: string, other: string): boolean {
  const [a, b] = [plain(one), plain(other)];
  return a === b || (LOOPBACK.has(a) && LOOPBACK.has(b));
}

const plain = (host: string): string => host.replace(/^\[|\]$/g, '').toLowerCase();
