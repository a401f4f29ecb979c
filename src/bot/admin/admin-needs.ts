import type { Result } from '../../model/result.ts';
import type { OrderView } from '../../services/checkout/views.ts';
import type {
  PanelFinding,
  PlanDraft,
  PlanView,
  ServerDraft,
  ServerView,
} from '../../services/fleet/views.ts';
import type { Clock } from '../../services/ports/clock.ts';
import type { Ids } from '../../services/ports/ids.ts';
import type { Logger } from '../../services/ports/logger.ts';
import type { PanelAccess, PanelFaultKind } from '../../services/ports/panel.ts';
import type { Shop } from '../../services/ports/shop.ts';
import type { UnitOfWork } from '../../services/ports/unit-of-work.ts';
import type { Vault } from '../../services/ports/vault.ts';

export type PanelAddress = { url: string; host: string; http: boolean };

/** Why a panel cannot be added. */
export type PanelRefusal =
  | { code: 'panel-unusable'; kind: PanelFaultKind; text: string }
  | { code: 'panel-known'; server: string }
  | { code: 'foreign-shop'; shop4: string };

/** What the admins' screens ask of the fleet; `FleetService` is all of it. */
export type FleetDesk = {
  checkAddress(text: string): Result<PanelAddress, { code: 'bad-address'; reason: string }>;
  testPanel(access: PanelAccess): Promise<Result<PanelFinding, PanelRefusal>>;
  addServer(request: {
    draft: ServerDraft;
    finding: PanelFinding;
    actorId: number;
  }): Promise<Result<ServerView, { code: 'panel-known'; server: string }>>;
  servers(): Promise<ServerView[]>;
  createPlan(request: {
    draft: PlanDraft;
    actorId: number;
  }): Promise<Result<PlanView, { code: 'server-not-found' }>>;
  plans(): Promise<PlanView[]>;
  setOnSale(request: {
    planId: number;
    onSale: boolean;
    actorId: number;
  }): Promise<Result<PlanView, { code: 'plan-not-found' }>>;
};

/** What they ask of orders; `CheckoutService` is all of it. */
export type OrderDesk = {
  findOrders(query: string): Promise<OrderView[]>;
  order(orderId: string): Promise<OrderView | null>;
  refundOrder(request: {
    orderId: string;
    actorId: number;
  }): Promise<Result<{ stars: number }, { code: 'not-refundable'; status: string }>>;
};

/** What they ask of provisioning; `ClientProvisioningService` is all of it. */
export type RetryDesk = {
  retryOrder(request: {
    orderId: string;
    actorId: number;
  }): Promise<Result<{ units: number }, { code: 'nothing-to-retry' }>>;
};

export type AdminNeeds = {
  readonly services: {
    readonly fleet: FleetDesk;
    readonly checkout: OrderDesk;
    readonly provisioning: RetryDesk;
  };
  readonly shop: Shop;
  readonly ids: Ids;
  readonly vault: Vault;
  readonly work: UnitOfWork;
  readonly clock: Clock;
  readonly log: Logger;
};
