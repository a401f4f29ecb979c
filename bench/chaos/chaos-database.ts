import type { SqlEntityManager } from '@mikro-orm/sql';
import { startDebianPostgres } from '../../src/commands/debian-postgres.ts';
import { type Database, openEmbedded, openServer } from '../../src/db/open-database.ts';

const POOL = 3;

/** Where the shop of a run keeps its books. */
export type ChaosDatabase = {
  readonly kind: 'postgres' | 'embedded';
  /** null = the embedded one, in the shop's folder. */
  readonly url: string | null;
  /** Looks into it; the embedded one only while no process of the shop runs. */
  look<Value>(at: (em: SqlEntityManager) => Promise<Value>): Promise<Value>;
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

function onServer({ url, stop }: { url: string; stop(): Promise<void> }): ChaosDatabase {
  let open: Promise<Database> | null = null;
  return {
    kind: 'postgres',
    url,
    look: async (at) => {
      open ??= openServer(url, POOL);
      return at((await open).em());
    },
    close: async () => {
      await (await open)?.close();
      await stop();
    },
  };
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
    close: async () => {},
  };
}
