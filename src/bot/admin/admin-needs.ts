import type { Clock } from '../../services/ports/clock.ts';
import type { Ids } from '../../services/ports/ids.ts';
import type { Logger } from '../../services/ports/logger.ts';
import type { Shop } from '../../services/ports/shop.ts';
import type { UnitOfWork } from '../../services/ports/unit-of-work.ts';
import type { Vault } from '../../services/ports/vault.ts';
import type { Services } from '../../services/services.ts';
import type { Texts } from '../texts.ts';

/** What the admins' part of the bot works with. */
export type AdminNeeds = {
  readonly services: Pick<
    Services,
    | 'fleet'
    | 'checkout'
    | 'delivery'
    | 'provisioning'
    | 'lifecycle'
    | 'staff'
    | 'desk'
    | 'audit'
    | 'upkeep'
    | 'statistics'
  >;
  readonly shop: Shop;
  readonly ids: Ids;
  readonly vault: Vault;
  readonly work: UnitOfWork;
  readonly clock: Clock;
  readonly log: Logger;
  readonly texts: Texts;
};
