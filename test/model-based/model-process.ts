import type { Database } from '../../src/db/open-database.ts';
import { milliseconds, minutes } from '../../src/model/values/period.ts';
import { PanelRouter } from '../../src/panel/panel-router.ts';
import { CheckoutService } from '../../src/services/checkout/checkout-service.ts';
import { CustomerService } from '../../src/services/delivery/customer-service.ts';
import { FleetService } from '../../src/services/fleet/fleet-service.ts';
import type { Clock } from '../../src/services/ports/clock.ts';
import type { Panel } from '../../src/services/ports/panel.ts';
import type { PaymentProvider } from '../../src/services/ports/payment-provider.ts';
import type { Vault } from '../../src/services/ports/vault.ts';
import { PlacementService } from '../../src/services/provisioning/placement-service.ts';
import { randomIds } from '../../src/system/ids.ts';
import { workOn } from '../support/database.ts';
import { silentLog } from '../support/shop.ts';
import { shop, shopProcess } from '../support/shop-process.ts';
import { Life } from './mortal.ts';

/** Real milliseconds: as short as a busy machine bears. */
const TIMES = {
  lease: milliseconds(60),
  renew: milliseconds(20),
  write: milliseconds(60),
  quietExtra: milliseconds(20),
};
/** Nothing hangs here: what fails fails at once. */
const LIMITS = { connectMs: 5000, readMs: 10_000, writeMs: 10_000, maxBytes: 64 * 1024 * 1024 };

export type Process = ReturnType<typeof newProcess>;

/** A process of the shop as app.ts puts it together: all that it has of the outside ends with its life. */
export function newProcess(world: {
  database: Database;
  clock: Clock;
  vault: Vault;
  stars: PaymentProvider;
}) {
  const { database, clock, vault } = world;
  const life = new Life();
  const router = new PanelRouter({ limits: LIMITS, allowPrivate: true, now: () => clock.now() });
  const wake = () => {};
  const needs = {
    work: life.mortalWork(workOn(database)),
    clock,
    ids: randomIds,
    log: silentLog,
    panel: life.mortal<Panel>(router),
    vault,
    shop,
    wakes: { orderPaid: wake, lane: wake, sender: wake, refunds: wake },
    enabled: true,
    failoverAfter: minutes(2),
    recheckAfter: minutes(1),
  };
  const stars = life.mortal(world.stars);
  return {
    life,
    ...shopProcess(needs, randomIds.nonce(), { times: TIMES }),
    checkout: new CheckoutService({ ...needs, stars, startedAt: clock.now() }),
    fleet: new FleetService({ ...needs, checkAddress: (url) => ({ ok: true, url }) }),
    customers: new CustomerService(needs),
    placement: new PlacementService(needs),
  };
}
