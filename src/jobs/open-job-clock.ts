import type { Pool } from 'pg';
import type { Logger } from '../services/ports/logger.ts';
import { AgendaClock, seldom } from './agenda-clock.ts';
import type { JobClock } from './job-clock.ts';
import { postgresStore } from './postgres-store.ts';

type Needs = {
  readonly pool: Pool;
  /** Where the jobs are kept instead; null = in the shop's own database. */
  readonly mongoUri: string | null;
  readonly log: Logger;
  readonly name: string;
};

/** Agenda, the clock and the dispatcher: what it loses the sweep finds, because rows are the truth (DESIGN 4). */
export async function openJobClock({ pool, mongoUri, log, name }: Needs): Promise<JobClock> {
  const failed = seldom((error) => log.warn('agenda.channel-failed', { error }));
  const store = mongoUri === null ? await postgresStore(pool, failed) : await openMongo(mongoUri);
  return new AgendaClock({ store, log, name });
}

/** Loaded only where it is wanted. */
const openMongo = async (address: string) => (await import('./mongo-store.ts')).mongoStore(address);
