import { randomUUID } from 'node:crypto';
import { fillCredential, flowOn } from './client-credentials.ts';
import type { Wish } from './client-wish.ts';
import type { ClientsTraits } from './clients-traits.ts';
import { type Client, cipherOf, hasClients, type Inbound, type WireguardKeys } from './panel-records.ts';
import { NOT_FOUND_TEXT, Refused } from './panel-reply.ts';
import type { PanelStore } from './panel-store.ts';
import { wireguardKeys } from './wireguard.ts';

/** The rules for adding, changing and removing clients (contracts/3x-ui.md sections 0, 3 and 4.2). */
export class ClientDesk {
  private readonly store: PanelStore;
  private readonly now: () => number;
  private readonly traits: ClientsTraits;

  constructor(store: PanelStore, now: () => number, traits: ClientsTraits) {
    this.store = store;
    this.now = now;
    this.traits = traits;
  }

  /**
   * Adds a client to inbounds, one after the other, so an unknown inbound leaves the earlier ones. The same email with
   * the same subId is only attached. @throws {Refused}
   */
  add(wish: Wish, inboundIds: number[]): void {
    this.checkNames(wish);
    if (inboundIds.length === 0) throw new Refused('at least one inbound is required\n');
    const known = this.store.client(wish.email);
    if (known && (known.subId !== wish.subId || wish.subId === '')) {
      throw new Refused(`email already in use: ${wish.email}\n`);
    }
    this.checkSettings();
    if (!known) this.checkFree(wish, FREE_ON_ADD);
    for (const id of inboundIds) this.enter(wish, this.knownInbound(id));
  }

  /** Adding reads the settings of every inbound. @throws {Refused} when those of one are no JSON. */
  checkSettings(): void {
    const isPoisoned = this.store.inbounds().some(({ brokenSettings }) => brokenSettings !== undefined);
    if (isPoisoned) throw new Refused('malformed JSON');
  }

  /** Attaches a known client to inbounds; those it has already are skipped. @throws {Refused} */
  attachTo(email: string, inboundIds: number[]): void {
    const client = this.known(email);
    for (const id of inboundIds) this.attach(client, this.knownInbound(id));
  }

  /** Takes a known client from inbounds; its record stays. @throws {Refused} */
  detachFrom(email: string, inboundIds: number[]): void {
    const client = this.known(email);
    const left = client.inboundIds.filter((id) => !inboundIds.includes(id));
    this.store.saveClient({ ...client, inboundIds: left });
  }

  /** Replaces the whole client; only what the generation keeps stays when it is not given. @throws {Refused} */
  update(email: string, { wireguard: keys = {}, ...wish }: Wish): void {
    const { countersEnable: _old, ...client } = this.known(email);
    this.checkNames(wish);
    this.checkFree(wish, FREE_ON_UPDATE, client);
    const kept = this.traits.rotatesCredentials ? ['subId'] : ['subId', ...CREDENTIALS];
    const given = Object.fromEntries(
      Object.entries(wish).filter(([name, value]) => value !== '' || !kept.includes(name)),
    );
    const changed = { ...client, ...given, updatedAt: this.now() };
    const inbounds = changed.inboundIds.flatMap((id) => this.store.inbound(id) ?? []);
    const wireguard = client.wireguard && wireguardKeys({ ...client.wireguard, ...givenIn(keys) }, []);
    const filled = inbounds.reduce(fillCredential, changed);
    const whole = { ...filled, ...(wireguard && { wireguard }), flow: flowOn(wish.flow, inbounds) };
    this.store.saveClient(wish.email === email ? whole : this.renamed(client, whole));
  }

  /** @throws {Refused} */
  remove(email: string): void {
    const client = this.store.client(email);
    const words = `client "${email}" not found in any inbound or client record\n`;
    if (!client) throw new Refused(this.traits.namesUnknownRemoved ? words : NOT_FOUND_TEXT);
    this.store.removeClient(client);
  }

  setEnable(email: string, enable: boolean): void {
    const { countersEnable: _old, ...client } = this.known(email);
    this.store.saveClient({ ...client, enable, updatedAt: this.now() });
  }

