import type { Shelf } from '../../shelf.ts';
import { isFields } from '../go-json.ts';
import type { Fields } from '../panel-records.ts';
import { PanelStore } from '../panel-store.ts';
import { clientsIn, type LegacyInbound, type TrafficRow } from './legacy-records.ts';

/** The database of a simulated panel of the legacy family. Identity and tokens stand in `base`, as in every panel. */
export class LegacyStore {
  readonly base: PanelStore;
  private readonly shelf: Shelf;
  private readonly prefix: string;
  private readonly parsed = new Map<number, { text: string; settings: Fields | null }>();

  constructor(shelf: Shelf, name: string) {
    this.shelf = shelf;
    this.base = new PanelStore(shelf, name);
    this.prefix = `panel${name}`;
  }

  /** By id, as they were made. */
  inbounds(): LegacyInbound[] {
    return this.shelf.all<LegacyInbound>(this.at('legacy-inbounds'));
  }

  inbound(id: number): LegacyInbound | undefined {
    return this.shelf.get<LegacyInbound>(this.at('legacy-inbounds'), id);
  }

  saveInbound(inbound: LegacyInbound): void {
    this.shelf.put(this.at('legacy-inbounds'), inbound.id, inbound);
  }

  removeInbound(id: number): void {
    this.parsed.delete(id);
    this.shelf.remove(this.at('legacy-inbounds'), id);
  }

  /** The settings of an inbound read as JSON; null where they are none. The value is shared: never change it. */
  settingsOf({ id, settings: text }: LegacyInbound): Fields | null {
    const known = this.parsed.get(id);
    if (known?.text === text) return known.settings;
    const settings = parsed(text);
    this.parsed.set(id, { text, settings });
    return settings;
  }

  clientsOf(inbound: LegacyInbound): Fields[] {
    return clientsIn(this.settingsOf(inbound));
  }

  /** In no order: a renamed client's row goes to the end. */
  rows(): TrafficRow[] {
    return this.shelf.all<TrafficRow>(this.at('legacy-traffics'));
  }

  /** By its exact email. */
  row(email: string): TrafficRow | undefined {
    return this.shelf.get<TrafficRow>(this.at('legacy-traffics'), email);
  }

  saveRow(row: TrafficRow): void {
    this.shelf.put(this.at('legacy-traffics'), row.email, row);
  }

  removeRow(email: string): void {
    this.shelf.remove(this.at('legacy-traffics'), email);
  }

  /** The panel's own settings that were changed from their defaults. */
  options(): Fields {
    return this.shelf.get<Fields>(this.at('legacy-options'), 'all') ?? {};
  }

  saveOptions(options: Fields): void {
    this.shelf.put(this.at('legacy-options'), 'all', options);
  }

  private at(collection: string): string {
    return `${this.prefix}.${collection}`;
  }
}

function parsed(text: string): Fields | null {
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? value : null;
  } catch {
    return null;
  }
}
