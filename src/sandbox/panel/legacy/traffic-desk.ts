import type { Fields } from '../panel-records.ts';
import { NOT_FOUND_TEXT, Refused } from '../panel-reply.ts';
import type { ClientBook, Parts } from './client-book.ts';
import { Panic } from './go-text.ts';
import { type LegacyInbound, type TrafficRow, textOf } from './legacy-records.ts';

const DAY_MS = 86_400_000;

/** How long after its last traffic a client still counts as online. */
const ONLINE_MS = 10_000;

/** Counters: shown, set, reset, and what the panel's poll makes of them (contract 3x-ui section 8). */
export class TrafficDesk {
  private readonly parts: Parts;
  private readonly book: ClientBook;

  constructor(parts: Parts, book: ClientBook) {
    this.parts = parts;
    this.book = book;
  }

  /** The row and the entry of a client; null where the version says nothing about unknown ones. @throws {Refused} */
  find(email: string): { row: TrafficRow; client: Fields } | null {
    const { store, traits } = this.parts;
    const row = store.row(email);
    const saysNull = traits.unknownTraffic === 'null-and-panic';
    if (!row && saysNull) return null;
    if (!row) throw new Refused(`Inbound Not Found For Email: ${email}\n`);
    const client = this.entryOf(row);
    if (!client && !saysNull) throw new Refused(`Client Not Found In Inbound For Email: ${email}\n`);
    return { row, client: client ?? {} };
  }

  /** The rows of all clients with a uuid. */
  byUuid(uuid: string): { row: TrafficRow; client: Fields }[] {
    const { store } = this.parts;
    return store.inbounds().flatMap((inbound) =>
      store.clientsOf(inbound).flatMap((client) => {
        const row = textOf(client, 'id') === uuid ? store.row(textOf(client, 'email')) : undefined;
        return row ? [{ row, client }] : [];
      }),
    );
  }

  /** @throws {Refused} where the email is unknown. @throws {Panic} on versions that fall over it */
  reset(inboundId: number, email: string): void {
    const found = this.find(email);
    if (!found) throw new Panic('no such traffic');
    const { store, traits, core } = this.parts;
    this.clear(found.row);
    if (traits.notesReset) this.noteReset(inboundId);
    const inbound = store.inbound(inboundId);
    if (!found.row.enable && inbound && traits.resetServesAgain) core.serve(inbound, found.client);
  }

  /** Clears the counters of all clients of an inbound; -1 = of the panel. */
  resetClients(inboundId: number): void {
    const { store, traits } = this.parts;
    for (const row of store.rows().filter((one) => inboundId < 0 || one.inboundId === inboundId))
      this.clear(row);
    if (traits.notesReset) for (const { id } of this.chosen(inboundId)) this.noteReset(id);
  }

  /** Clears the counters of the inbounds themselves. */
  resetInbounds(): void {
    const { store } = this.parts;
    for (const inbound of store.inbounds()) store.saveInbound({ ...inbound, up: 0, down: 0 });
  }

  /** An unknown client is passed over. */
  set(email: string, up: number, down: number): void {
    const { store, traits } = this.parts;
    const row = store.row(email);
    if (!row) return;
    const allTime = traits.countsAllTimeOnSet ? row.allTime + up + down : row.allTime;
    store.saveRow({ ...row, up, down, allTime });
  }

  /** Bytes that flowed; a period that waited for them begins now. @throws {Refused} */
  count(email: string, up: number, down: number): void {
    const { store } = this.parts;
    const row = store.row(email);
    if (!row) throw new Refused(NOT_FOUND_TEXT);
    const now = this.parts.now();
    const expiryTime = row.expiryTime < 0 ? now - row.expiryTime : row.expiryTime;
    if (expiryTime !== row.expiryTime) this.change(row, { expiryTime });
    const sums = { up: row.up + up, down: row.down + down, allTime: row.allTime + up + down };
    store.saveRow({ ...row, ...sums, expiryTime, lastOnline: now });
    const inbound = store.inbound(row.inboundId);
    if (inbound) store.saveInbound({ ...inbound, up: inbound.up + up, down: inbound.down + down });
  }

