import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { Logger } from '../ports/logger.ts';
import type { Panel } from '../ports/panel.ts';
import type { Shop } from '../ports/shop.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import type { Vault } from '../ports/vault.ts';
import type { Wakes } from '../ports/wakes.ts';

/** An address as an admin typed it, made regular or refused; the panel's adapter knows the rules (RELIABILITY D8). */
export type AddressCheck = (text: string) => { ok: true; url: string } | { ok: false; reason: string };

/** What an edit needs beside its transaction. */
export type EditNeeds = Pick<FleetNeeds, 'clock' | 'shop'>;

/** What the fleet works with. */
export type FleetNeeds = {
  work: UnitOfWork;
  clock: Clock;
  log: Logger;
  panel: Panel;
  vault: Vault;
  ids: Ids;
  shop: Shop;
  wakes: Wakes;
  checkAddress: AddressCheck;
  /** Milliseconds that pass whatever becomes of the clock; left out = the process's own. */
  monotonic?: () => number;
};
