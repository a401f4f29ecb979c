import { readFileSync } from 'node:fs';
import pg from 'pg';
import { inject, type TestContext } from 'vitest';
import { type Database, openInMemory, openServer } from '../../src/db/open-database.ts';
import { OrmUnitOfWork } from '../../src/db/orm-unit-of-work.ts';

const serverUrl = process.env.TEST_DATABASE_URL;

let opened: Promise<Database> | undefined;

/**
 * The shop's tables, empty: on the server of TEST_DATABASE_URL (a database of this process alone), else on the
 * embedded database in this process. Opening takes seconds, so all test files of one worker share it.
 */
export async function openTestDatabase(): Promise<Database> {
  opened ??= serverUrl ? onServer(serverUrl) : embedded();
  const database = await opened;
  await empty(database);
  return database;
}

/**
 * The same for tests of a race. The embedded database has one session, where transactions come one after the other:
 * no race can be lost there. Without a server such a test is skipped by name, and under CI it fails.
 */
export async function openTestServer(context: TestContext): Promise<Database> {
  testServerUrl(context);
  return openTestDatabase();
}

/** The server itself, for a test whose processes open it by themselves; skipped or failed as `openTestServer`. */
export function testServerUrl({ skip }: TestContext): string {
  const missing = 'needs PostgreSQL: run it with npm run test:postgres';
  if (!serverUrl && process.env.CI === 'true' && process.env.POSTGRES_RUN_FOLLOWS !== 'true') {
    throw new Error(missing);
  }
  skip(!serverUrl, missing);
  return serverUrl ?? '';
}

export const workOn = (database: Database) =>
  new OrmUnitOfWork(() => database.em(), { outcomes: database.kind === 'server' });

async function embedded(): Promise<Database> {
  return openInMemory(new Blob([readFileSync(inject('databaseTemplate'))]));
}

async function onServer(url: string): Promise<Database> {
  const database = await openServer(await newDatabase(url), 30);
  await database.migrator.up();
  return database;
}

/** A database of its own on the test server; the server is thrown away after the run. */
export async function newDatabase(url: string): Promise<string> {
  const name = `test_${process.pid}_${Date.now()}`;
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  await admin.query(`create database ${name}`);
  await admin.end();
  return Object.assign(new URL(url), { pathname: `/${name}` }).href;
}

/** Append-only tables refuse DELETE, not TRUNCATE. */
async function empty(database: Database): Promise<void> {
  const em = database.em();
  const tables = await em.execute<{ name: string }[]>(
    `select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'mikro_orm_migrations'`,
  );
  await em.execute(`truncate ${tables.map((each) => each.name).join(', ')} restart identity cascade`);
}
