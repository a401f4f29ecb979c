import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Period } from '../model/values/period.ts';

// Turns and leases are about who is alive: they are the database's clock, as those of lanes.

export type Turn = { name: string; leaseNo: number };

type Wanted = {
  name: string;
  holder: string;
  /** After so long a process counts as dead that began it. */
  lease: Period;
  /** So long it must be since it was last begun. */
  rest: Period;
  /** Whether it is taken from whoever does it now. */
  force: boolean;
};

/** Takes a chore up for this process; null = another does it, or has just done it. */
export async function takeTurn(em: SqlEntityManager, wanted: Wanted): Promise<Turn | null> {
  const { name, holder, lease, rest, force } = wanted;
  const [turn] = await em.execute<Turn[]>(sql`
    insert into chore_runs (name, holder, lease_no, lease_until, started_at)
    values (${name}, ${holder}, 1, clock_timestamp() + ${lease} * interval '1 ms', clock_timestamp())
    on conflict (name) do update
       set holder = excluded.holder, lease_no = chore_runs.lease_no + 1, lease_until = excluded.lease_until,
           started_at = excluded.started_at
     where ${force}
        or ((chore_runs.lease_until is null or chore_runs.lease_until < clock_timestamp())
            and chore_runs.started_at <= clock_timestamp() - ${rest} * interval '1 ms')
    returning name, lease_no as "leaseNo"`);
  return turn ?? null;
}

/** Nothing happens where the turn was lost. */
export async function endTurn(em: SqlEntityManager, { name, leaseNo }: Turn): Promise<void> {
  await em.execute(sql`
    update chore_runs set lease_until = null, holder = null where name = ${name} and lease_no = ${leaseNo}`);
}

/** With the embedded database no other process can exist: whoever does a chore is dead. */
export async function clearTurns(em: SqlEntityManager): Promise<void> {
  await em.execute(sql`update chore_runs set lease_until = null, holder = null`);
}

/** How long ago any process began this chore; null = none ever did. */
export async function silenceOf(em: SqlEntityManager, name: string): Promise<Period | null> {
  const [row] = await em.execute<{ ms: string | number }[]>(sql`
    select extract(epoch from clock_timestamp() - started_at) * 1000 as ms from chore_runs where name = ${name}`);
  return row ? (Math.round(Number(row.ms)) as Period) : null;
}
