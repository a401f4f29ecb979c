import { LIVES } from '../../src/commands/states/lives.ts';
import type { Database } from '../../src/db/open-database.ts';

/** A step that some life took in the database, whoever wrote it. */
export type Step = { life: string; was: string; became: string };

/** Steps that one statement takes at once: the declared ones that they stand for. */
const TWO_AT_ONCE: ReadonlySet<string> = new Set([
  // A unit that waited for a later date is found on the panel, or given up.
  'order_server_clients.provision_status pending completed',
  'order_server_clients.provision_status pending failed',
  // A plan that is delivered by hand: paid, and held at once.
  'orders.status pending_payment processing',
]);

/** Has the database itself write down every step of every life that has a table of states. */
export async function watchSteps(database: Database): Promise<void> {
  await forgetSteps(database);
  const em = database.em();
  await em.execute('create schema step_log');
  await em.execute('create table step_log.steps (life text, was text, became text)');
  for (const [no, { column }] of LIVES.entries()) {
    const [table, field] = column.split('.');
    await em.execute(`
      create function step_log.note_${no}() returns trigger language plpgsql as $$
      begin
        insert into step_log.steps values ('${column}', old.${field}, new.${field});
        return null;
      end $$`);
    await em.execute(`
      create trigger step_log_${no} after update on ${table} for each row
        when (old.${field} is distinct from new.${field}) execute function step_log.note_${no}()`);
  }
}

/** As it was before: other tests use the same database. */
export async function forgetSteps(database: Database): Promise<void> {
  await database.em().execute('drop schema if exists step_log cascade');
}

/** Steps that no table of states declares, since the last look. */
export async function undeclaredSteps(database: Database): Promise<Step[]> {
  const steps = await database.em().execute<Step[]>('delete from step_log.steps returning *');
  return steps.filter((step) => !isDeclared(step));
}

function isDeclared({ life, was, became }: Step): boolean {
  if (TWO_AT_ONCE.has(`${life} ${was} ${became}`)) return true;
  const drawn = LIVES.find(({ column }) => column === life);
  return Object.entries(drawn?.life.table ?? {}).some(
    ([from, to]) => from === was && (to as readonly string[]).includes(became),
  );
}
