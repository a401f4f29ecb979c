import { randomBytes, randomUUID } from 'node:crypto';
import { type GoStruct, numberIn, parseGoStruct, textIn, truthIn } from './go-json.ts';
import {
  type Client,
  cipherOf,
  type Fields,
  hasClients,
  type Inbound,
  takesVision,
} from './panel-records.ts';
import { NOT_FOUND_TEXT, Refused } from './panel-reply.ts';
import { type PanelStore, randomText } from './panel-store.ts';

/** What a caller may set of a client; credentials '' = not given. */
export type Wish = Omit<
  Client,
  'id' | 'createdAt' | 'updatedAt' | 'inboundIds' | 'lastInboundId' | 'up' | 'down' | 'lastOnline'
>;

const CLIENT_FIELDS: GoStruct['fields'] = {
  id: 'string',
  security: 'string',
  password: 'string',
  flow: 'string',
  auth: 'string',
  email: 'string',
  limitIp: 'int',
  totalGB: 'int64',
  expiryTime: 'int64',
  enable: 'bool',
  tgId: 'int64',
  subId: 'string',
  group: 'string',
  comment: 'string',
  reset: 'int',
};

/** Reads a client of a body. @throws {Refused} when a field has the wrong type. */
export function wishOf(raw: unknown, structName: string): Wish {
  const fields: Fields = parseGoStruct(raw ?? {}, { name: structName, fields: CLIENT_FIELDS });
  return {
    email: textIn(fields, 'email').trim(),
    subId: textIn(fields, 'subId'),
    uuid: textIn(fields, 'id'),
    password: textIn(fields, 'password'),
    auth: textIn(fields, 'auth'),
    flow: textIn(fields, 'flow'),
    security: textIn(fields, 'security'),
    limitIp: numberIn(fields, 'limitIp'),
    totalGB: numberIn(fields, 'totalGB'),
    expiryTime: numberIn(fields, 'expiryTime'),
    enable: truthIn(fields, 'enable'),
    tgId: numberIn(fields, 'tgId'),
    group: textIn(fields, 'group'),
    comment: textIn(fields, 'comment'),
    reset: numberIn(fields, 'reset'),
  };
}

/** The rules of v3.6.0 for adding, changing and removing clients (contracts/3x-ui.md sections 0, 3 and 4.2). */
export class ClientDesk {
  private readonly store: PanelStore;
  private readonly now: () => number;

  constructor(store: PanelStore, now: () => number) {
    this.store = store;
    this.now = now;
  }

  /**
   * Adds a client to inbounds, one after the other, so an unknown inbound leaves the earlier ones. The same email with
   * the same subId is only attached. @throws {Refused}
   */
  add(wish: Wish, inboundIds: number[]): void {
    checkNames(wish);
    if (inboundIds.length === 0) throw new Refused('at least one inbound is required\n');
    const known = this.store.client(wish.email);
    if (known && (known.subId !== wish.subId || wish.subId === '')) {
      throw new Refused(`email already in use: ${wish.email}\n`);
    }
    if (!known) this.checkFree(wish, FREE_ON_ADD);
    for (const id of inboundIds) this.attach(wish, this.knownInbound(id));
  }

  /** Attaches a known client to inbounds; those it has already are skipped. @throws {Refused} */
  attachTo(email: string, inboundIds: number[]): void {
    const client = this.known(email);
    for (const id of inboundIds) this.attach(client, this.knownInbound(id));
  }

  /** Replaces the whole client; only credentials and subId are kept when they are not given. @throws {Refused} */
  update(email: string, wish: Wish): void {
    const client = this.known(email);
    checkNames(wish);
    this.checkFree(wish, FREE_ON_UPDATE, client);
    const given = Object.fromEntries(
      Object.entries(wish).filter(([name, value]) => value !== '' || !KEPT.includes(name)),
    );
    const changed = { ...client, ...given, updatedAt: this.now() };
    const inbounds = changed.inboundIds.flatMap((id) => this.store.inbound(id) ?? []);
    this.store.saveClient({ ...inbounds.reduce(fillCredential, changed), flow: flowOn(wish.flow, inbounds) });
  }

  /** @throws {Refused} */
  remove(email: string): void {
    const client = this.store.client(email);
    if (!client) throw new Refused(`client "${email}" not found in any inbound or client record\n`);
    this.store.removeClient(client);
  }

  setEnable(email: string, enable: boolean): void {
    this.store.saveClient({ ...this.known(email), enable, updatedAt: this.now() });
  }

