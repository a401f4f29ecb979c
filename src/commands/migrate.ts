// npm run migrate [-- --down]: brings the database up to date, or takes the last migration back.
import { parseArgs } from 'node:util';
import { readConfig } from '../config.ts';
import { openEmbedded, openServer } from '../db/open-database.ts';
import { startFault } from './start-fault.ts';

const { values: flags } = parseArgs({ options: { down: { type: 'boolean', default: false } } });

try {
  const { database: place } = readConfig();
  const database = place.url ? await openServer(place.url.reveal()) : await openEmbedded(place.dataDir);
  try {
    console.log(flags.down ? await down() : await up());
  } finally {
    await database.close();
  }

  async function up(): Promise<string> {
    const done = await database.migrator.up();
    return done.length === 0 ? 'The database is up to date.' : `Migrated: ${done.join(', ')}`;
  }

  async function down(): Promise<string> {
    const taken = await database.migrator.down();
    return taken === null ? 'There is no migration to take back.' : `Taken back: ${taken}`;
  }
} catch (fault) {
  console.error(startFault(fault));
  process.exit(1);
}
