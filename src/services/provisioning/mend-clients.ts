import type { OrderServerClient } from '../../model/order-server-client.ts';
import type { Lane } from '../lanes/lane.ts';
import { wantedClient } from '../lanes/wanted-client.ts';
import { PanelFault } from '../ports/panel.ts';
import { lockUnits } from './due-units.ts';
import type { ProvisioningNeeds } from './needs.ts';
import { type Finding, recordVerdicts } from './record-verdicts.ts';
import type { Trip } from './trip.ts';
import { verifyOnPanel } from './verify.ts';

/**
 * Clients of ours that the panel holds with other numbers than were sold: the full object is sent once, then read
 * back. What differs after that waits for the next attempt. Nothing is written before the quiet time is over.
 */
export async function mendClients(
  needs: ProvisioningNeeds,
  lane: Lane,
  { trip, unitIds }: { trip: Trip; unitIds: ReadonlySet<string> },
): Promise<void> {
  for (const doubtful of trip.units.filter(({ id }) => unitIds.has(id))) {
    if ((await lane.quietFor()) !== null) return;
    const unit = await announce(needs, lane, doubtful);
    if (unit === null) continue;
    const finding = await mend(needs, lane, { trip, unit });
    const trouble = finding.kind === 'untested' ? finding.fault : null;
    const definite = trouble?.outcome !== 'unknown';
    await recordVerdicts(needs, lane, { units: [unit], findings: [finding], definite, trouble });
  }
}

/** An attempt like any other: counted, and with quiet time before the write. null = it is no longer to be delivered. */
function announce(
  needs: ProvisioningNeeds,
  lane: Lane,
  doubtful: OrderServerClient,
): Promise<OrderServerClient | null> {
  return needs.work.do(async (em) => {
    await lane.fence(em);
    const [unit] = await lockUnits(em, [doubtful]);
    if (!unit) return null;
    await lane.announceWrite(em);
    unit.markProvisionStarted(needs.clock.now());
    await em.flush();
    return unit;
  });
}

async function mend(
  needs: ProvisioningNeeds,
  lane: Lane,
  { trip, unit }: { trip: Trip; unit: OrderServerClient },
): Promise<Finding> {
  const client = unit.serverClient;
  if (!client) return { kind: 'absent', unitId: unit.id };
  try {
    await lane.during(() =>
      needs.panel.updateClient(trip.access, client.inbound.remoteId, wantedClient(client)),
    );
    const [verdict] = await verifyOnPanel(needs, lane, {
      ...trip,
      units: [unit],
      notes: 'mended by an update',
    });
    return stillDiffering(verdict ?? { kind: 'absent', unitId: unit.id });
  } catch (fault) {
    if (!(fault instanceof PanelFault)) throw fault;
    return { kind: 'untested', unitId: unit.id, fault };
  }
}

/** The panel does not keep what it was told: that is not tried again at once. */
function stillDiffering(verdict: Finding): Finding {
  if (verdict.kind !== 'differs') return verdict;
  const fault = new PanelFault('busy', `the panel holds other values for: ${verdict.fields.join(', ')}`);
  return { kind: 'untested', unitId: verdict.unitId, fault };
}
