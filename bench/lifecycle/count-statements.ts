import { createRequire } from 'node:module';
import type pg from 'pg';

/** The driver that the mapper brings with it. */
const { Client }: typeof pg = createRequire(import.meta.resolve('@mikro-orm/postgresql'))('pg');

/** Counts what this process asks of PostgreSQL while `act` runs, transactions' begin and commit included. */
export async function countStatements(act: () => Promise<unknown>): Promise<number> {
  const { query } = Client.prototype;
  let count = 0;
  Object.assign(Client.prototype, {
    query(this: pg.Client, ...given: unknown[]): unknown {
      count += 1;
      return Reflect.apply(query, this, given);
    },
  });
  try {
    await act();
    return count;
  } finally {
    Object.assign(Client.prototype, { query });
  }
}
