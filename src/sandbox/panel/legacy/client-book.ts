import { isFields } from '../go-json.ts';
import type { Fields } from '../panel-records.ts';
import { NOT_FOUND_TEXT, Refused } from '../panel-reply.ts';
import { checkNewClients } from './email-check.ts';
import { marshalIndent, Panic, unmarshal } from './go-text.ts';
import type { LegacyCore } from './legacy-core.ts';
import {
  clientsIn,
  isOn,
  keyField,
  type LegacyInbound,
  numberOf,
  type TrafficRow,
  textOf,
} from './legacy-records.ts';
import type { LegacyStore } from './legacy-store.ts';
import type { LegacyTraits } from './legacy-traits.ts';

/** What the desks of a legacy panel share. */
export type Parts = { store: LegacyStore; core: LegacyCore; traits: LegacyTraits; now: () => number };

/**
 * Adds, changes and removes the clients inside the settings of inbounds, without any lock, as the panels do up to
 * v3.0.2 (contract 3x-ui sections 0, 3, 4.1 and 9).
 */
export class ClientBook {
  private readonly parts: Parts;

  constructor(parts: Parts) {
    this.parts = parts;
  }

  /** Adds all the clients of a text of settings, or none. @throws {Refused} */
  add(inboundId: number, settings: string): void {
    this.prepareAdd(inboundId, settings)();
  }

  /**
   * The first half of an add: what is checked and read. The second half, which is handed back, writes the inbound as
   * it was read with the new clients: whatever was written in between is lost. @throws {Refused}
   */
  prepareAdd(inboundId: number, settings: string): () => void {
    const now = this.parts.now();
    const clients = clientsOfBody(settings).map((client) => stamped(client, null, now));
    checkNewClients(this.parts, clients);
    const inbound = this.known(inboundId);
    for (const client of clients) checkCredential(inbound, client);
    return () => {
      const before = this.parts.store.settingsOf(inbound) ?? {};
      this.rewrite(inbound, [...clientsIn(before), ...clients]);
      for (const client of clients) this.count(inbound, client);
      for (const client of clients) this.parts.core.serve(inbound, client);
    };
  }

  /** Replaces one whole entry; only `created_at` is kept. @throws {Refused} */
  update(clientId: string, inboundId: number, settings: string): void {
    const [client = {}] = clientsOfBody(settings);
    const inbound = this.known(inboundId);
    const field = keyField(inbound.protocol);
    const clients = this.parts.store.clientsOf(inbound);
    const index = clients.findIndex((one) => textOf(one, field) === clientId);
    const before = clients[index];
    if (!before || textOf(client, field) === '') throw new Refused('empty client ID\n');
    const email = textOf(client, 'email');
    const isAsked = email !== '' || this.parts.traits.checksIdentity;
    if (isAsked && email !== textOf(before, 'email')) checkNewClients(this.parts, [client]);
    const after = stamped(client, before, this.parts.now());
    this.rewrite(inbound, clients.with(index, after));
    this.recount(inbound, textOf(before, 'email'), after);
    this.parts.core.drop(inbound.id, textOf(before, 'email'));
    this.parts.core.serve(inbound, after);
  }

  /** @throws {Refused} where nobody would remain, or (from 2.9.4 on) where there is no such client */
  remove(inboundId: number, clientId: string): void {
    const inbound = this.known(inboundId);
    const field = keyField(inbound.protocol);
    this.strike(
      inbound,
      (client) => textOf(client, field) === clientId,
      `Client Not Found In Inbound For ID: ${clientId}`,
    );
  }

  /** @throws {Refused} */
  removeByEmail(inboundId: number, email: string): void {
    const inbound = this.known(inboundId);
    const isTheOne = (client: Fields) => textOf(client, 'email') === email;
    if (!this.parts.store.clientsOf(inbound).some(isTheOne))
      throw new Refused(`client with email ${email} not found\n`);
    this.strike(inbound, isTheOne, '');
  }

  /** Writes the counters that a new client gets; those of a known email stay as they are. */
  count(inbound: LegacyInbound, client: Fields): void {
    const email = textOf(client, 'email');
    const { store } = this.parts;
    if (email === '' || store.row(email)) return;
    const id = store.base.nextId('clients');
    store.saveRow({
      ...{ id, inboundId: inbound.id, email, up: 0, down: 0, allTime: 0, lastOnline: 0 },
      ...this.limitsOf(client),
    });
  }

  /** Takes the counters of an email away, unless another entry goes by it still. */
  forget(email: string): void {
    const { store, traits } = this.parts;
    const everyone = traits.checksIdentity ? store.inbounds().flatMap((one) => store.clientsOf(one)) : [];
    if (!everyone.some((client) => textOf(client, 'email') === email)) store.removeRow(email);
  }

  /** Writes other clients into the settings of an inbound. */
  rewrite(inbound: LegacyInbound, clients: Fields[]): void {
    const { store } = this.parts;
    const settings = marshalIndent({ ...store.settingsOf(inbound), clients });
    store.saveInbound({ ...inbound, settings });
  }

  /** @throws {Refused} */
  known(inboundId: number): LegacyInbound {
    const inbound = this.parts.store.inbound(inboundId);
    if (!inbound) throw new Refused(NOT_FOUND_TEXT);
    return inbound;
  }

  private strike(inbound: LegacyInbound, isTheOne: (client: Fields) => boolean, unknown: string): void {
    const { store, core, traits } = this.parts;
    const clients = store.clientsOf(inbound);
    const gone = clients.filter(isTheOne);
    if (gone.length === 0 && traits.refusesUnknownRemoval) throw new Refused(`${unknown}\n`);
    const left = clients.filter((client) => !isTheOne(client));
    if (left.length === 0) throw new Refused('no client remained in Inbound\n');
    this.rewrite(inbound, left);
    for (const email of gone.map((client) => textOf(client, 'email'))) {
      core.drop(inbound.id, email);
      this.forget(email);
    }
  }

  private recount(inbound: LegacyInbound, before: string, client: Fields): void {
    const { store } = this.parts;
    const email = textOf(client, 'email');
    const row = store.row(before);
    if (email === '') this.forget(before);
    else if (row) {
      if (email !== before) store.removeRow(before);
      store.saveRow({ ...row, email, ...this.limitsOf(client) });
    } else this.count(inbound, client);
  }

  private limitsOf(client: Fields): Pick<TrafficRow, 'enable' | 'total' | 'expiryTime' | 'reset'> {
    return {
      enable: this.parts.traits.countersFollowEnable ? isOn(client) : true,
      total: numberOf(client, 'totalGB'),
      expiryTime: numberOf(client, 'expiryTime'),
      reset: numberOf(client, 'reset'),
    };
  }
}

function clientsOfBody(text: string): Fields[] {
  const settings = unmarshal(text);
  if (!isFields(settings) || !Array.isArray(settings.clients)) throw new Panic('no clients in settings');
  return clientsIn(settings);
}

/** Instants are written in whole seconds, as ms. */
function stamped(client: Fields, before: Fields | null, now: number): Fields {
  const at = now - (now % 1000);
  return { ...client, created_at: before?.created_at ?? client.created_at ?? at, updated_at: at };
}

function checkCredential({ protocol }: LegacyInbound, client: Fields): void {
  if (textOf(client, keyField(protocol)) === '') throw new Refused('empty client ID\n');
}
