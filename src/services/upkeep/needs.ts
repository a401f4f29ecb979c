import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { Logger } from '../ports/logger.ts';
import type { Panel } from '../ports/panel.ts';
import type { Shop } from '../ports/shop.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import type { Vault } from '../ports/vault.ts';
import type { Wakes } from '../ports/wakes.ts';

/** What upkeep works with. */
export type UpkeepNeeds = {
  work: UnitOfWork;
  clock: Clock;
  ids: Ids;
  log: Logger;
  panel: Panel;
  vault: Vault;
  shop: Shop;
  wakes: Wakes;
};
