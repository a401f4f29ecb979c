import type { ClientsTraits } from './clients-traits.ts';
import { type GoStruct, isFields, numberIn, parseGoJson, parseGoStruct, textIn, truthIn } from './go-json.ts';
import type { Panel } from './panel-call.ts';
import { type Fields, hasClients, type Inbound, transportOf } from './panel-records.ts';
import { Refused } from './panel-reply.ts';

/** One broken rule of `request body failed validation`. */
export type Issue = { field: string; rule: string; param?: string; message: string };

const PROTOCOLS = 'vmess vless trojan shadowsocks wireguard hysteria http mixed tunnel tun mtproto';

const INBOUND: GoStruct = {
  name: '.alias',
  fields: {
    up: 'int64',
    down: 'int64',
    total: 'int64',
    remark: 'string',
    enable: 'bool',
    expiryTime: 'int64',
    listen: 'string',
    port: 'int',
    protocol: 'string',
    tag: 'string',
    shareAddrStrategy: 'string',
    shareAddr: 'string',
  },
};

/** The body of an inbound, types checked. @throws {Refused} with Go's text. */
export const inboundFields = (raw: unknown): Fields => parseGoStruct(raw, INBOUND);

/** A form's fields, which are all text, in the types of an inbound. */
export function inboundFieldsOfForm(form: Fields): Fields {
  const typed = Object.entries(form).map(([name, value]) => [
    name,
    fromText(String(value), INBOUND.fields[name]),
  ]);
  return Object.fromEntries(typed);
}

/** The rules that are checked before anything else; empty = all kept. */
export function issuesOf(fields: Fields): Issue[] {
  const protocol = textIn(fields, 'protocol');
  const issues: Issue[] = [];
  if (numberIn(fields, 'port') > 65_535) issues.push(issue('port', 'lte', '65535'));
  if (numberIn(fields, 'port') < 0) issues.push(issue('port', 'gte', '0'));
  if (protocol === '') issues.push(issue('protocol', 'required'));
  else if (!PROTOCOLS.split(' ').includes(protocol)) issues.push(issue('protocol', 'oneof', PROTOCOLS));
  return issues;
}

/**
 * The inbound that a body describes; `settings` may be text or object. @throws {Refused} when they are not JSON and the
 * generation checks them.
 */
export function inboundOf(fields: Fields, id: number, traits: ClientsTraits): Inbound {
  const inbound: Inbound = {
    id,
    up: numberIn(fields, 'up'),
    down: numberIn(fields, 'down'),
    total: numberIn(fields, 'total'),
    remark: textIn(fields, 'remark'),
    enable: truthIn(fields, 'enable'),
    expiryTime: numberIn(fields, 'expiryTime'),
    listen: textIn(fields, 'listen'),
    port: numberIn(fields, 'port'),
    protocol: textIn(fields, 'protocol'),
    tag: textIn(fields, 'tag'),
    shareAddrStrategy: textIn(fields, 'shareAddrStrategy') || 'node',
    shareAddr: textIn(fields, 'shareAddr'),
    settings: {},
    streamSettings: null,
    sniffing: jsonField(fields, 'sniffing'),
  };
  const isSold = hasClients(inbound);
  const streamSettings = streamOf(fields, isSold || traits.checksInbounds, isSold);
  return { ...inbound, ...settingsOf(fields, traits, isSold), streamSettings };
}

/** Where clients are rows, they are no part of the settings. */
function settingsOf(fields: Fields, { checksInbounds }: ClientsTraits, isSold: boolean) {
  const brokenSettings = checksInbounds ? undefined : brokenIn(fields.settings);
  if (brokenSettings !== undefined) return { settings: {}, brokenSettings };
  const { clients, ...settings } = jsonField(fields, 'settings') ?? {};
  return { settings: isSold || clients === undefined ? settings : { clients, ...settings } };
}

/** A protocol without clients keeps no empty ones, and on some generations none at all. */
function streamOf(fields: Fields, isKept: boolean, isSold: boolean): Fields | null {
  const stream = jsonField(fields, 'streamSettings');
  const isBare = stream !== null && Object.keys(stream).length === 0;
  return !isKept || (isBare && !isSold) ? null : stream;
}

/** Settings that are no JSON, '' where there are none; undefined = they are fine. */
function brokenIn(settings: unknown): string | undefined {
  if (isFields(settings)) return undefined;
  const text = typeof settings === 'string' ? settings : '';
  try {
    JSON.parse(text);
    return undefined;
  } catch {
    return text;
  }
}

/** The clients that a new inbound brings along; `broken` = its settings cannot be read. */
export function clientsInside(fields: Fields, broken: boolean): unknown[] {
  if (broken) return [];
  const clients = jsonField(fields, 'settings')?.clients;
  return Array.isArray(clients) ? clients : [];
}

/** The tag that the panel gives by itself: port, and from 3.2 on the carrier. */
export function ownTag(inbound: Inbound, { knowsCarriers }: ClientsTraits): string {
  if (knowsCarriers) return `in-${inbound.port}-${carriers(inbound).join('')}`;
  const isEverywhere = ['', '0.0.0.0', '::', '::0'].includes(inbound.listen);
  return `inbound-${isEverywhere ? '' : `${inbound.listen}:`}${inbound.port}`;
}

/** @throws {Refused} when another inbound listens on the same port, and carrier where they are told apart. */
export function checkPort({ store, traits }: Panel, inbound: Inbound): void {
  for (const other of store.inbounds()) {
    if (other.id === inbound.id || other.port !== inbound.port) continue;
    if (!traits.knowsCarriers) throw new Refused(`Port already exists: ${inbound.port}\n`);
    const shared = carriers(inbound).find((carrier) => carriers(other).includes(carrier));
    if (!shared) continue;
    throw new Refused(
      `port ${inbound.port} (${shared}) already used by inbound '${other.remark}' (#${other.id}) on *\n`,
    );
  }
}

const carriers = (inbound: Inbound): string[] => {
  if (['hysteria', 'wireguard'].includes(inbound.protocol)) return ['udp'];
  if (inbound.protocol === 'shadowsocks') return textIn(inbound.settings, 'network').split(',');
  return transportOf(inbound).network === 'kcp' ? ['udp'] : ['tcp'];
};

function jsonField(fields: Fields, name: string): Fields | null {
  const value = fields[name];
  const parsed = typeof value === 'string' && value !== '' ? parseGoJson(value) : value;
  return isFields(parsed) ? parsed : null;
}

function fromText(value: string, type: string | undefined): unknown {
  if (type === 'bool') return value === 'true';
  return type === 'int' || type === 'int64' ? Number(value) : value;
}

function issue(field: string, rule: string, param?: string): Issue {
  const message = `Key: 'Inbound.${field}' Error:Field validation for '${field}' failed on the '${rule}' tag`;
  return { field, rule, ...(param === undefined ? {} : { param }), message };
}