  /** The emails with traffic in the last poll; null where there is none, as Go writes it. */
  online(): string[] | null {
    const since = this.parts.now() - ONLINE_MS;
    const emails = this.parts.store
      .rows()
      .flatMap(({ lastOnline, email }) => (lastOnline > since ? [email] : []));
    return emails.length === 0 ? null : emails;
  }

  /** What the panel's regular poll does with clients that are used up or past their end. */
  poll(): void {
    const { store, traits, core } = this.parts;
    const now = this.parts.now();
    const depleted = store.rows().filter((row) => row.enable && isDepleted(row, now));
    const renewed = depleted.filter((row) => row.reset > 0 && isPast(row, now));
    for (const row of renewed) this.renew(row, now);
    const ended = depleted.filter((row) => !renewed.includes(row));
    for (const row of ended) this.end(row);
    const isRuled = store.options().restartXrayOnClientDisable !== false;
    if (ended.length > 0 && traits.restartsOnDepletion && isRuled) core.restart();
  }

  /** Takes the depleted clients of an inbound away, and the inbound itself where nobody remains; -1 = everywhere. */
  removeDepleted(inboundId: number): void {
    const now = this.parts.now();
    const { store, core } = this.parts;
    const isGone = (client: Fields) => {
      const row = store.row(textOf(client, 'email'));
      return row !== undefined && row.reset === 0 && isDepleted(row, now);
    };
    for (const inbound of this.chosen(inboundId)) {
      const clients = store.clientsOf(inbound);
      const left = clients.filter((client) => !isGone(client));
      if (left.length === clients.length) continue;
      if (left.length === 0) store.removeInbound(inbound.id);
      else this.book.rewrite(inbound, left);
      for (const client of clients.filter(isGone)) {
        core.drop(inbound.id, textOf(client, 'email'));
        this.book.forget(textOf(client, 'email'));
      }
    }
  }

  private chosen(inboundId: number): LegacyInbound[] {
    return this.parts.store.inbounds().filter(({ id }) => inboundId < 0 || id === inboundId);
  }

  private clear(row: TrafficRow): void {
    this.parts.store.saveRow({ ...row, up: 0, down: 0, enable: true });
  }

  private noteReset(inboundId: number): void {
    const { store, now } = this.parts;
    const inbound = store.inbound(inboundId);
    if (inbound) store.saveInbound({ ...inbound, lastTrafficResetTime: now() });
  }

  private end(row: TrafficRow): void {
    const { store, traits, core } = this.parts;
    store.saveRow({ ...row, enable: false });
    core.drop(row.inboundId, row.email);
    if (traits.depletesSettings) this.change(row, { enable: false });
  }

  private renew(row: TrafficRow, now: number): void {
    const period = row.reset * DAY_MS;
    const missed = Math.floor((now - row.expiryTime) / period) + 1;
    const expiryTime = row.expiryTime + missed * period;
    this.parts.store.saveRow({ ...row, up: 0, down: 0, expiryTime });
    this.change(row, { expiryTime });
  }

  /** Writes fields into the entry of a client. */
  private change(row: TrafficRow, fields: Fields): void {
    const { store, now } = this.parts;
    const inbound = store.inbound(row.inboundId);
    if (!inbound) return;
    const updated_at = now() - (now() % 1000);
    const clients = store
      .clientsOf(inbound)
      .map((client) =>
        textOf(client, 'email') === row.email ? { ...client, ...fields, updated_at } : client,
      );
    this.book.rewrite(inbound, clients);
  }

  private entryOf(row: TrafficRow): Fields | undefined {
    const inbound = this.parts.store.inbound(row.inboundId);
    const clients = inbound ? this.parts.store.clientsOf(inbound) : [];
    return clients.find((client) => textOf(client, 'email') === row.email);
  }
}

const isPast = ({ expiryTime }: TrafficRow, now: number): boolean => expiryTime > 0 && expiryTime <= now;

const isDepleted = (row: TrafficRow, now: number): boolean =>
  isPast(row, now) || (row.total > 0 && row.up + row.down >= row.total);
