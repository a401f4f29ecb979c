import { count } from '../ports/meter.ts';

/** What one sweep found, and what became of it; `details` name what is left, for a human, without secrets. */
export type SweepResult = {
  name: SweepName;
  found: number;
  fixed: number;
  failed: number;
  details: readonly string[];
};

/** Every reconciliation of RELIABILITY E7, in the order in which one makes the next one's work due. */
export const SWEEPS = [
  'provider-ledger',
  'payments-open',
  'holds',
  'paid-undelivered',
  'due-work',
  'unknown-outcomes',
  'panel-drift',
  'tombstones',
  'dedicated-inbounds',
  'deleted-servers',
  'expiry-traffic',
  'stale-updates',
  'seats-of-dead-orders',
  'capacity',
  'ledger',
  'promises',
  'history',
] as const;
export type SweepName = (typeof SWEEPS)[number];

/**
 * One thing that is held against what should be. `every` = how often the shop does it by itself, in words of Agenda;
 * `run(false)` only looks. Both may be done at any time, any number of times.
 */
export type Sweep = { name: SweepName; every: string; run(fix: boolean): Promise<SweepResult> };

export type SweepParts = {
  name: SweepName;
  every: string;
  /** What is wrong now, one line each. @throws what the database and the world throw: the sweep could not look. */
  look: () => Promise<readonly string[]>;
  /** Puts right what can be put right; null = only a human can. */
  mend: (() => Promise<unknown>) | null;
};

/** A sweep of a look and a hand: what the second look no longer finds is fixed. */
export const sweepOf = ({ name, every, look, mend }: SweepParts): Sweep => ({
  name,
  every,
  run: async (fix) => {
    const found = await look();
    if (found.length === 0 || !fix || mend === null) {
      return { name, found: found.length, fixed: 0, failed: fix ? found.length : 0, details: found };
    }
    await mend();
    const left = await look();
    return {
      name,
      found: found.length,
      fixed: Math.max(0, found.length - left.length),
      failed: left.length,
      details: left,
    };
  },
});

/** For monitoring: what a sweep found and what became of it. Called after the work, and not where nothing was found. */
export function tally(
  sweep: SweepName,
  numbers: Readonly<Record<'found' | 'fixed' | 'failed', number>>,
): void {
  for (const result of ['found', 'fixed', 'failed'] as const)
    if (numbers[result] > 0) count('shop_sweep_findings_total', { sweep, result }, numbers[result]);
}
