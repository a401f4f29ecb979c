import { randomBytes, randomUUID } from 'node:crypto';
import type { Shelf } from '../shelf.ts';
import { ClientIndex } from './client-index.ts';
import type { Client, Host, Identity, Inbound, Token } from './panel-records.ts';

type Table = 'inbounds' | 'clients' | 'tokens' | 'hosts';

/** The database of one simulated panel: everything that a restart of the world must not lose. */
export class PanelStore {
  private readonly shelf: Shelf;
  private readonly prefix: string;
  private index: ClientIndex | null = null;

  /** `name` tells this panel from the others on the shelf. */
  constructor(shelf: Shelf, name: string) {
    this.shelf = shelf;
    this.prefix = `panel${name}`;
  }

  /** Drawn at the first reading, the same ever after. */
  get identity(): Identity {
    const stored = this.shelf.get<Identity>(this.at('identity'), 'self');
    if (stored) return stored;
    const drawn = drawIdentity();
    this.saveIdentity(drawn);
    return drawn;
  }

  saveIdentity(identity: Identity): void {
    this.shelf.put(this.at('identity'), 'self', identity);
  }

  inbounds(): Inbound[] {
    return this.shelf.all<Inbound>(this.at('inbounds'));
  }

  inbound(id: number): Inbound | undefined {
    return this.shelf.get<Inbound>(this.at('inbounds'), id);
  }

  saveInbound(inbound: Inbound): void {
    this.shelf.put(this.at('inbounds'), inbound.id, inbound);
  }

  removeInbound(id: number): void {
    this.shelf.remove(this.at('inbounds'), id);
  }

  /** From where a client was used, as the watch over devices wrote it down. */
  ipsOf(email: string): string[] {
    return this.shelf.get<string[]>(this.at('ips'), email) ?? [];
  }

  keepIps(email: string, ips: readonly string[]): void {
    this.shelf.put(this.at('ips'), email, ips);
  }

  clients(): Client[] {
    return this.shelf.all<Client>(this.at('clients'));
  }

  clientsOf(inboundId: number): Client[] {
    return this.clients().filter((client) => client.inboundIds.includes(inboundId));
  }

  /** By its exact email. */
  client(email: string): Client | undefined {
    return this.stored(this.indexed.named(email)).find((client) => client.email === email);
  }

  /** Those with this name in any case, or of this subscription. */
  sharing({ email, subId }: Pick<Client, 'email' | 'subId'>): Client[] {
    const ids = new Set([...this.indexed.named(email), ...this.indexed.subscribed(subId)]);
    return this.stored([...ids]);
  }

  saveClient(client: Client): void {
    const [before] = this.stored([client.id]);
    if (before) this.indexed.remove(before);
    this.indexed.put(client);
    this.shelf.put(this.at('clients'), client.id, client);
  }

  removeClient(client: Client): void {
    this.indexed.remove(client);
    this.shelf.remove(this.at('clients'), client.id);
  }

  hosts(): Host[] {
    return this.shelf.all<Host>(this.at('hosts'));
  }

  saveHost(host: Host): void {
    this.shelf.put(this.at('hosts'), host.id, host);
  }

  removeHost(host: Host): void {
    this.shelf.remove(this.at('hosts'), host.id);
  }

  tokens(): Token[] {
    return this.shelf.all<Token>(this.at('tokens'));
  }

  saveToken(token: Token): void {
    this.shelf.put(this.at('tokens'), token.id, token);
  }

  /** The next row id of a table; an id is never used twice, also after its row was removed. */
  nextId(table: Table): number {
    const id = (this.shelf.get<number>(this.at('counters'), table) ?? 0) + 1;
    this.shelf.put(this.at('counters'), table, id);
    return id;
  }

  /** How many ids of a table were ever given. */
  countOf(table: Table): number {
    return this.shelf.get<number>(this.at('counters'), table) ?? 0;
  }

  private get indexed(): ClientIndex {
    if (this.index) return this.index;
    const index = new ClientIndex();
    for (const client of this.clients()) index.put(client);
    this.index = index;
    return index;
  }

  private stored(ids: readonly number[]): Client[] {
    return ids.flatMap((id) => this.shelf.get<Client>(this.at('clients'), id) ?? []);
  }

  private at(collection: string): string {
    return `${this.prefix}.${collection}`;
  }
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Random letters and digits, as the panel's installer draws them. */
export const randomText = (length: number): string =>
  Array.from(randomBytes(length), (byte) => ALPHABET[byte % ALPHABET.length]).join('');

const drawIdentity = (): Identity => ({
  username: `owner-${randomText(6)}`,
  password: randomText(18),
  token: randomText(48),
  basePath: randomText(18),
  panelGuid: randomUUID(),
  cookieKey: randomBytes(32).toString('base64url'),
  epoch: 0,
  port: 0,
});
