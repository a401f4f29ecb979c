import type { CheckoutService } from '../../services/checkout/checkout-service.ts';
import type { FleetService } from '../../services/fleet/fleet-service.ts';
import type { Clock } from '../../services/ports/clock.ts';
import type { Ids } from '../../services/ports/ids.ts';
import type { Logger } from '../../services/ports/logger.ts';
import type { Shop } from '../../services/ports/shop.ts';
import type { UnitOfWork } from '../../services/ports/unit-of-work.ts';
import type { Vault } from '../../services/ports/vault.ts';
import type { ClientProvisioningService } from '../../services/provisioning/client-provisioning-service.ts';

/** What the admins' part of the bot works with. */
export type AdminNeeds = {
  readonly services: {
    readonly fleet: FleetService;
    readonly checkout: CheckoutService;
    readonly provisioning: ClientProvisioningService;
  };
  readonly shop: Shop;
  readonly ids: Ids;
  readonly vault: Vault;
  readonly work: UnitOfWork;
  readonly clock: Clock;
  readonly log: Logger;
};
