import type { Period } from '../../model/values/period.ts';
import { audit } from '../messages/audit.ts';
import { countAllTraffic } from './count-traffic.ts';
import { endAccesses } from './end-access.ts';
import { type LifecycleOperation, type LifecycleReport, type RunCause, storeRun } from './lifecycle-runs.ts';
import type { LifecycleNeeds } from './needs.ts';
import { remindCustomers } from './remind-customers.ts';
import { resumeClients } from './resume-clients.ts';
import { type Counted, Tally } from './tally.ts';

type Single = Exclude<LifecycleOperation, 'all'>;

/** How far a run has got; `of` 0 = it is not known. */
export type LifecycleProgress = { operation: Single; done: number; of: number };

export type RunOptions = {
  onProgress?: (progress: LifecycleProgress) => void;
  cause?: RunCause;
  /** Who of the staff has it done; left out = the clock. */
  actorId?: number;
  /** Servers whose traffic was counted less long ago are left out; left out = none is. */
  rest?: Period | undefined;
};

const PARTS: Readonly<Record<LifecycleOperation, readonly Single[]>> = {
  traffic: ['traffic'],
  expired: ['expired'],
  expiring: ['expiring'],
  all: ['traffic', 'expired', 'expiring'],
};

/** Does the parts one after the other and writes a report of each down; one that fails does not keep the next. */
export async function runOperation(
  needs: LifecycleNeeds,
  operation: LifecycleOperation,
  options: RunOptions,
): Promise<LifecycleReport[]> {
  const reports: LifecycleReport[] = [];
  for (const part of PARTS[operation]) reports.push(await runPart(needs, part, options));
  if (options.actorId !== undefined) await noteRun(needs, options.actorId, { operation, reports });
  return reports;
}

type Ran = { operation: LifecycleOperation; reports: readonly LifecycleReport[] };

async function noteRun({ work, clock }: LifecycleNeeds, actorId: number, ran: Ran): Promise<void> {
  const done = ran.reports.reduce((sum, { ok }) => sum + ok, 0);
  const after = { operation: ran.operation, done };
  await work.do(async (em) => {
    audit(em, { actorId, action: 'shop.lifecycle', target: 'shop:lifecycle', after }, clock.now());
    await em.flush();
  });
}

async function runPart(needs: LifecycleNeeds, part: Single, options: RunOptions): Promise<LifecycleReport> {
  const startedAt = needs.clock.now();
  const begun = performance.now();
  options.onProgress?.({ operation: part, done: 0, of: 0 });
  const { processed, ok, errors } = await counted(needs, part, options);
  const ms = Math.round(performance.now() - begun);
  const report = {
    operation: part,
    cause: options.cause ?? 'hand',
    startedAt,
    ms,
    processed,
    ok,
    errors: [...errors],
  };
  needs.log.info('lifecycle.ran', { ...report, errors: errors.length });
  await storeRun(needs, report);
  return report;
}

/** What nobody foresaw is a line of the report as well. */
async function counted(needs: LifecycleNeeds, part: Single, options: RunOptions): Promise<Counted> {
  try {
    return await OPERATIONS[part](needs, options);
  } catch (error) {
    needs.log.error('lifecycle.failed', { operation: part, error });
    const tally = new Tally();
    await tally.of(part, () => Promise.reject(error));
    return tally;
  }
}

const OPERATIONS: Readonly<Record<Single, (needs: LifecycleNeeds, options: RunOptions) => Promise<Counted>>> =
  {
    traffic: async (needs, { onProgress, rest = 0 as Period }) => {
      const tell = (done: number, of: number) => onProgress?.({ operation: 'traffic', done, of });
      const tally = await countAllTraffic(needs, { rest, onProgress: tell });
      const resumed = new Tally();
      await resumeClients(needs, resumed);
      return { ...tally, errors: [...tally.errors, ...resumed.errors] };
    },
    expired: (needs) => endAccesses(needs),
    expiring: (needs) => remindCustomers(needs),
  };
