import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type ChaosPlan, runChaos } from '../../bench/chaos/chaos-run.ts';
import { runLastSeat } from '../../bench/chaos/last-seat.ts';
import { brokenIn, detailsOf, reportOf } from '../../bench/chaos/report.ts';
import { openStage } from '../../bench/chaos/stage.ts';

// RELIABILITY E8 in a minute; `npm run chaos` has the long runs, and says what each figure means.

const plan: ChaosPlan = {
  orders: 30,
  faults: 0.05,
  killEvery: 4,
  seed: 1,
  db: 'postgres',
  generations: '2.8,3.0,3.1,3.6',
  messagesPerSecond: 150,
  rate: 25,
  sellSeconds: 120,
  drainSeconds: 150,
  deadPanelSeconds: 0,
  restoreSeconds: 0,
  tell: () => {},
};
const hasServer = existsSync('/usr/lib/postgresql');

describe.skipIf(!hasServer)(
  'a shop under faults and kills (needs Debian’s PostgreSQL)',
  { timeout: 400_000 },
  () => {
    it('delivers what was paid once, or gives the money back', async () => {
      const { report, broken } = await run(plan);

      expect(broken).toEqual([]);
      expect(report.paid).toBeGreaterThanOrEqual(plan.orders);
      expect(report.kills).toBeGreaterThan(0);
      expect(report.faultsInjected.panelCalls).toBeGreaterThan(0);
    });

    it('loses and doubles nothing when its books are set back, and the doctor came', async () => {
      const { report, broken } = await run({ ...plan, orders: 20, killEvery: 0, restoreSeconds: 3, seed: 2 });

      expect(broken).toEqual([]);
      expect(report.setBack?.payments).toBeGreaterThan(0);
      expect(report.adminActions).toBe(0);
    });

    it('sells the last seat once, however many want it', async () => {
      const last = await runLastSeat({ rounds: 3, buyers: 40, messagesPerSecond: 500, tell: () => {} });

      expect(last).toMatchObject({ wrong: [], asked: 120, invoices: 3, paid: 3, keys: 3, oversold: 0 });
    });
  },
);

async function run(each: ChaosPlan) {
  const stage = await openStage({ ...each, seats: each.orders * 2 });
  try {
    const shown = await runChaos(each, stage);
    const report = reportOf(each, shown, 0);
    // A busy machine may be slow: how soon is a figure of the long runs.
    const broken = brokenIn({ ...report, within2min: 1 });
    return { report, broken: broken.length > 0 ? [...broken, ...detailsOf(shown)] : [] };
  } finally {
    await stage.close();
  }
}
