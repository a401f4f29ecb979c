import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { Panel } from '../ports/panel.ts';
import type { Shop } from '../ports/shop.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import type { Vault } from '../ports/vault.ts';
import type { Wakes } from '../ports/wakes.ts';

/** What the changes of a delivered access work with. */
export type LifecycleNeeds = {
  work: UnitOfWork;
  clock: Clock;
  shop: Shop;
  wakes: Wakes;
  log: Logger;
  panel: Pick<Panel, 'takeInventory'>;
  vault: Vault;
  /** Time and traffic change accesses by themselves; false = only when somebody says so. Left out = true. */
  auto?: boolean;
};