  /** From some generation on it also enables again, even a client that an admin switched off. @throws {Refused} */
  resetTraffic(email: string): void {
    const client = { ...this.known(email), up: 0, down: 0 };
    this.store.saveClient({ ...client, ...(client.enable ? {} : this.switchedOn()) });
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

  /** The client whose traffic is counted; null = nobody's is, or what is left of a rename. */
  counted(email: string): Client | null {
    const client = this.store.client(email);
    const isCounted = client && !(this.traits.renameLeavesOldRow && client.inboundIds.length === 0);
    return isCounted ? client : null;
  }

  private knownInbound(id: number): Inbound {
    const inbound = this.store.inbound(id);
    if (!inbound) throw new Refused(NOT_FOUND_TEXT);
    const isSold = hasClients(inbound) && (inbound.protocol !== 'wireguard' || this.traits.sellsWireguard);
    if (!isSold) throw new Refused(`inbound protocol ${inbound.protocol} has no clients\n`);
    return inbound;
  }

  private switchedOn(): Partial<Client> {
    return this.traits.resetSwitchesOn ? { enable: true, updatedAt: this.now() } : { countersEnable: true };
  }

  private enter(wish: Wish, inbound: Inbound): void {
    const known = this.store.client(wish.email);
    if (known?.inboundIds.includes(inbound.id)) this.enterAgain(known, inbound);
    else this.attach(wish, inbound);
  }

  private enterAgain(client: Client, { id }: Inbound): void {
    if (this.traits.sameAddAgain === 'refused') throw new Refused(ENTERED_TWICE);
    if (this.traits.sameAddAgain === 'passed-over') return;
    this.store.saveClient({ ...client, doubledOn: [...(client.doubledOn ?? []), id] });
  }

  private attach(wish: Wish, inbound: Inbound): void {
    const client = this.store.client(wish.email) ?? this.fresh(wish);
    if (client.inboundIds.includes(inbound.id)) return;
    const flow = client.flow || flowOn(wish.flow, [inbound]);
    const inboundIds = [...client.inboundIds, inbound.id].sort((a, b) => a - b);
    const isCountedThere = this.traits.countedOn === 'last' || client.lastInboundId === 0;
    this.store.saveClient({
      ...fillCredential(client, inbound),
      ...this.wireguardOn(inbound, client, wish),
      ...this.untilTheCoreStartsAgain(inbound),
      flow,
      inboundIds,
      lastInboundId: isCountedThere ? inbound.id : client.lastInboundId,
    });
  }

  private wireguardOn({ id, protocol }: Inbound, client: Client, wish: Wish): Partial<Client> {
    if (protocol !== 'wireguard' || client.wireguard) return {};
    return { wireguard: wireguardKeys(wish.wireguard ?? {}, this.store.clientsOf(id)) };
  }

  /** The first client of a shadowsocks-2022 inbound that the core was started without. */
  private untilTheCoreStartsAgain(inbound: Inbound): { worksFrom?: number } {
    if (inbound.startedFilled || !cipherOf(inbound).startsWith('2022-')) return {};
    this.store.saveInbound({ ...inbound, startedFilled: true });
    return { worksFrom: this.now() + CORE_STARTS_AGAIN_MS };
  }

  /** The row that a renamed client becomes. */
  private renamed(before: Client, after: Client): Client {
    if (!this.traits.renameLeavesOldRow) return after;
    this.store.saveClient({ ...before, inboundIds: [] });
    return { ...after, id: this.store.client(after.email)?.id ?? this.store.nextId('clients') };
  }

  private fresh({ wireguard: _keys, ...wish }: Wish): Client {
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

  private checkNames({ email, subId }: Wish): void {
    if (email === '') throw new Refused('client email is required\n');
    if (!this.traits.checksNames) return;
    if (isSpoiled(email)) throw new Refused(`client email contains an invalid character: ${email}\n`);
    if (isSpoiled(subId)) throw new Refused(`client subId contains an invalid character: ${subId}\n`);
  }

  private checkFree(wish: Wish, texts: { email: string; subId: string }, itself?: Client): void {
    const others = this.store.sharing(wish).filter((client) => client.id !== itself?.id);
    const email = wish.email.toLowerCase();
    if (others.some((client) => client.email.toLowerCase() === email && this.counted(client.email))) {
      throw new Refused(`${texts.email}: ${wish.email}\n`);
    }
    if (!this.traits.checksNames) return;
    if (wish.subId !== '' && others.some((client) => client.subId === wish.subId)) {
      throw new Refused(`${texts.subId}: ${wish.subId}\n`);
    }
  }
}

const FREE_ON_ADD = { email: 'Duplicate email', subId: 'subId already in use' };
const FREE_ON_UPDATE = { email: 'Duplicate email', subId: 'Duplicate subId' };

const CREDENTIALS = ['uuid', 'password', 'auth'];

const ENTERED_TWICE = 'UNIQUE constraint failed: client_inbounds.client_id, client_inbounds.inbound_id';

/** The panel looks every half minute whether the core has to be started again. */
const CORE_STARTS_AGAIN_MS = 33_000;

const givenIn = (keys: Partial<WireguardKeys>): Partial<WireguardKeys> =>
  Object.fromEntries(
    Object.entries(keys).filter(([, value]) => (Array.isArray(value) ? value.length > 0 : value)),
  );

const isSpoiled = (name: string): boolean => /[\s/\\\p{Cc}]/u.test(name);
