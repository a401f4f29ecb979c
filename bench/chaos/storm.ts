import { PANEL_STORM_MS, TELEGRAM_STORM_MS } from './limits.ts';
import type { WorldDoors } from './world-doors.ts';

/** How often what goes wrong. */
export type StormPlan = { panels: readonly number[]; faults: number; seed: number };

/** Faults on every call of panels and Telegram, and on the way of updates (RELIABILITY E8). */
export async function raiseStorm(world: WorldDoors, { panels, faults, seed }: StormPlan): Promise<void> {
  for (const n of panels)
    await world.stormOverPanel(n, { probability: faults, seed: seed + n, ms: PANEL_STORM_MS });
  await world.stormOverTelegram({
    calls: faults,
    duplicates: Math.min(0.5, faults * 2),
    reorders: faults,
    delays: faults / 5,
    lostPayments: Math.min(0.5, faults * 2),
    seed,
    ms: TELEGRAM_STORM_MS,
  });
}

/** Ends it; answers how many calls and updates it struck, each kind by its name. */
export async function calmStorm(
  world: WorldDoors,
  panels: readonly number[],
): Promise<Record<string, number>> {
  const telegram = await world.telegramStruck();
  let panelCalls = 0;
  for (const n of panels) {
    panelCalls += await world.panelStruck(n);
    await world.stormOverPanel(n, { probability: 0 });
  }
  await world.stormOverTelegram({});
  const { calls = 0, ...updates } = telegram;
  return { panelCalls, telegramCalls: calls, ...updates };
}
