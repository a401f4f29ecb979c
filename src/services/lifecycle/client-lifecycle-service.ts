import type { SqlEntityManager } from '@mikro-orm/sql';
import { endedByItself, isPaused } from '../../model/client-columns.ts';
import { endPause, stopPaused } from '../../model/client-pause.ts';
import { type Result, refuse } from '../../model/result.ts';
import type { ServerClient } from '../../model/server-client.ts';
import type { Period } from '../../model/values/period.ts';
import { soldLine } from '../seats/sold-line.ts';
import { type ChangedAccess, changeClient, type NotChanged, type Verdict } from './change-client.ts';
import { endAccesses } from './end-access.ts';
import {
  forgetOldRuns,
  type LifecycleOperation,
  type LifecycleReport,
  lastRuns,
  storeRun,
} from './lifecycle-runs.ts';
import type { LifecycleNeeds } from './needs.ts';
import { sayDueNotices } from './remind-customers.ts';
import { type RunOptions, runOperation } from './run-operation.ts';

/** An admin and the access that is meant. */
export type AccessRequest = { clientId: number; actorId: number };

type Answer = Promise<Result<ChangedAccess, NotChanged>>;

/** More is a typing mistake. */
const MOST_DAYS = 3650;

/**
 * What becomes of an access after its delivery. Each change is one transaction: the row, what the panel should hold
 * (its lane pushes it until the panel has answered), the audit, and a message to the customer.
 */
export class ClientLifecycleService {
  private readonly needs: LifecycleNeeds;

  constructor(needs: LifecycleNeeds) {
    this.needs = needs;
  }

  /** Switches an access off, its seat is kept; also one that its customer has paused. One that is off stays as it is. */
  suspend(request: AccessRequest & { reason: 'admin' }): Answer {
    const { reason } = request;
    const act = async (_: SqlEntityManager, client: ServerClient, now: Date): Promise<Verdict> => {
      if (isPaused(client)) stopPaused(client, reason, now);
      else if (client.status === 'suspended') return { done: true };
      else if (client.status !== 'active') return { refused: 'access-over' };
      else client.suspend(reason, now);
      return { tell: (to) => ({ ...to, kind: 'access-suspended', data: { clientId: client.id } }) };
    };
    return changeClient(this.needs, { ...request, action: 'client.suspend', act });
  }

  /** Switches a suspended access on again, if it has time and traffic left; a pause of its customer ends. */
  resume(request: AccessRequest): Answer {
    const act = async (em: SqlEntityManager, client: ServerClient, now: Date): Promise<Verdict> => {
      const refused = await whyOff(em, client, now);
      if (refused) return { refused };
      if (isPaused(client)) endPause(client, now);
      else client.reactivate(now);
      return { tell: (to) => ({ ...to, kind: 'access-resumed', data: { clientId: client.id } }) };
    };
    return changeClient(this.needs, { ...request, action: 'client.resume', act });
  }

  /** Gives whole days, 1 to 3650, after the present end, or from now. An access without an end is left as it is. */
  async extend(request: AccessRequest & { days: number }): Answer {
    const { days } = request;
    if (!Number.isInteger(days) || days < 1 || days > MOST_DAYS) return refuse({ code: 'bad-days' });
    const act = async (em: SqlEntityManager, client: ServerClient, now: Date): Promise<Verdict> => {
      if (client.expiresAt === null) return { done: true };
      if (await wouldEndSuspension(em, client)) return { refused: 'buyer-suspended' };
      if (client.isExpired(now) && client.hasUsedUpTraffic()) return { refused: 'nothing-left' };
      client.extend(days, now);
      return { tell: (to) => ({ ...to, ...extended(client, false) }) };
    };
    return changeClient(this.needs, { ...request, action: 'client.extend', act });
  }

  /** A new period as long as the one that was sold: its days more, its traffic anew, switched on if it had ended by itself. Nothing is charged. */
  renew(request: AccessRequest): Answer {
    const act = async (em: SqlEntityManager, client: ServerClient, now: Date): Promise<Verdict> => {
      if (await wouldEndSuspension(em, client)) return { refused: 'buyer-suspended' };
      const { durationDays } = await soldLine(em, client);
      client.renew(durationDays, now);
      return { tell: (to) => ({ ...to, ...extended(client, true) }) };
    };
    return changeClient(this.needs, { ...request, action: 'client.renew', act });
  }

  /** Whether time and traffic change accesses by themselves (`XUI_AUTO_LIFECYCLE`). */
  get isAutomatic(): boolean {
    return this.needs.auto ?? true;
  }

  /**
   * Does it now, whatever `XUI_AUTO_LIFECYCLE` says; `all` = traffic, then expired, then expiring. One report for each,
   * stored as well. May run at any time, beside others and twice: nobody is told or switched twice.
   */
  run(operation: LifecycleOperation, options: RunOptions = {}): Promise<LifecycleReport[]> {
    return runOperation(this.needs, operation, options);
  }

  /** By the clock: nothing where the shop changes nothing by itself. Servers counted within `rest` are left out. */
  async runByClock(operation: LifecycleOperation, rest?: Period): Promise<LifecycleReport[]> {
    if (!this.isAutomatic) return [];
    return runOperation(this.needs, operation, { cause: 'schedule', rest });
  }

  /** Sweep, every few seconds: what has just ended is switched off, and what waited for the morning is said. */
  async tick(): Promise<void> {
    if (!this.isAutomatic) return;
    await endAccesses(this.needs);
    await sayDueNotices(this.needs);
  }

  /** Switches off what has ended, as somebody asked. Answers how many. */
  async endOverdue(): Promise<number> {
    return (await endAccesses(this.needs)).ok;
  }

  /** What was done last, the newest first. */
  lastRuns(): Promise<LifecycleReport[]> {
    return lastRuns(this.needs);
  }

  /** Writes down that a job asked for something that cannot be done. */
  async refuseRun(operation: string, words: string): Promise<void> {
    const startedAt = this.needs.clock.now();
    const run = { operation: operation.slice(0, 64), cause: 'schedule', startedAt, ms: 0 } as const;
    await storeRun(this.needs, { ...run, processed: 0, ok: 0, errors: [words] });
  }

  /** Throws away what was done long ago. */
  forgetOldRuns(): Promise<void> {
    return forgetOldRuns(this.needs);
  }
}

/** Why it is not switched on by hand; null = it can be. */
async function whyOff(
  em: SqlEntityManager,
  client: ServerClient,
  now: Date,
): Promise<NotChanged['code'] | null> {
  if (client.status === 'active') return 'not-suspended';
  if (await isBuyerSuspended(em, client)) return 'buyer-suspended';
  return client.canReactivate(now) ? null : 'nothing-left';
}

async function isBuyerSuspended(em: SqlEntityManager, client: ServerClient): Promise<boolean> {
  await em.populate(client, ['customer']);
  return client.customer.isSuspended();
}

/** More time would switch it on, and the shop has stopped whoever has it. */
const wouldEndSuspension = async (em: SqlEntityManager, client: ServerClient): Promise<boolean> =>
  endedByItself(client) && (await isBuyerSuspended(em, client));

const extended = ({ id: clientId, expiresAt }: ServerClient, renewed: boolean) => ({
  kind: 'access-extended' as const,
  data: { clientId, until: expiresAt?.toISOString() ?? null, renewed },
});
