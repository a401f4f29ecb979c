import type { Period } from '../../model/values/period.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { Logger } from '../ports/logger.ts';
import type { Panel } from '../ports/panel.ts';
import type { Shop } from '../ports/shop.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import type { Vault } from '../ports/vault.ts';
import type { Wakes } from '../ports/wakes.ts';

/** What the steps of provisioning work with. */
export type ProvisioningNeeds = {
  work: UnitOfWork;
  clock: Clock;
  ids: Ids;
  log: Logger;
  panel: Panel;
  vault: Vault;
  shop: Shop;
  wakes: Wakes;
  /** false = paid orders wait (`XUI_PROVISIONING_ENABLED`). */
  enabled: boolean;
  /** How long after its payment a unit that is not delivered goes to another server. */
  failoverAfter: Period;
  /** How long after an unknown outcome completed units of that inbound are looked at once more. */
  recheckAfter: Period;
  /** Units have just been completed, and that is committed; nobody waits for what it begins. */
  completed?: (unitIds: readonly string[]) => void;
};
