import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Server } from '../../model/server.ts';
import type { ServerTally } from '../../model/server-tally.ts';
import { days, later } from '../../model/values/period.ts';
import { bytes } from '../../model/values/traffic.ts';

/** How long looks and samples are kept. */
const KEPT_DAYS = 30;

type TallyRow = Omit<ServerTally, 'totalTraffic'> & { totalTraffic: string };

/** Counters of a server and figures of its looks, recounted from the rows in one query. */
export async function serverTally(
  em: SqlEntityManager,
  { serverId, at }: { serverId: number; at: Date },
): Promise<ServerTally> {
  const [row] = await em.execute<TallyRow[]>(sql`
    select clients.total as "totalClients", clients.active as "activeClients", clients.traffic as "totalTraffic",
           looks.checks, looks.answered, looks.p50 as "latencyP50Ms", looks.p95 as "latencyP95Ms"
      from (
        select count(*) filter (where client.status in ('active', 'suspended', 'expired'))::int as total,
               count(*) filter (where client.status = 'active')::int as active,
               coalesce(sum(client.lifetime_traffic_bytes), 0)::text as traffic
          from server_clients client join server_inbounds inbound on inbound.id = client.inbound_id
         where inbound.server_id = ${serverId}
      ) clients
     cross join (
        select count(*)::int as checks, count(ms)::int as answered,
               percentile_cont(0.5) within group (order by ms) as p50,
               percentile_cont(0.95) within group (order by ms) as p95
          from server_checks
         where server_id = ${serverId} and at > ${later(at, days(-1))} and at <= ${at}
      ) looks`);
  if (!row) throw new RangeError(`server ${serverId} has no tally`);
  return { ...row, totalTraffic: bytes(BigInt(row.totalTraffic)) };
}

/** Share of the looks of a day that brought no right answer, in per cent; 0 = there was none yet. */
export async function errorRate(
  em: SqlEntityManager,
  { server, look }: { server: Server; look: { at: Date } },
): Promise<number> {
  const [row] = await em.execute<{ checks: number; failed: number }[]>(sql`
    select count(*)::int as checks, count(*) filter (where ms is null)::int as failed
      from server_checks
     where server_id = ${server.id} and at > ${later(look.at, days(-1))} and at <= ${look.at}`);
  return row && row.checks > 0 ? Math.round((row.failed / row.checks) * 10_000) / 100 : 0;
}

/** Throws away looks and samples that no figure is made of any more. */
export async function pruneFleetHistory(em: SqlEntityManager, now: Date): Promise<void> {
  const before = later(now, days(-KEPT_DAYS));
  await em.execute(sql`delete from server_checks where at < ${before}`);
  await em.execute(sql`delete from inbound_traffic_samples where at < ${before}`);
}
