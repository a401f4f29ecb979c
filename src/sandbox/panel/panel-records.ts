import { z } from 'zod';

/** Any JSON object. */
export type Fields = Record<string, unknown>;

/** An inbound as the panel stores it; its clients stand in their own rows. Instants in ms, traffic in bytes. */
export type Inbound = {
  id: number;
  up: number;
  down: number;
  total: number;
  remark: string;
  enable: boolean;
  expiryTime: number;
  listen: string;
  port: number;
  protocol: string;
  tag: string;
  shareAddrStrategy: string;
  shareAddr: string;
  settings: Fields;
  /** Settings that are no JSON, as they were given; they make every add on the panel fail. Left out = they are fine. */
  brokenSettings?: string;
  /** The core was started with clients inside; only then a first shadowsocks-2022 client works at once. */
  startedFilled?: boolean;
  streamSettings: Fields | null;
  sniffing: Fields | null;
};

/**
 * A client with its counters. `totalGB` is bytes and `expiryTime` ms, as on the wire; 0 = no limit, no end; a negative
 * `expiryTime` is a period that begins with the first traffic.
 */
export type Client = {
  id: number;
  email: string;
  subId: string;
  uuid: string;
  password: string;
  auth: string;
  wireguard?: WireguardKeys;
  flow: string;
  security: string;
  limitIp: number;
  totalGB: number;
  expiryTime: number;
  enable: boolean;
  /** What its counters say about being switched on, where that differs; left out = the same. */
  countersEnable?: boolean;
  tgId: number;
  group: string;
  comment: string;
  reset: number;
  createdAt: number;
  updatedAt: number;
  inboundIds: number[];
  /** Inbounds whose settings hold it twice. */
  doubledOn?: number[];
  /** When the core lets it in, in ms; left out = at once. */
  worksFrom?: number;
  lastInboundId: number;
  up: number;
  down: number;
  lastOnline: number;
};

/** What a client of a WireGuard inbound has; keys in base64. */
export type WireguardKeys = {
  privateKey: string;
  publicKey: string;
  allowedIPs: string[];
  preSharedKey: string;
  keepAlive: number;
};

/** Another address that stands before an inbound; empty fields leave the inbound's own words. Instant in ms. */
export type Host = {
  id: number;
  groupId: string;
  inboundId: number;
  sortOrder: number;
  remark: string;
  address: string;
  port: number;
  /** `same` as the inbound, `tls` or `none`. */
  security: string;
  sni: string;
  hostHeader: string;
  path: string;
  alpn: string[];
  fingerprint: string;
  pinnedPeerCertSha256: string[];
  /** It came of an external proxy. */
  isOfProxy: boolean;
  createdAt: number;
};

/** An API token; the sandbox keeps the text that a real panel shows once. `createdAt` in seconds, as on the wire. */
export type Token = { id: number; name: string; token: string; enabled: boolean; createdAt: number };

/**
 * What is drawn once, at the panel's first start. `epoch` ends the sessions that were opened before it grew;
 * `totpSecret` (base32) asks for a second factor, null or missing = none.
 */
export type Identity = {
  username: string;
  password: string;
  token: string;
  basePath: string;
  panelGuid: string;
  cookieKey: string;
  epoch: number;
  port: number;
  totpSecret?: string | null;
};

const PROTOCOLS_WITH_CLIENTS = ['vless', 'vmess', 'trojan', 'shadowsocks', 'hysteria', 'wireguard'];

export const hasClients = (inbound: Pick<Inbound, 'protocol'>): boolean =>
  PROTOCOLS_WITH_CLIENTS.includes(inbound.protocol);

const words = z.object({ network: z.string().catch('tcp'), security: z.string().catch('none') });

/** The transport and the security of an inbound; a proxy without stream settings is plain tcp. */
export const transportOf = (inbound: Inbound): { network: string; security: string } =>
  words.parse(inbound.streamSettings ?? {});

/** Whether Vision works there: vless over plain tcp with tls or reality. */
export function takesVision(inbound: Inbound): boolean {
  const { network, security } = transportOf(inbound);
  return inbound.protocol === 'vless' && network === 'tcp' && ['tls', 'reality'].includes(security);
}

/** The cipher of a shadowsocks inbound, '' elsewhere. */
export function cipherOf(inbound: Inbound): string {
  const { method } = inbound.settings;
  return inbound.protocol === 'shadowsocks' && typeof method === 'string' ? method : '';
}
