import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { PGlite } from '@electric-sql/pglite';
import { Migrator } from '@mikro-orm/migrations';
import { MikroORM as PostgresOrm } from '@mikro-orm/postgresql';
import type { SqlEntityManager } from '@mikro-orm/sql';
import pg from 'pg';
import { migrationsList } from '../../migrations/index.ts';
import { lockDataDirectory } from './data-directory.ts';
import { freeLostSlots } from './free-lost-slots.ts';
import { Listener } from './listener.ts';
import { ormOptions } from './orm-options.ts';
import { pglitePool } from './pglite-pool.ts';

/** An open database of the shop, embedded or on a server. */
export type Database = {
  readonly kind: 'embedded' | 'server';
  /** An entity manager with an identity map of its own. */
  em(): SqlEntityManager;
  /** For Agenda, which cannot share the mapper's. */
  readonly pool: pg.Pool;
  migrator: DatabaseMigrator;
  /** The difference between the entities and the schema, as SQL; empty when there is none. */
  drift(): Promise<string>;
  /**
   * Server only: calls back with what any process says on this channel (`pg_notify`), until it is closed; and with ''
   * whenever it begins to hear.
   */
  listen?(channel: string, hear: (word: string) => void): { close(): Promise<void> };
  /** Embedded only: the whole data directory as a tar. */
  dump?(): Promise<Blob>;
  close(): Promise<void>;
};

export type DatabaseMigrator = {
  /** Names of the migrations that ran; one process at a time. @throws when the schema is newer than this program. */
  up(): Promise<string[]>;
  /** Names of those that have not run; changes nothing. @throws when the schema is newer than this program. */
  pending(): Promise<string[]>;
  /** Takes the last one back; null = there was none. */
  down(): Promise<string | null>;
};

type Orm = PostgresOrm;

/** Any number, the same in all processes: who holds it migrates. */
const MIGRATION_LOCK = 727_001;

const options = {
  ...ormOptions,
  extensions: [Migrator],
  migrations: { migrationsList, snapshot: false, silent: true, transactional: true, allOrNothing: true },
};

/** A PostgreSQL server, 15 or newer. */
export async function openServer(clientUrl: string, poolSize = 10): Promise<Database> {
  const orm = await PostgresOrm.init({
    ...options,
    clientUrl,
    pool: { min: 0, max: poolSize },
    driverOptions: { onPoolCreated: freeLostSlots },
  });
  const pool = new pg.Pool({ connectionString: clientUrl, max: 5 });
  // Without a listener a restart of the server would end the process; the pool itself connects anew.
  pool.on('error', () => {});
  return {
    kind: 'server',
    em: () => orm.em.fork() as SqlEntityManager,
    pool,
    migrator: migratorOf(orm, (step) => underAdvisoryLock(pool, step)),
    drift: async () => entityDrift(await orm.schema.getUpdateSchemaSQL({ wrap: false })),
    listen: (channel, hear) => new Listener({ url: clientUrl, channel, hear }),
    close: async () => {
      await pool.end();
      await orm.close();
    },
  };
}

/** The embedded database in `dataDir`; one process at a time. @throws {DataDirectoryInUse} */
export async function openEmbedded(dataDir: string): Promise<Database> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const lock = await lockDataDirectory(dataDir);
  try {
    const files = await filesOf(dataDir);
    return await embeddedOn(await startPglite({ dataDir: files }), () => lock.release());
  } catch (fault) {
    lock.release();
    throw fault;
  }
}

/** The embedded database in memory; `loadDataDir` = a tar made by `dump`. For tests. */
export async function openInMemory(loadDataDir?: Blob): Promise<Database> {
  return embeddedOn(await startPglite(loadDataDir ? { loadDataDir } : {}), () => {});
}

/** Made beside its place and moved there whole: a kill while it is made leaves no half database behind. */
async function filesOf(dataDir: string): Promise<string> {
  const files = join(dataDir, 'pg');
  if (existsSync(files)) return files;
  const unfinished = join(dataDir, 'pg.new');
  rmSync(unfinished, { recursive: true, force: true });
  await makeFiles(unfinished);
  renameSync(unfinished, files);
  return files;
}

const makeFiles = (folder: string): Promise<unknown> =>
  promisify(execFile)(process.execPath, [join(import.meta.dirname, 'make-embedded-files.ts'), folder]);

/** Loaded only where it is needed: a shop on a server has no use for it. */
const startPglite = async (place: { dataDir?: string; loadDataDir?: Blob }): Promise<PGlite> =>
  (await import('./start-pglite.ts')).startPglite(place);

async function embeddedOn(pglite: PGlite, release: () => void): Promise<Database> {
  const { MikroORM } = await import('@mikro-orm/pglite');
  // As a factory: the mapper merges its options deeply and would break an instance.
  const orm = await MikroORM.init({ ...options, driverOptions: { pglite: () => pglite } });
  return {
    kind: 'embedded',
    em: () => orm.em.fork() as SqlEntityManager,
    pool: pglitePool(pglite),
    migrator: migratorOf(orm as unknown as Orm, (step) => step()),
    drift: async () => entityDrift(await orm.schema.getUpdateSchemaSQL({ wrap: false })),
    dump: () => pglite.dumpDataDir('none') as Promise<Blob>,
    close: async () => {
      await orm.close();
      await pglite.close();
      release();
    },
  };
}

function migratorOf(
  orm: Orm,
  alone: <Value>(step: () => Promise<Value>) => Promise<Value>,
): DatabaseMigrator {
  return {
    up: () =>
      alone(async () => {
        await refuseNewerSchema(orm);
        return (await orm.migrator.up()).map((each) => each.name);
      }),
    pending: async () => {
      await refuseNewerSchema(orm);
      return (await orm.migrator.getPending()).map((each) => each.name);
    },
    down: () => alone(async () => (await orm.migrator.down())[0]?.name ?? null),
  };
}

/** A migration that this program does not know was made by a newer one. */
async function refuseNewerSchema(orm: Orm): Promise<void> {
  const known = new Set<string>(migrationsList.map((each) => each.name));
  const unknown = (await orm.migrator.getExecuted()).filter((each) => !known.has(each.name));
  if (unknown.length === 0) return;
  const names = unknown.map((each) => each.name).join(', ');
  throw new Error(`the database was migrated by a newer version of this program (${names}): start that one`);
}

/** Guards and Agenda's table are made by migrations alone: the mapper does not know them and would drop them. */
function entityDrift(difference: string): string {
  const foreign = /^drop (trigger|function) |^drop table if exists "agenda_jobs"/;
  return difference
    .split('\n')
    .filter((line) => line && !foreign.test(line))
    .join('\n');
}

async function underAdvisoryLock<Value>(pool: pg.Pool, step: () => Promise<Value>): Promise<Value> {
  const client = await pool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    return await step();
  } finally {
    await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => {});
    client.release();
  }
}
