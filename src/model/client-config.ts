import { plainNetwork } from './link-fields.ts';
import { type Connection, parseLink } from './parse-link.ts';
import type { Bytes } from './values/traffic.ts';

/** All that a customer needs to use an access, and how far it is used up. */
export type ClientConfig = {
  /** Share links as they were delivered; the first is the one shown. */
  links: readonly string[];
  /** The customer's own address for all accesses; null = the shop has no public address. */
  subscriptionUrl: string | null;
  /** The same as a sing-box configuration in JSON; null = the shop has no public address. */
  jsonUrl: string | null;
  /** What the QR holds. */
  qrText: string;
  /** What the links say; those of a protocol that is not known are left out. */
  connections: readonly Connection[];
  usage: { used: Bytes; limit: Bytes | null; percent: number };
  /** null = never ends. */
  expiresAt: Date | null;
};

/** A longer link makes a QR that cameras do not read well (DESIGN 6). */
const LONGEST_QR_LINK = 700;

type Keys = Pick<ClientConfig, 'links' | 'subscriptionUrl'>;

/** The link, or the subscription address where the link is too long for a camera. */
export function qrTextOf({ links: [link = ''], subscriptionUrl }: Keys): string {
  if (new TextEncoder().encode(link).length <= LONGEST_QR_LINK) return link;
  return subscriptionUrl ?? link;
}

/** Where a subscription address gives one configuration in JSON, whoever asks. */
export const jsonUrlOf = (subscriptionUrl: string): string => `${subscriptionUrl}?format=sing-box`;

type Usage = { trafficUsed: Bytes; trafficLimit: Bytes | null; trafficPercentageUsed: number };
type Client = Usage & Pick<ClientConfig, 'links' | 'expiresAt'>;

export function clientConfig(client: Client, subscriptionUrl: string | null): ClientConfig {
  const { links, expiresAt, trafficUsed: used, trafficLimit: limit, trafficPercentageUsed: percent } = client;
  return {
    links,
    subscriptionUrl,
    jsonUrl: subscriptionUrl === null ? null : jsonUrlOf(subscriptionUrl),
    qrText: qrTextOf({ links, subscriptionUrl }),
    connections: connectionsOf(links),
    usage: { used, limit, percent },
    expiresAt,
  };
}

const connectionsOf = (links: readonly string[]): Connection[] =>
  links.map(parseLink).filter((each) => each !== null);

/** A client on an inbound, as a link should know them. */
export type LinkOwner = { protocol: string; network: string; uuid: string; password: string };

/**
 * Whether a link opens the door that was sold: the client's own credential, over the inbound's protocol and network. One
 * that cannot be read has to hold the credential as it is.
 */
export function opensFor(link: string, owner: LinkOwner): boolean {
  const connection = parseLink(link);
  if (connection === null) return link.includes(owner.uuid) || link.includes(owner.password);
  const { protocol, network, credential } = connection;
  if (protocol !== plainProtocol(owner.protocol)) return false;
  if (!OWN_TRANSPORT.has(protocol) && plainNetwork(network) !== plainNetwork(owner.network)) return false;
  const isByUuid = protocol === 'vless' || protocol === 'vmess';
  return isByUuid ? withoutRoute(credential) === withoutRoute(owner.uuid) : credential === owner.password;
}

/** Panels call hysteria2 by the name of the first one, too. */
const plainProtocol = (protocol: string): string => (protocol === 'hysteria' ? 'hysteria2' : protocol);

const OWN_TRANSPORT = new Set(['hysteria2', 'wireguard']);

/** Panels may write a route into the third group of a uuid (contract 3x-ui section 6, hosts). */
const withoutRoute = (uuid: string): string => uuid.toLowerCase().replace(/^(.{9}.{4}-).{4}/, '$1');
