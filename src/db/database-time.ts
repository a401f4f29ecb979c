import { sql } from '@mikro-orm/core';
import type { UnitOfWork } from '../services/ports/unit-of-work.ts';

/** The database's own clock, by which leases run (DESIGN 4a). Throws what the database throws. */
export async function databaseTime(work: UnitOfWork): Promise<Date> {
  const [row] = await work.read().execute<{ ms: number }[]>(sql`
    select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms`);
  return new Date(Number(row?.ms));
}
