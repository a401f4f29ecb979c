import type pg from 'pg';

/** Whoever holds a connection gives it back in the moment in which it ends; this only sees who did not. */
const GRACE_MS = 250;

/**
 * Takes the place of a connection that ended in the middle of a transaction back into the pool. The mapper keeps it
 * where a COMMIT or ROLLBACK fails, so a restart of the server under load would leave a pool without any place.
 */
export function freeLostSlots(pool: pg.Pool): void {
  pool.on('connect', (client) => {
    client.once('end', () => void setTimeout(() => giveBack(client), GRACE_MS).unref());
  });
}

function giveBack(client: pg.PoolClient): void {
  try {
    client.release(new Error('the connection ended'));
  } catch {
    // It was given back: the pool refuses a second time.
  }
}
