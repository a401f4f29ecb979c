import { sql } from '@mikro-orm/core';
import { SELLING_HEALTH, Server } from '../../model/server.ts';
import { later, type Period } from '../../model/values/period.ts';
import { panelAccess } from '../lanes/panel-access.ts';
import { takeTraffic } from '../traffic/take-traffic.ts';
import { inParallel } from './in-parallel.ts';
import type { LifecycleNeeds } from './needs.ts';
import { Tally } from './tally.ts';

/** Panels that are asked at a time: each answer is read into memory. */
const AT_ONCE = 4;
/** Longer than a panel may take to answer; a process that died in the middle is followed then. */
const TURN = sql`interval '2 minutes'`;

type Counting = {
  /** Servers that were counted less long ago are left out; 0 = all are asked. */
  rest: Period;
  onProgress: (done: number, of: number) => void;
};

/**
 * One list of each panel in sale, whatever the number of its clients, and one statement that writes down what they
 * used. A panel that is away is counted when it is back: counters are totals.
 */
export async function countAllTraffic(needs: LifecycleNeeds, { rest, onProgress }: Counting): Promise<Tally> {
  const servers = await serversToCount(needs, rest);
  const tally = new Tally();
  onProgress(0, servers.length);
  await inParallel(servers, AT_ONCE, async (server) => {
    await tally.of(server.name, () => countOf(needs, server));
    onProgress(tally.processed, servers.length);
  });
  needs.wakes.sender();
  return tally;
}

async function serversToCount({ work, clock }: LifecycleNeeds, rest: Period): Promise<Server[]> {
  const em = work.read();
  const fresh = await em.execute<{ id: number }[]>(sql`
    select server_id as id from traffic_turns where counted_at > ${later(clock.now(), -rest as Period)}`);
  const isFresh = new Set(rest > 0 ? fresh.map(({ id }) => id) : []);
  const selling = { healthStatus: { $in: [...SELLING_HEALTH] }, retiredAt: null };
  const servers = await em.find(Server, selling, { orderBy: { id: 'asc' } });
  return servers.filter(({ id }) => !isFresh.has(id));
}

/** Whoever finds that another process asks this server right now leaves it to that one. */
async function countOf(needs: LifecycleNeeds, server: Server): Promise<void> {
  const turn = await takeTurn(needs, server.id);
  if (turn === null) return;
  const at = needs.clock.now();
  try {
    const { clients } = await needs.panel.takeInventory(panelAccess(server, needs.vault));
    const taken = await needs.work.do((em) =>
      takeTraffic(em, needs, { serverId: server.id, at, clients, acts: true }),
    );
    if (taken.switchedOff > 0) needs.wakes.lane(server.id);
  } finally {
    await endTurn(needs, { serverId: server.id, turn });
  }
}

/** Never two at a time for one server, in the whole cluster; null = another has it. */
async function takeTurn({ work }: LifecycleNeeds, serverId: number): Promise<number | null> {
  const [turn] = await work.read().execute<{ no: number }[]>(sql`
    insert into traffic_turns (server_id, turn_no, held_until)
    values (${serverId}, 1, clock_timestamp() + ${TURN})
    on conflict (server_id) do update
       set turn_no = traffic_turns.turn_no + 1, held_until = excluded.held_until
     where traffic_turns.held_until is null or traffic_turns.held_until < clock_timestamp()
    returning turn_no as no`);
  return turn?.no ?? null;
}

/** Nothing happens where the turn was lost. */
async function endTurn(
  { work }: LifecycleNeeds,
  { serverId, turn }: { serverId: number; turn: number },
): Promise<void> {
  await work.read().execute(sql`
    update traffic_turns set held_until = null where server_id = ${serverId} and turn_no = ${turn}`);
}
