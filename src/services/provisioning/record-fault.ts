import type { OrderServerClient } from '../../model/order-server-client.ts';
import type { Lane } from '../lanes/lane.ts';
import type { PanelFault } from '../ports/panel.ts';
import { lockUnits } from './due-units.ts';
import type { ProvisioningNeeds } from './needs.ts';
import { type Finding, recordVerdicts } from './record-verdicts.ts';

/** The same came of all of them. */
export const recordFault = (
  needs: ProvisioningNeeds,
  lane: Lane,
  what: { units: readonly OrderServerClient[]; fault: PanelFault; definite: boolean },
): Promise<void> =>
  recordVerdicts(needs, lane, {
    units: what.units,
    findings: what.units.map((unit): Finding => ({ kind: 'fault', unitId: unit.id, fault: what.fault })),
    definite: what.definite,
    trouble: what.fault,
  });

/** Nothing is written to a panel that may still be at work on what it never answered. */
export async function postpone(
  needs: ProvisioningNeeds,
  lane: Lane,
  { units, until }: { units: readonly OrderServerClient[]; until: Date },
): Promise<void> {
  await needs.work.do(async (em) => {
    await lane.fence(em);
    for (const unit of await lockUnits(em, units)) unit.waitUntil(until);
    await em.flush();
  });
}
