import { LifecycleRun } from '../../model/lifecycle-run.ts';
import { days, later, type Period } from '../../model/values/period.ts';
import type { LifecycleNeeds } from './needs.ts';
import type { Counted } from './tally.ts';

/** What a person or the job can have done. */
export const LIFECYCLE_OPERATIONS = ['expired', 'expiring', 'traffic', 'all'] as const;
export type LifecycleOperation = (typeof LIFECYCLE_OPERATIONS)[number];

/** The clock, somebody by hand, or a job whose data said nothing that can be done. */
export type RunCause = 'schedule' | 'hand';

/** What one run did. `processed` counts clients, or servers where traffic was counted; `ms` = how long it took. */
export type LifecycleReport = Counted & { operation: string; cause: RunCause; startedAt: Date; ms: number };

const KEPT = days(7);
const SHOWN = 8;

export async function storeRun({ work }: LifecycleNeeds, report: LifecycleReport): Promise<void> {
  const { operation, cause, startedAt, ms, processed, ok, errors } = report;
  await work.do(async (em) => {
    em.create(LifecycleRun, { operation, cause, startedAt, ms, processed, ok, errors: [...errors] });
    await em.flush();
  });
}

/** The newest first. */
export async function lastRuns({ work }: LifecycleNeeds): Promise<LifecycleReport[]> {
  const rows = await work
    .read()
    .find(LifecycleRun, {}, { orderBy: { startedAt: 'desc', id: 'desc' }, limit: SHOWN });
  return rows.map(({ operation, cause, startedAt, ms, processed, ok, errors }) => {
    const run = { operation, startedAt, ms, processed, ok, errors };
    return { ...run, cause: cause === 'hand' ? 'hand' : 'schedule' };
  });
}

export async function forgetOldRuns({ work, clock }: LifecycleNeeds): Promise<void> {
  await work.read().nativeDelete(LifecycleRun, { startedAt: { $lt: later(clock.now(), -KEPT as Period) } });
}
