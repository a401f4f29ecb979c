import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { type DebianPostgres, startDebianPostgres } from '../../src/commands/debian-postgres.ts';
import { type Database, openEmbedded, openServer } from '../../src/db/open-database.ts';

const POOL = 3;
const RESTORED = 'shop_restored';
const run = promisify(execFile);

/** The books as they stood at a time. */
export type Backup = {
  /** Real ms, as of performance.now(). */
  readonly at: number;
  /** Into an empty database, which is what `look` looks into from then on; answers its address. */
  restore(): Promise<string>;
};

/** Where the shop of a run keeps its books. */
export type ChaosDatabase = {
  readonly kind: 'postgres' | 'embedded';
  /** null = the embedded one, in the shop's folder. */
  readonly url: string | null;
  /** Looks into it; the embedded one only while no process of the shop runs. */
  look<Value>(at: (em: SqlEntityManager) => Promise<Value>): Promise<Value>;
  /** Writes a backup, as docs/OPERATIONS.md tells owners to. @throws {Error} on the embedded database. */
  backUp(): Promise<Backup>;
  close(): Promise<void>;
};

/** @param kind null = a server where Debian's binaries are. @throws {Error} when a server was asked for and is not there. */
export async function openChaosDatabase(
  kind: ChaosDatabase['kind'] | null,
  shopFolder: string,
): Promise<ChaosDatabase> {
  if (kind === 'embedded') return embedded(shopFolder);
  const server = await startDebianPostgres();
  if (server !== null) return onServer(server);
  if (kind === 'postgres') throw new Error('PostgreSQL is not installed: apt-get install postgresql');
  return embedded(shopFolder);
}

function onServer(server: DebianPostgres): ChaosDatabase {
  let { url } = server;
  let open: Promise<Database> | null = null;
  const close = async () => {
    await (await open)?.close();
    open = null;
  };
  return {
    kind: 'postgres',
    url,
    look: async (at) => {
      open ??= openServer(url, POOL);
      return at((await open).em());
    },
    backUp: async () => {
      const at = performance.now();
      const dump = join(await mkdtemp(join(tmpdir(), 'shop-backup-')), 'shop.dump');
      await run(join(server.binaries, 'pg_dump'), ['-Fc', '-f', dump, url]);
      const restore = async () => {
        await close();
        url = await restored(server, dump);
        return url;
      };
      return { at, restore };
    },
    close: async () => {
      await close();
      await server.stop();
    },
  };
}

async function restored({ url, binaries }: DebianPostgres, dump: string): Promise<string> {
  const address = new URL(url);
  address.pathname = `/${RESTORED}`;
  await run(join(binaries, 'createdb'), ['--template=template0', `--maintenance-db=${url}`, RESTORED]);
  await run(join(binaries, 'pg_restore'), ['--exit-on-error', '--no-owner', '-d', address.href, dump]);
  await rm(dirname(dump), { recursive: true });
  return address.href;
}

function embedded(folder: string): ChaosDatabase {
  return {
    kind: 'embedded',
    url: null,
    look: async (at) => {
      const database = await openEmbedded(folder);
      try {
        return await at(database.em());
      } finally {
        await database.close();
      }
    },
    backUp: () => Promise.reject(new Error('the books are set back on PostgreSQL only')),
    close: async () => {},
  };
}