  /** Also enables again, even a client that an admin switched off. @throws {Refused} */
  resetTraffic(email: string): void {
    const client = this.known(email);
    const updatedAt = client.enable ? client.updatedAt : this.now();
    this.store.saveClient({ ...client, up: 0, down: 0, enable: true, updatedAt });
  }

  /** An unknown client is passed over. */
  setTraffic(email: string, up: number, down: number): void {
    const client = this.store.client(email);
    if (client) this.store.saveClient({ ...client, up, down });
  }

  /** Traffic that flowed, in bytes; a period that waited for it begins now. @throws {Refused} */
  countTraffic(email: string, up: number, down: number): void {
    const client = this.known(email);
    const now = this.now();
    const expiryTime = client.expiryTime < 0 ? now - client.expiryTime : client.expiryTime;
    this.store.saveClient({
      ...client,
      up: client.up + up,
      down: client.down + down,
      expiryTime,
      lastOnline: now,
    });
  }

  /** @throws {Refused} */
  known(email: string, prefix?: string): Client {
    const client = this.store.client(email);
    if (!client) throw new Refused(NOT_FOUND_TEXT, prefix);
    return client;
  }

  private knownInbound(id: number): Inbound {
    const inbound = this.store.inbound(id);
    if (!inbound) throw new Refused(NOT_FOUND_TEXT);
    if (!hasClients(inbound)) throw new Refused(`inbound protocol ${inbound.protocol} has no clients\n`);
    return inbound;
  }

  private attach(wish: Wish, inbound: Inbound): void {
    const client = this.store.client(wish.email) ?? this.fresh(wish);
    if (client.inboundIds.includes(inbound.id)) return;
    const flow = client.flow || flowOn(wish.flow, [inbound]);
    const inboundIds = [...client.inboundIds, inbound.id].sort((a, b) => a - b);
    this.store.saveClient({
      ...fillCredential(client, inbound),
      flow,
      inboundIds,
      lastInboundId: inbound.id,
    });
  }

  private fresh(wish: Wish): Client {
    const createdAt = this.now();
    return {
      ...wish,
      id: this.store.nextId('clients'),
      subId: wish.subId || randomUUID(),
      enable: true,
      flow: '',
      createdAt,
      updatedAt: createdAt - (createdAt % 1000),
      inboundIds: [],
      lastInboundId: 0,
      up: 0,
      down: 0,
      lastOnline: 0,
    };
  }

  private checkFree(wish: Wish, texts: { email: string; subId: string }, itself?: Client): void {
    const others = this.store.clients().filter((client) => client.id !== itself?.id);
    const email = wish.email.toLowerCase();
    if (others.some((client) => client.email.toLowerCase() === email)) {
      throw new Refused(`${texts.email}: ${wish.email}\n`);
    }
    if (wish.subId !== '' && others.some((client) => client.subId === wish.subId)) {
      throw new Refused(`${texts.subId}: ${wish.subId}\n`);
    }
  }
}

const FREE_ON_ADD = { email: 'Duplicate email', subId: 'subId already in use' };
const FREE_ON_UPDATE = { email: 'Duplicate email', subId: 'Duplicate subId' };

/** Since 3.3.1 an update that omits these keeps them. */
const KEPT = ['uuid', 'password', 'auth', 'subId'];

function checkNames({ email, subId }: Wish): void {
  if (email === '') throw new Refused('client email is required\n');
  if (isSpoiled(email)) throw new Refused(`client email contains an invalid character: ${email}\n`);
  if (isSpoiled(subId)) throw new Refused(`client subId contains an invalid character: ${subId}\n`);
}

const isSpoiled = (name: string): boolean => /[\s/\\\p{Cc}]/u.test(name);

const flowOn = (flow: string, inbounds: Inbound[]): string => (inbounds.some(takesVision) ? flow : '');

/** Makes up what the protocol needs and the caller did not give; a 2022 key of the wrong length is replaced. */
function fillCredential(client: Client, inbound: Inbound): Client {
  switch (inbound.protocol) {
    case 'vless':
    case 'vmess':
      return { ...client, uuid: client.uuid || randomUUID() };
    case 'trojan':
      return { ...client, password: client.password || randomText(10) };
    case 'hysteria':
      return { ...client, auth: client.auth || randomText(10) };
    case 'shadowsocks':
      return { ...client, password: shadowsocksKey(client.password, cipherOf(inbound)) };
    default:
      return client;
  }
}

function shadowsocksKey(given: string, cipher: string): string {
  if (!cipher.startsWith('2022-')) return given || randomText(10);
  const length = cipher.includes('aes-128') ? 16 : 32;
  const fits = Buffer.from(given, 'base64').length === length;
  return fits ? given : randomBytes(length).toString('base64');
}
