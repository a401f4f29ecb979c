import { describe, expect, it } from 'vitest';
import { migrationsList } from '../../migrations/index.ts';
import { openInMemory, openServer } from '../../src/db/open-database.ts';
import { newDatabase, openTestDatabase } from '../support/database.ts';

const serverUrl = process.env.TEST_DATABASE_URL;

const openEmpty = async () => (serverUrl ? openServer(await newDatabase(serverUrl)) : openInMemory());

describe('the schema', () => {
  it('is what the entities say, to the last check', async () => {
    expect(await (await openTestDatabase()).drift()).toBe('');
  });

  it('goes up from nothing, down to nothing, and up again', async () => {
    const database = await openEmpty();
    const first = await database.migrator.up();
    const taken: string[] = [];
    for (let name = await database.migrator.down(); name; name = await database.migrator.down())
      taken.push(name);
    const left = await database
      .em()
      .execute(
        `select tablename from pg_tables where schemaname = 'public' and tablename <> 'mikro_orm_migrations'`,
      );
    const again = await database.migrator.up();
    await database.close();

    expect(first).toEqual(migrationsList.map((each) => each.name));
    expect(taken).toEqual([...first].reverse());
    expect(left).toEqual([]);
    expect(again).toEqual(first);
  });
});
