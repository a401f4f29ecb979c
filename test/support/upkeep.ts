import { parseInvoicePayload } from '../../src/services/checkout/invoice-payload.ts';
import { CustomerService } from '../../src/services/delivery/customer-service.ts';
import { ClientLifecycleService } from '../../src/services/lifecycle/client-lifecycle-service.ts';
import { UpkeepService } from '../../src/services/upkeep/upkeep-service.ts';
import type { PanelShop } from './panel-shop.ts';
import { StarsLedger } from './stars-ledger.ts';

/** The doctor of a shop, as app.ts wires it. */
export function upkeepOf(shop: PanelShop, stars = new StarsLedger()): UpkeepService {
  const { needs, provisioning } = shop.main;
  const customers = new CustomerService(needs);
  const lifecycle = new ClientLifecycleService(needs);
  return new UpkeepService({
    ...needs,
    stars,
    readPayload: parseInvoicePayload,
    settleLedger: () => shop.checkout.reconcileStars(),
    noteReturned: (returned) => shop.checkout.noteReturned(returned),
    rebuildPurchase: (lost) => shop.checkout.renewals.rebuild(lost),
    meet: (person) => customers.meet(person),
    wakeDueLanes: () => provisioning.wakeDueLanes(),
    runRefunds: () => shop.checkout.runRefunds(),
    releaseHolds: () => shop.checkout.releaseHolds(),
    endOverdue: () => lifecycle.endOverdue(),
    wakeInbox: async () => {},
  });
}
