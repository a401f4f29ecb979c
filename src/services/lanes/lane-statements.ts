import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Period } from '../../model/values/period.ts';

// Leases and quiet times are the database's clock (DESIGN 4a): these statements are the only ones that read it.

/** `legacy` = the server's panel is of a generation that works on a write for any time. */
export type Taken = { leaseNo: number; disturbed: boolean; legacy?: boolean };

/** Takes the lane of a server when nobody holds it; null = held. A new server's row is made here. */
export async function takeLane(
  em: SqlEntityManager,
  lane: { serverId: number; holder: string; lease: Period },
): Promise<Taken | null> {
  const [taken] = await em.execute<Taken[]>(sql`
    insert into panel_lanes (server_id, holder, lease_no, lease_until)
    values (${lane.serverId}, ${lane.holder}, 1, clock_timestamp() + ${lane.lease} * interval '1 ms')
    on conflict (server_id) do update
       set holder = excluded.holder, lease_no = panel_lanes.lease_no + 1, lease_until = excluded.lease_until
     where panel_lanes.lease_until is null or panel_lanes.lease_until < clock_timestamp()
    returning lease_no as "leaseNo", quiet_until is not null as disturbed,
              (select panel_generation = 'legacy' from servers where id = panel_lanes.server_id) as legacy`);
  return taken ?? null;
}

/** How long the present holder may keep a lane that is held; null = nobody holds it. */
export async function heldFor(em: SqlEntityManager, serverId: number): Promise<Period | null> {
  return period(
    await em.execute(sql`
      select extract(epoch from lease_until - clock_timestamp()) * 1000 as ms
        from panel_lanes where server_id = ${serverId} and lease_until > clock_timestamp()`),
  );
}

/** How long writes must still wait after one that got no answer; null = they need not. */
export async function quietFor(em: SqlEntityManager, serverId: number): Promise<Period | null> {
  return period(
    await em.execute(sql`
      select extract(epoch from quiet_until - clock_timestamp()) * 1000 as ms
        from panel_lanes where server_id = ${serverId} and quiet_until > clock_timestamp()`),
  );
}

export type Hold = { serverId: number; leaseNo: number; lease: Period };

/** The fence: locks the lane's row to the end of the transaction and renews the lease. false = lost, stop. */
export async function holdLane(em: SqlEntityManager, hold: Hold): Promise<boolean> {
  const held = await em.execute(sql`
    update panel_lanes set lease_until = clock_timestamp() + ${hold.lease} * interval '1 ms'
     where server_id = ${hold.serverId} and lease_no = ${hold.leaseNo} returning server_id`);
  return held.length === 1;
}

/** The fence of a transaction after which the panel is written to. */
export async function announceWrite(em: SqlEntityManager, hold: Hold & { quiet: Period }): Promise<boolean> {
  const held = await em.execute(sql`
    update panel_lanes
       set lease_until = clock_timestamp() + ${hold.lease} * interval '1 ms',
           quiet_until = clock_timestamp() + ${hold.quiet} * interval '1 ms'
     where server_id = ${hold.serverId} and lease_no = ${hold.leaseNo} returning server_id`);
  return held.length === 1;
}

/** The fence of the transaction that records a definite answer: nothing of ours is at work on the panel any more. */
export async function recordAnswer(em: SqlEntityManager, hold: Hold): Promise<boolean> {
  const held = await em.execute(sql`
    update panel_lanes
       set lease_until = clock_timestamp() + ${hold.lease} * interval '1 ms', quiet_until = null
     where server_id = ${hold.serverId} and lease_no = ${hold.leaseNo} returning server_id`);
  return held.length === 1;
}

export async function letLaneGo(em: SqlEntityManager, hold: Hold): Promise<void> {
  await em.execute(sql`
    update panel_lanes set lease_until = null, holder = null
     where server_id = ${hold.serverId} and lease_no = ${hold.leaseNo}`);
}

/**
 * Whoever holds the lane has lost it, with what it hears from now on: its panel is elsewhere. What may still be at work
 * there is waited for as after a death of the holder. Locks the lane's row.
 */
export async function takeLaneAway(em: SqlEntityManager, serverId: number): Promise<void> {
  await em.execute(sql`
    update panel_lanes set lease_no = lease_no + 1, lease_until = null, holder = null
     where server_id = ${serverId}`);
}

/** Servers whose lane was neither let go nor kept: its holder is dead, or stands still. */
export async function abandonedLanes(em: SqlEntityManager): Promise<number[]> {
  const rows = await em.execute<{ id: number }[]>(sql`
    select server_id as id from panel_lanes where lease_until < clock_timestamp()`);
  return rows.map((row) => row.id);
}

/** With the embedded database no other worker can exist: whoever held a lane is dead. */
export async function clearLaneLeases(em: SqlEntityManager): Promise<void> {
  await em.execute(sql`update panel_lanes set lease_until = null, holder = null`);
}

function period(rows: { ms?: string | number }[]): Period | null {
  const [row] = rows;
  return row?.ms === undefined ? null : (Math.max(0, Math.ceil(Number(row.ms))) as Period);
}
