import type { CatalogService } from './catalog/catalog-service.ts';
import type { PlanWaits } from './catalog/plan-waits.ts';
import type { CheckoutService } from './checkout/checkout-service.ts';
import type { CustomerService } from './delivery/customer-service.ts';
import type { DeliveryService } from './delivery/delivery-service.ts';
import type { SupportService } from './delivery/support-service.ts';
import type { TroubleService } from './delivery/trouble-service.ts';
import type { StatisticsService } from './figures/statistics-service.ts';
import type { FleetService } from './fleet/fleet-service.ts';
import type { ClientLifecycleService } from './lifecycle/client-lifecycle-service.ts';
import type { PauseService } from './lifecycle/pause-service.ts';
import type { ClientProvisioningService } from './provisioning/client-provisioning-service.ts';
import type { PlacementService } from './provisioning/placement-service.ts';
import type { AuditLog } from './staff/audit-log.ts';
import type { CustomerDesk } from './staff/customer-desk.ts';
import type { StaffService } from './staff/staff-service.ts';
import type { UpkeepService } from './upkeep/upkeep-service.ts';

/** What the entrances (bot, jobs, web) are given. */
export type Services = {
  readonly catalog: CatalogService;
  readonly waits: PlanWaits;
  readonly checkout: CheckoutService;
  readonly provisioning: ClientProvisioningService;
  readonly placement: PlacementService;
  readonly trouble: TroubleService;
  readonly delivery: DeliveryService;
  readonly customers: CustomerService;
  readonly support: SupportService;
  readonly fleet: FleetService;
  readonly staff: StaffService;
  readonly desk: CustomerDesk;
  readonly audit: AuditLog;
  readonly lifecycle: ClientLifecycleService;
  readonly pauses: PauseService;
  readonly upkeep: UpkeepService;
  readonly statistics: StatisticsService;
};
