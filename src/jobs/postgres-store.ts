import { PostgresBackend } from '@agendajs/postgres-backend';
import type { Pool } from 'pg';
import type { JobStore } from './job-store.ts';

const LOOK_EVERY_MS = 2_000;

/**
 * Jobs in the shop's own database; their table is made by our migration. A connection of the pool listens, so that a
 * new job is known at once. `fault` hears when that connection fails.
 * @throws what the database throws when it is away: Agenda would wait for it without an end (STACK.md 3).
 */
export async function postgresStore(pool: Pool, fault: (fault: unknown) => void): Promise<JobStore> {
  await pool.query('select 1');
  const backend = new PostgresBackend({ pool, tableName: 'agenda_jobs', ensureSchema: false });
  backend.notificationChannel?.on('error', fault);
  return {
    backend,
    lookEveryMs: LOOK_EVERY_MS,
    prepare: async () => {},
    prune: async (before) => {
      await pool.query(`delete from agenda_jobs where type = 'normal' and last_finished_at < $1`, [before]);
    },
    unlock: async (holder) => {
      await pool.query(
        'update agenda_jobs set locked_at = null where locked_at is not null and ($1::text is null or last_modified_by = $1)',
        [holder],
      );
    },
    close: async () => {},
  };
}
