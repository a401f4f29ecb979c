import type { LateWakes } from './app-wakes.ts';
import { parseInvoicePayload } from './services/checkout/invoice-payload.ts';
import type { Services } from './services/services.ts';
import type { UpkeepNeeds } from './services/upkeep/needs.ts';
import type { SweepNeeds } from './services/upkeep/sweeps-of.ts';
import { UpkeepService } from './services/upkeep/upkeep-service.ts';

/** The stages with the doctor, who has done by them what he does not know himself. */
export function withUpkeep(
  known: Omit<Services, 'upkeep'>,
  needs: Pick<SweepNeeds, keyof UpkeepNeeds | 'stars'>,
  wakes: LateWakes,
): Services {
  const { checkout, provisioning, lifecycle, customers } = known;
  const upkeep = new UpkeepService({
    ...needs,
    readPayload: parseInvoicePayload,
    settleLedger: () => checkout.reconcileStars(),
    noteReturned: (returned) => checkout.noteReturned(returned),
    rebuildPurchase: (lost) => checkout.renewals.rebuild(lost),
    meet: (person) => customers.meet(person),
    wakeDueLanes: () => provisioning.wakeDueLanes(),
    runRefunds: () => checkout.runRefunds(),
    releaseHolds: () => checkout.releaseHolds(),
    endOverdue: () => lifecycle.endOverdue(),
    wakeInbox: async () => wakes.inbox(),
  });
  return { ...known, upkeep };
}
