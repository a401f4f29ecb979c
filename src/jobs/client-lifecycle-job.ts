import { z } from 'zod';
import type { Period } from '../model/values/period.ts';
import type { ClientLifecycleService } from '../services/lifecycle/client-lifecycle-service.ts';
import { LIFECYCLE_OPERATIONS, type LifecycleOperation } from '../services/lifecycle/lifecycle-runs.ts';
import type { JobClock } from './job-clock.ts';

export const CLIENT_LIFECYCLE_JOB = 'ClientLifecycleJob';

const jobData = z.object({ operation: z.enum(LIFECYCLE_OPERATIONS) });

/** Longer than a run takes; one of a dead worker is followed then. */
const LOCK_MS = 5 * 60_000;

/**
 * The job that has the lifecycle done once, for whoever puts it into the job store: `{operation}` is expired,
 * expiring, traffic or all. Anything else is refused in words, and written down as failed. It does nothing where the
 * shop changes nothing by itself.
 */
export function defineClientLifecycleJob(needs: {
  jobClock: JobClock;
  lifecycle: ClientLifecycleService;
}): void {
  const { jobClock, lifecycle } = needs;
  jobClock.define(CLIENT_LIFECYCLE_JOB, (data) => runJob(lifecycle, data), { lockMs: LOCK_MS });
}

/** @throws {RangeError} for data that names no operation; that is written down before. */
async function runJob(lifecycle: ClientLifecycleService, data: unknown): Promise<void> {
  const { data: job } = jobData.safeParse(data);
  if (job) {
    await lifecycle.runByClock(job.operation);
    return;
  }
  const asked = askedOf(data);
  const words = `'${asked}' is not an operation: ${LIFECYCLE_OPERATIONS.join(', ')} are`;
  await lifecycle.refuseRun(asked, words);
  throw new RangeError(words);
}

function askedOf(data: unknown): string {
  const { data: named } = z.object({ operation: z.unknown() }).safeParse(data);
  return typeof named?.operation === 'string' ? named.operation.slice(0, 32) : 'nothing';
}

/** The same as a chore: the clock ticks it, one process has the turn. */
export const lifecycleChore =
  (lifecycle: ClientLifecycleService, operation: LifecycleOperation, rest?: Period) => (): Promise<unknown> =>
    lifecycle.runByClock(operation, rest);
