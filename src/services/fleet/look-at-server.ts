import type { Server } from '../../model/server.ts';
import type { HealthProbe } from '../../model/server-health.ts';
import { panelAccess } from '../lanes/panel-access.ts';
import { coreTrouble, probeOf } from '../lanes/server-trouble.ts';
import { PanelFault, type PanelInventory } from '../ports/panel.ts';
import type { FleetNeeds } from './needs.ts';

/** What one visit to a panel brought. */
export type Look = {
  /** Business time at which it began: later news are not overwritten by it. */
  at: Date;
  /** null = it says nothing of the panel's health. */
  probe: HealthProbe | null;
  /** null = the panel did not tell. */
  inventory: PanelInventory | null;
  /** Why not; null = it did. */
  fault: PanelFault | null;
  /** Milliseconds until the first answer, and until the last. */
  latencyMs: number;
  syncMs: number;
};

/**
 * Two reads, outside of any transaction: how the panel and its core are, and one list of everything on it. A core that
 * does not run is trouble, and its panel is listed all the same.
 */
export async function lookAtServer(needs: FleetNeeds, server: Server): Promise<Look> {
  const at = needs.clock.now();
  const passed = stopwatch(needs);
  let latencyMs = 0;
  try {
    const access = panelAccess(server, needs.vault);
    const core = await needs.panel.coreState(access);
    latencyMs = passed();
    const trouble = coreTrouble(core);
    const inventory = await needs.panel.takeInventory(access);
    const probe: HealthProbe =
      trouble === null ? { outcome: 'answered', ms: latencyMs } : { outcome: 'refused', reason: trouble };
    return { at, probe, inventory, fault: null, latencyMs, syncMs: passed() };
  } catch (fault) {
    if (!(fault instanceof PanelFault)) throw fault;
    const probe = probeOf(fault) ?? whileAway(server, fault);
    return { at, probe, inventory: null, fault, latencyMs, syncMs: passed() };
  }
}

/** A panel that is out of sale comes back for a right answer only. */
function whileAway(server: Server, { retryable, message: reason }: PanelFault): HealthProbe | null {
  if (server.isSelling()) return null;
  return { outcome: retryable ? 'silent' : 'refused', reason };
}

/** Whole milliseconds since now; business time may be moved meanwhile. */
export function stopwatch({ monotonic = () => performance.now() }: FleetNeeds): () => number {
  const begun = monotonic();
  return () => Math.round(monotonic() - begun);
}
