import { PostgresBackend } from '@agendajs/postgres-backend';
import { Agenda } from 'agenda';
import type { Pool } from 'pg';
import type { Logger } from '../services/ports/logger.ts';

const LONGEST_START_MS = 15_000;
const QUIET_MS = 10_000;

/**
 * Agenda on the shop's own database. It is the clock and the dispatcher: what it loses the sweep finds, because rows
 * are the truth (DESIGN 4). Its table is ours to create.
 */
export async function openAgenda(needs: { pool: Pool; log: Logger; name: string }): Promise<Agenda> {
  const { pool, log, name } = needs;
  await pool.query('select 1'); // with the database away `ready` would never settle (STACK.md 3)
  const backend = new PostgresBackend({ pool, tableName: 'agenda_jobs', ensureSchema: false });
  const channelFailed = seldom((fault) => log.warn('agenda.channel-failed', { error: fault }));
  backend.notificationChannel?.on('error', channelFailed);
  const agenda = new Agenda({
    backend,
    name,
    processEvery: 2000,
    maxConcurrency: 20,
    defaultConcurrency: 5,
    defaultLockLimit: 20,
    defaultLockLifetime: 60_000,
    removeOnComplete: false, // with it `drain` waits for its whole time (STACK.md 3, 4)
  });
  agenda.on('error', (fault) => log.warn('agenda.failed', { error: fault }));
  await inTime(agenda.ready);
  return agenda;
}

/** While the database is away the channel fails many times a second: one line in ten seconds says it. */
function seldom(tell: (fault: unknown) => void): (fault: unknown) => void {
  let quietUntil = 0;
  return (fault) => {
    if (performance.now() < quietUntil) return;
    quietUntil = performance.now() + QUIET_MS;
    tell(fault);
  };
}

async function inTime(ready: Promise<unknown>): Promise<void> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('Agenda did not get ready in 15 s')), LONGEST_START_MS);
  try {
    await Promise.race([ready, late]);
  } finally {
    clearTimeout(timer);
  }
}
