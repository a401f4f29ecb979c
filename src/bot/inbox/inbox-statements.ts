import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Update } from 'grammy/types';
import { restored } from './storable.ts';

/** An update under our lease: what is written about it later carries `leaseNo`. */
export type ClaimedUpdate = {
  readonly id: number;
  readonly leaseNo: number;
  /** This try included; tries that died with their process are counted too. */
  readonly attempts: number;
  /** How long ago it came in, by the database's clock. */
  readonly ageMs: number;
  readonly update: Update;
};

export type Claim = {
  readonly botId: number;
  readonly now: Date;
  readonly payments: boolean;
  readonly most: number;
  readonly leaseMs: number;
};

/** Where an update under our lease is to be found. */
export type Held = { readonly botId: number; readonly id: number; readonly leaseNo: number };

type ClaimedRow = { id: unknown; lease_no: unknown; attempts: unknown; age_ms: unknown; body: string };

/** `rows` = JSON list of `{id, lane, body}`. Answers how many were new. */
export async function insertUpdates(
  em: SqlEntityManager,
  { botId, now }: { botId: number; now: Date },
  rows: string,
): Promise<number> {
  const stored = await em.execute<unknown[]>(sql`
    insert into telegram_updates (bot_id, update_id, lane, body, due_at, received_at)
    select ${botId}, given.id, given.lane, given.body, ${now}, clock_timestamp()
      from jsonb_to_recordset(${rows}::jsonb) as given (id bigint, lane text, body jsonb)
    on conflict (bot_id, update_id) do nothing
    returning update_id`);
  return stored.length;
}

/**
 * Takes heads of lanes that are due: no older open update is in the lane, and none of it is being handled. Payment
 * lanes and the others are claimed apart. Leases are the database's time, `due_at` is business time.
 */
export async function claimHeads(em: SqlEntityManager, claim: Claim): Promise<ClaimedUpdate[]> {
  const rows = await em.execute<ClaimedRow[]>(sql`
    with heads as (
      select head.bot_id, head.update_id from telegram_updates head
       where head.bot_id = ${claim.botId} and head.state = 'open' and head.due_at <= ${claim.now}
         and starts_with(head.lane, 'pay:') = ${claim.payments}
         and (head.lease_until is null or head.lease_until < clock_timestamp())
         and not exists (
           select 1 from telegram_updates other
            where other.bot_id = head.bot_id and other.lane = head.lane and other.state = 'open'
              and (other.update_id < head.update_id
                   or (other.update_id > head.update_id and other.lease_until >= clock_timestamp())))
       order by head.update_id limit ${claim.most} for update skip locked)
    update telegram_updates taken
       set lease_no = taken.lease_no + 1, attempts = taken.attempts + 1,
           lease_until = clock_timestamp() + ${claim.leaseMs} * interval '1 ms'
      from heads where taken.bot_id = heads.bot_id and taken.update_id = heads.update_id
    returning taken.update_id as id, taken.lease_no, taken.attempts, taken.body::text as body,
              extract(epoch from clock_timestamp() - taken.received_at) * 1000 as age_ms`);
  return rows.map(claimedFrom).sort((one, other) => one.id - other.id);
}

function claimedFrom(row: ClaimedRow): ClaimedUpdate {
  return {
    id: Number(row.id),
    leaseNo: Number(row.lease_no),
    attempts: Number(row.attempts),
    ageMs: Number(row.age_ms),
    update: JSON.parse(row.body, restored) as Update,
  };
}

/** The update needs nothing more; its body is wiped. false = the lease is another's by now. */
export async function finishUpdate(
  em: SqlEntityManager,
  held: Held,
  end: { state: 'done' | 'failed'; error: string | null },
): Promise<boolean> {
  const rows = await em.execute<unknown[]>(sql`
    update telegram_updates set state = ${end.state}, error = ${end.error}, body = null, lease_until = null
     where bot_id = ${held.botId} and update_id = ${held.id} and lease_no = ${held.leaseNo} and state = 'open'
    returning update_id`);
  return rows.length > 0;
}

/** The update is tried again at `dueAt`; `isFree`: this try does not count. false = the lease is another's by now. */
export async function postponeUpdate(
  em: SqlEntityManager,
  held: Held,
  { dueAt, error, isFree }: { dueAt: Date; error: string; isFree: boolean },
): Promise<boolean> {
  const rows = await em.execute<unknown[]>(sql`
    update telegram_updates set due_at = ${dueAt}, error = ${error}, lease_until = null,
           attempts = attempts - ${isFree ? 1 : 0}
     where bot_id = ${held.botId} and update_id = ${held.id} and lease_no = ${held.leaseNo} and state = 'open'
    returning update_id`);
  return rows.length > 0;
}

/** Begins the lease anew. false = it is another's by now. */
export async function extendLease(em: SqlEntityManager, held: Held, leaseMs: number): Promise<boolean> {
  const rows = await em.execute<unknown[]>(sql`
    update telegram_updates set lease_until = clock_timestamp() + ${leaseMs} * interval '1 ms'
     where bot_id = ${held.botId} and update_id = ${held.id} and lease_no = ${held.leaseNo} and state = 'open'
    returning update_id`);
  return rows.length > 0;
}

/** For the embedded database at boot: whoever held a lease is dead. */
export async function clearUpdateLeases(em: SqlEntityManager, botId: number): Promise<void> {
  await em.execute(sql`
    update telegram_updates set lease_until = null
     where bot_id = ${botId} and state = 'open' and lease_until is not null`);
}

/** Open updates that are due, those being handled included. */
export async function countDueUpdates(em: SqlEntityManager, botId: number, now: Date): Promise<number> {
  const rows = await em.execute<{ due: unknown }[]>(sql`
    select count(*) as due from telegram_updates
     where bot_id = ${botId} and state = 'open' and due_at <= ${now}`);
  return Number(rows[0]?.due ?? 0);
}

/** Deletes what was done and was due before `before`. Answers how many. */
export async function deleteDoneUpdates(em: SqlEntityManager, botId: number, before: Date): Promise<number> {
  const rows = await em.execute<unknown[]>(sql`
    delete from telegram_updates where bot_id = ${botId} and state = 'done' and due_at < ${before}
    returning update_id`);
  return rows.length;
}

/** Takes or keeps the only place at Telegram's end of the line. false = another process has it. */
export async function takePolling(
  em: SqlEntityManager,
  { botId, holder, leaseMs }: { botId: number; holder: string; leaseMs: number },
): Promise<boolean> {
  const rows = await em.execute<unknown[]>(sql`
    insert into bot_states as mine (bot_id, poller_holder, poller_until)
    values (${botId}, ${holder}, clock_timestamp() + ${leaseMs} * interval '1 ms')
    on conflict (bot_id) do update set poller_holder = excluded.poller_holder, poller_until = excluded.poller_until
     where mine.poller_holder = ${holder} or mine.poller_until is null or mine.poller_until < clock_timestamp()
    returning bot_id`);
  return rows.length > 0;
}

/** Leaves that place; `holder` null = whoever has it (embedded database at boot). */
export async function leavePolling(
  em: SqlEntityManager,
  botId: number,
  holder: string | null,
): Promise<void> {
  await em.execute(sql`
    update bot_states set poller_until = null
     where bot_id = ${botId} and (${holder}::text is null or poller_holder = ${holder})`);
}
