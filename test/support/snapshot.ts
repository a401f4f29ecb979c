import type { Database } from '../../src/db/open-database.ts';

/** A copy of every row, inside the database; `restore` makes the tables what they were, as a point-in-time restore does, once. */
export async function takeSnapshot(database: Database): Promise<{ restore(): Promise<void> }> {
  const em = database.em();
  const tables = await em.execute<{ name: string }[]>(
    `select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'mikro_orm_migrations'`,
  );
  await em.execute('drop schema if exists snapshot cascade');
  await em.execute('create schema snapshot');
  for (const { name } of tables) await em.execute(`create table snapshot.${name} as table public.${name}`);
  const restore = async () => {
    await database.em().transactional(async (inside) => {
      await inside.execute('set local session_replication_role = replica');
      await inside.execute(`truncate ${tables.map(({ name }) => `public.${name}`).join(', ')}`);
      for (const { name } of tables)
        await inside.execute(
          `insert into public.${name} overriding system value select * from snapshot.${name}`,
        );
    });
    // Other tests use this database too, and one of them looks for what no entity has.
    await database.em().execute('drop schema snapshot cascade');
  };
  return { restore };
}
