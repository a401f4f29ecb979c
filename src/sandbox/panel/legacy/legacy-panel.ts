import type { Shelf } from '../../shelf.ts';
import { firstInbounds } from '../first-inbounds.ts';
import { ClientBook } from './client-book.ts';
import { marshalIndent } from './go-text.ts';
import { InboundBook } from './inbound-book.ts';
import type { LegacyPanel } from './legacy-call.ts';
import { LegacyCore } from './legacy-core.ts';
import { LegacyStore } from './legacy-store.ts';
import type { LegacyTraits } from './legacy-traits.ts';
import { TrafficDesk } from './traffic-desk.ts';

/** What a legacy panel is made of. */
export type LegacyOrigin = { shelf: Shelf; name: string; now: () => number; isWarmingUp: () => boolean };

/** A panel of the legacy family on its shelf, as a version of it behaves. */
export function legacyPanel(
  { shelf, name, now, isWarmingUp }: LegacyOrigin,
  traits: LegacyTraits,
): LegacyPanel {
  const store = new LegacyStore(shelf, name);
  const core = new LegacyCore({ store, traits, now });
  const parts = { store, core, traits, now };
  const clients = new ClientBook(parts);
  const inbounds = new InboundBook(parts, clients);
  return { ...parts, clients, inbounds, traffic: new TrafficDesk(parts, clients), isWarmingUp };
}

/** Only a panel that never had an inbound is furnished: what was deleted stays deleted. */
export function furnishLegacy({ store, inbounds }: LegacyPanel): void {
  if (store.base.countOf('inbounds') > 0) return;
  const sniffing = {
    enabled: true,
    destOverride: ['http', 'tls', 'quic', 'fakedns'],
    metadataOnly: false,
    routeOnly: false,
  };
  for (const { settings, streamSettings, ...first } of firstInbounds()) {
    inbounds.add({
      ...first,
      enable: true,
      settings: marshalIndent({ ...settings, clients: [] }),
      streamSettings: marshalIndent(streamSettings),
      sniffing: marshalIndent(sniffing),
    });
  }
}
