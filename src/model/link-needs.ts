import { type Connection, parseLink } from './parse-link.ts';
import { buildLinks } from './share-link.ts';
import type { LinkClient, LinkInbound } from './share-link-draft.ts';

/** An access as it was sold, with all that is known of the inbound behind it. */
export type SoldDoor = {
  readonly client: LinkClient;
  readonly port: number;
  /** `none`, `tls` or `reality`. */
  readonly security: string;
  /** The name that customers connect to, where nothing stands in front of the inbound. */
  readonly publicHost: string;
  /** null = it was not read: then less can be told. */
  readonly listener: LinkInbound | null;
};

/** What stands in front of an inbound may speak with another name, path and tls; these words are the inbound's. */
const INBOUNDS_OWN = ['serviceName', 'headerType', 'method', 'serverPassword', 'obfs', 'obfs-password'];

/**
 * The parameters without which a link opens nothing and which this one lacks, or says wrong; empty = it will do, or it
 * cannot be read. Its credential and transport are judged by `opensFor`. Source: contract 3x-ui section 0, "needed in
 * a link".
 */
export function lackingIn(link: string, door: SoldDoor): string[] {
  const told = parseLink(link);
  if (told === null) return [];
  const ours = ownConnection(door);
  return [
    ...(isUncovered(told, door) ? ['security'] : []),
    ...(hasOtherFlow(told, door) ? ['flow'] : []),
    ...coverNeeds(told, ours).filter((key) => !told.parameters[key]),
    ...(ours === null ? [] : transportFaults(told, ours)),
  ];
}

/** The link that we would make to the inbound itself. */
function ownConnection({ listener, client, publicHost: host }: SoldDoor): Connection | null {
  if (listener === null) return null;
  const itself = { ...listener, streamSettings: { ...listener.streamSettings, externalProxy: [] } };
  const [link = ''] = buildLinks(itself, client, { host, digest: () => '', publicKey: () => '' });
  return parseLink(link);
}

/** A link to the inbound itself has to wear what the inbound wears. */
const isUncovered = (told: Connection, { publicHost, port, security }: SoldDoor): boolean =>
  told.host === publicHost && told.port === port && told.security !== security;

const hasOtherFlow = ({ protocol, security, parameters }: Connection, { client }: SoldDoor): boolean =>
  protocol === 'vless' && security !== 'none' && (parameters.flow ?? '') !== client.flow;

function coverNeeds(told: Connection, ours: Connection | null): string[] {
  const known = ours?.security === told.security ? ours.parameters : {};
  const named = ['sni', 'sid'].filter((key) => known[key]);
  return told.security === 'reality' ? [...new Set(['pbk', 'sni', ...named])] : named;
}

function transportFaults(told: Connection, ours: Connection): string[] {
  const wrong = INBOUNDS_OWN.filter((key) => saidIn(ours, key) !== saidIn(told, key));
  const missing = ['path', 'host'].filter((key) => isSaid(ours.parameters[key]) && !told.parameters[key]);
  return [...wrong, ...missing];
}

/** Of shadowsocks only panels before 3.4 call the http header so; later ones, and we, name the plugin that speaks it. */
const saidIn = ({ parameters }: Connection, key: string): string | undefined =>
  key === 'headerType' && parameters.plugin ? 'http' : parameters[key];

/** The path that is meant where none is said. */
const isSaid = (value: string | undefined): boolean => value !== undefined && value !== '/';
