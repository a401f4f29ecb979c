import type { Generation } from '../../../sandbox/panel/generation.ts';
import { Box } from '../box.ts';
import type { LivePanel } from '../live-panel.ts';
import { type LifeReport, runLife } from './run-life.ts';

/** One that keeps clients inside inbounds, and the newest. */
const GENERATIONS: readonly Generation[] = ['2.8', '3.6'];

type Wanted = { generation?: Generation; live: LivePanel | null; quiet: boolean };

/** A life on each generation of panel, or on the one that is named, or on a live panel; a world of its own for each. */
export async function runLives({ generation, live, quiet }: Wanted): Promise<LifeReport[]> {
  const reports: LifeReport[] = [];
  const chosen: readonly (Generation | undefined)[] = live || generation ? [generation] : GENERATIONS;
  for (const each of chosen) {
    const box = await Box.open({ quiet, ...(each && { generation: each }) });
    const panel = live ? 'live' : `simulated ${each}`;
    reports.push(await runLife(box, { panel, live }).finally(() => box.close()));
  }
  return reports;
}

/** What is not as promised, in words; empty = all is. */
export function brokenLife(reports: readonly LifeReport[]): string[] {
  return reports.flatMap(({ panel, steps, violations }) => [
    ...steps.flatMap(({ step, faults }) => faults.map((fault) => `${panel}, ${step}: ${fault}`)),
    ...(violations === 0 ? [] : [`${panel}: ${violations} violations of Telegram’s rules`]),
  ]);
}
