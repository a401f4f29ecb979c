import { PGlite } from '@electric-sql/pglite';
import { createPostgreSqlTypeParsers } from '@mikro-orm/sql';
import { parse } from 'postgres-array';

/** Opens PostgreSQL inside this process; values are parsed as the mapper wants them. Neither folder nor tar = empty, in memory. */
export async function startPglite(place: { dataDir?: string; loadDataDir?: Blob }): Promise<PGlite> {
  const parsers = createPostgreSqlTypeParsers((text) => parse(text)) as Record<
    number,
    (text: string) => unknown
  >;
  return PGlite.create({ ...place, parsers });
}
