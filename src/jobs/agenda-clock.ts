import { Agenda, backoffStrategies } from 'agenda';
import type { Logger } from '../services/ports/logger.ts';
import type { JobClock, JobData } from './job-clock.ts';
import type { JobStore } from './job-store.ts';

type Needs = {
  readonly store: JobStore;
  readonly log: Logger;
  /** This process among all that work on the same store. */
  readonly name: string;
  /** Real ms instead of those of the store; for tests. */
  readonly lookEveryMs?: number;
};

const LOCK_MS = 60_000;
const MOST_TRIES = 5;
const QUIET_MS = 10_000;
/** A store that is away must not keep the process from ending. */
const UNLOCK_MS = 3_000;

/** The port on Agenda, whatever it keeps its jobs in. */
export class AgendaClock implements JobClock {
  private readonly agenda: Agenda;
  private readonly needs: Needs;
  private readonly lookEveryMs: number;
  private readonly failed: (fault: unknown) => void;

  constructor(needs: Needs) {
    const { store, name, log } = needs;
    this.needs = needs;
    this.lookEveryMs = needs.lookEveryMs ?? store.lookEveryMs;
    this.failed = seldom((error) => log.warn('agenda.failed', { error }));
    catchLooseEnds(store, this.failed);
    this.agenda = new Agenda({
      backend: store.backend,
      name,
      processEvery: this.lookEveryMs,
      maxConcurrency: 20,
      defaultConcurrency: 5,
      defaultLockLimit: 20,
      defaultLockLifetime: LOCK_MS,
      removeOnComplete: false, // with it `drain` waits for its whole time (STACK.md 3, 4)
    });
    this.agenda.on('error', this.failed);
  }

  define(
    name: string,
    handle: (data: unknown) => Promise<unknown>,
    { lockMs }: { lockMs: number } = { lockMs: LOCK_MS },
  ): void {
    const work = async (job: { attrs: { data: unknown } }) => {
      try {
        await handle(job.attrs.data);
      } catch (error) {
        this.needs.log.warn('job.failed', { job: name, error });
        throw error;
      }
    };
    const delay = this.lookEveryMs; // what comes sooner waits for the next look all the same
    const again = backoffStrategies.exponential({ delay, maxRetries: MOST_TRIES, jitter: 0.5 });
    const backoff = backoffStrategies.when(({ error }) => !(error instanceof RangeError), again);
    // biome-ignore lint/nursery/noMisusedPromises: Agenda awaits what a handler answers
    this.agenda.define(name, work, { lockLifetime: lockMs, backoff });
  }

  async start(): Promise<void> {
    await this.agenda.start();
    await this.needs.store.prepare();
  }

  async every(interval: string, name: string): Promise<void> {
    await this.agenda.every(interval, name);
  }

  async now(name: string, data: JobData): Promise<void> {
    await this.agenda.now(name, data);
  }

  prune(before: Date): Promise<void> {
    return this.needs.store.prune(before);
  }

  unlockAll(): Promise<void> {
    return this.needs.store.unlock(null);
  }

  async drain(mostMs: number): Promise<void> {
    const { store, name } = this.needs;
    await this.agenda.drain(mostMs);
    // Jobs are taken a little before their time: without this they would stay locked after us.
    await Promise.race([store.unlock(name).catch(this.failed), later(UNLOCK_MS)]);
    await store.close();
  }
}

/** Agenda lets some calls go without looking after them: a store that is away would end the process. */
function catchLooseEnds({ backend }: JobStore, failed: (fault: unknown) => void): void {
  const { repository } = backend;
  const unlock = repository.unlockJob.bind(repository);
  repository.unlockJob = (job) => unlock(job).catch(failed);
}

/** While a store is away it fails many times a second: one line in ten seconds says it. */
export function seldom(tell: (fault: unknown) => void): (fault: unknown) => void {
  let quietUntil = 0;
  return (fault) => {
    if (performance.now() < quietUntil) return;
    quietUntil = performance.now() + QUIET_MS;
    tell(fault);
  };
}

const later = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms).unref());
