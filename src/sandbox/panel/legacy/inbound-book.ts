import { type GoStruct, isFields, numberIn, parseGoStruct, textIn, truthIn } from '../go-json.ts';
import type { Fields } from '../panel-records.ts';
import { NOT_FOUND_TEXT, Refused } from '../panel-reply.ts';
import type { ClientBook, Parts } from './client-book.ts';
import { checkNewClients } from './email-check.ts';
import { marshalIndent } from './go-text.ts';
import { keyField, type LegacyInbound, textOf } from './legacy-records.ts';

const INBOUND: GoStruct = {
  name: 'Inbound',
  fields: {
    id: 'int',
    up: 'int64',
    down: 'int64',
    total: 'int64',
    allTime: 'int64',
    remark: 'string',
    enable: 'bool',
    expiryTime: 'int64',
    trafficReset: 'string',
    lastTrafficResetTime: 'int64',
    listen: 'string',
    port: 'int',
    protocol: 'string',
    settings: 'string',
    streamSettings: 'string',
    tag: 'string',
    sniffing: 'string',
  },
};

/** The body of an inbound or of an addition of clients, types checked; a form's fields are all text. @throws {Refused} */
export function inboundFields(raw: unknown, isForm: boolean): Fields {
  if (!isForm || !isFields(raw)) return parseGoStruct(raw, INBOUND);
  const typed = Object.entries(raw).map(([name, value]) => [
    name,
    fromText(String(value), INBOUND.fields[name]),
  ]);
  return Object.fromEntries(typed);
}

/** Makes, changes and removes inbounds; settings are stored as they came, readable or not. */
export class InboundBook {
  private readonly parts: Parts;
  private readonly clients: ClientBook;

  constructor(parts: Parts, clients: ClientBook) {
    this.parts = parts;
    this.clients = clients;
  }

  /** @throws {Refused} where the port is taken, or a client inside cannot be added */
  add(fields: Fields): LegacyInbound {
    const described = inboundOf(fields);
    this.checkPort(described);
    const inside = this.parts.store.clientsOf(described);
    checkNewClients(this.parts, inside);
    if (inside.some((client) => textOf(client, keyField(described.protocol)) === '')) {
      throw new Refused('empty client ID\n');
    }
    const id = this.parts.store.base.nextId('inbounds');
    const inbound = { ...this.stamped(described), id, tag: ownTag(described) };
    this.parts.store.saveInbound(inbound);
    for (const client of this.parts.store.clientsOf(inbound)) this.clients.count(inbound, client);
    this.parts.core.take(inbound);
    return inbound;
  }

  /** Replaces all that the body has; the answer repeats the body. @throws {Refused} */
  update(id: number, fields: Fields): LegacyInbound {
    const { store, core } = this.parts;
    const before = this.known(id);
    const described = { ...inboundOf(fields), id };
    this.checkPort(described);
    const { allTime, lastTrafficResetTime } = before;
    const after = { ...this.stamped(described), allTime, lastTrafficResetTime, tag: ownTag(described) };
    const emails = store.clientsOf(before).map((client) => textOf(client, 'email'));
    store.saveInbound(after);
    const kept = new Set(store.clientsOf(after).map((client) => textOf(client, 'email')));
    for (const email of emails.filter((one) => !kept.has(one))) {
      core.drop(id, email);
      this.clients.forget(email);
    }
    for (const client of store.clientsOf(after)) this.clients.count(after, client);
    this.parts.core.take(after);
    return { ...described, settings: after.settings };
  }

  /** @throws {Refused} */
  setEnable(id: number, enable: boolean): void {
    const inbound = { ...this.known(id), enable };
    this.parts.store.saveInbound(inbound);
    this.parts.core.take(inbound);
  }

  /** Takes its clients and their counters away with it. @throws {Refused} */
  remove(id: number): void {
    const { store, core } = this.parts;
    const inbound = this.known(id);
    const emails = store.clientsOf(inbound).map((client) => textOf(client, 'email'));
    store.removeInbound(id);
    for (const email of emails) {
      core.drop(id, email);
      this.clients.forget(email);
    }
  }

  /** @throws {Refused} */
  known(id: number): LegacyInbound {
    const inbound = this.parts.store.inbound(id);
    if (!inbound) throw new Refused(NOT_FOUND_TEXT);
    return inbound;
  }

  private checkPort({ id, port, listen }: LegacyInbound): void {
    for (const other of this.parts.store.inbounds()) {
      if (other.id === id || other.port !== port) continue;
      if (isAnywhere(listen) || isAnywhere(other.listen) || listen === other.listen) {
        throw new Refused(`Port already exists: ${port}\n`);
      }
    }
  }

  /** Clients get their times; settings without clients keep the writing in which they came. */
  private stamped(inbound: LegacyInbound): LegacyInbound {
    const { store, now } = this.parts;
    const clients = store.clientsOf(inbound);
    if (clients.length === 0) return inbound;
    const updated_at = now() - (now() % 1000);
    const timed = clients.map((client) => ({
      ...client,
      created_at: client.created_at ?? updated_at,
      updated_at,
    }));
    return { ...inbound, settings: marshalIndent({ ...store.settingsOf(inbound), clients: timed }) };
  }
}

const inboundOf = (fields: Fields): LegacyInbound => ({
  id: 0,
  up: numberIn(fields, 'up'),
  down: numberIn(fields, 'down'),
  total: numberIn(fields, 'total'),
  allTime: numberIn(fields, 'allTime'),
  remark: textIn(fields, 'remark'),
  enable: truthIn(fields, 'enable'),
  expiryTime: numberIn(fields, 'expiryTime'),
  trafficReset: textIn(fields, 'trafficReset') || 'never',
  lastTrafficResetTime: numberIn(fields, 'lastTrafficResetTime'),
  listen: textIn(fields, 'listen'),
  port: numberIn(fields, 'port'),
  protocol: textIn(fields, 'protocol'),
  settings: textIn(fields, 'settings'),
  streamSettings: textIn(fields, 'streamSettings'),
  tag: textIn(fields, 'tag'),
  sniffing: textIn(fields, 'sniffing'),
});

const isAnywhere = (listen: string): boolean => ['', '0.0.0.0', '::', '::0'].includes(listen);

const ownTag = ({ listen, port }: LegacyInbound): string =>
  isAnywhere(listen) ? `inbound-${port}` : `inbound-${listen}:${port}`;

function fromText(value: string, type: string | undefined): unknown {
  if (type === 'bool') return value === 'true';
  return type === 'int' || type === 'int64' ? Number(value) : value;
}
