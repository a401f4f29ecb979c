import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';

// What panels told of many clients is taken over here in one statement. `ServerClient.updateTrafficUsage`,
// `recordConnection` and `takeTrafficNotice` say the same for one; a property test holds the two together.

/** What was seen of one client. `online` and `lastOnline` null = this look does not tell. */
export type SeenTraffic = {
  email: string;
  /** Bytes, as text. */
  used: string;
  online: boolean | null;
  /** ISO. */
  lastOnline: string | null;
};

/** A client with news. */
export type TrafficNews = {
  id: number;
  customerId: number;
  /** The mark that its customer is to be told of; null = none. */
  mark: 80 | 95 | 100 | null;
  /** Where the traffic of its period began: the name of the period. */
  period: string;
  /** It was used for the first time, or first heard of. */
  isFirst: boolean;
  /** Nothing is left, and it is on. */
  isOver: boolean;
  /** It has long ended, its panel should have switched it off, and it is used. */
  isLate: boolean;
};

/** `acts` false = nobody is to be told or switched off now: what is due stays due for a look that acts. */
type Look = { serverId: number; at: Date; day: string; seen: readonly SeenTraffic[]; acts: boolean };

const MOST = sql`9223372036854775807`;
const MEBIBYTE = sql`1048576`;
/** Panels find out within seconds that somebody ran out; what flowed before the end may be counted after it. */
const LATE = sql`interval '10 minutes'`;
const ENDED = sql`client.status = 'expired' and client.wanted = 'enabled'`;

/** Answers how many of the clients are the shop's and alive, and those with news. Rows without any are not written. */
export async function countTraffic(
  em: SqlEntityManager,
  { serverId, at, day, seen, acts }: Look,
): Promise<{ clients: number; news: TrafficNews[] }> {
  const [told] = await em.execute<{ clients: number; news: TrafficNews[] | null }[]>(sql`
    with seen as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(seen)}::jsonb)
        as seen(email text, used numeric, online boolean, "lastOnline" text)
    ), ours as materialized (
      select client.id, seen.used, seen.online, seen."lastOnline",
             seen.used <> client.panel_traffic_bytes
               or seen.online <> coalesce((client.connection_stats->>'online')::boolean, false)
               or seen."lastOnline" collate "C" > coalesce(client.connection_stats->>'lastSeen', '') collate "C"
               or ${acts} and client.status = 'active' and (
                 client.connected_at is null and (seen.used > 0 or seen."lastOnline" is not null)
                 or client.traffic_percentage_used >= 80
                   and client.traffic_noticed < least(100, floor(client.traffic_percentage_used))
               ) as has_news
        from seen
        join server_clients client on client.email = seen.email
        join server_inbounds inbound on inbound.id = client.inbound_id
       where inbound.server_id = ${serverId} and client.status in ('active', 'suspended', 'expired')
    ), known as materialized (
      select client.id, client.status, client.traffic_noticed, client.traffic_limit_mb, client.connected_at,
             client.period_start_traffic_bytes as period_start, ours.used as total, ours.online, ours."lastOnline",
             coalesce(nullif(client.connection_stats, 'null'::jsonb), '{}'::jsonb) as stats,
             grown.bytes as grown, grown.lifetime, grown.lifetime - client.period_start_traffic_bytes as used,
             ${acts} and ${ENDED} and grown.bytes > 0 and client.expires_at <= ${at}::timestamptz - ${LATE} as is_late
        from ours
        join server_clients client on client.id = ours.id
       cross join lateral (
         select least(greatest(ours.used - client.panel_traffic_bytes, 0),
                      ${MOST} - client.lifetime_traffic_bytes) as bytes
       ) flow
       cross join lateral (select flow.bytes, client.lifetime_traffic_bytes + flow.bytes as lifetime) grown
       where ours.has_news and (client.traffic_seen_at is null or client.traffic_seen_at <= ${at})
       order by client.id
         for no key update of client
    ), shared as materialized (
      select known.*, case when traffic_limit_mb is null then 0
                           else least(100, floor(used * 10000 / (traffic_limit_mb * ${MEBIBYTE})) / 100) end as percent,
             stats->>'lastSeen' as seen_before, coalesce((stats->>'online')::boolean, false) as was_online
        from known
    ), marked as materialized (
      select shared.*,
             case when status <> 'active' or not ${acts} then null
                  when percent >= 100 and traffic_noticed < 100 then 100
                  when percent >= 95 and traffic_noticed < 95 then 95
                  when percent >= 80 and traffic_noticed < 80 then 80 end as mark,
             ${acts} and status = 'active' and connected_at is null and (total > 0 or "lastOnline" is not null) as is_first
        from shared
    ), days as (
      insert into client_traffic_days as each (client_id, day, bytes)
      select id, ${day}::date, grown from marked where grown > 0
      on conflict (client_id, day) do update
        set bytes = least(each.bytes::numeric + excluded.bytes, ${MOST})
    ), written as (
      update server_clients client
         set panel_traffic_bytes = marked.total,
             lifetime_traffic_bytes = marked.lifetime,
             traffic_used_mb = div(marked.used, ${MEBIBYTE}),
             traffic_percentage_used = marked.percent,
             traffic_seen_at = ${at},
             traffic_noticed = coalesce(marked.mark, client.traffic_noticed),
             connected_at = case when marked.is_first then ${at} else client.connected_at end,
             connection_stats = case when marked.online is null then client.connection_stats
               else jsonb_build_object(
                 'online', marked.online,
                 'lastSeen', greatest(marked.seen_before collate "C", marked."lastOnline" collate "C"),
                 'connections', coalesce((marked.stats->>'connections')::int, 0)
                   + (marked.online and not marked.was_online)::int,
                 'distinctIps', coalesce((marked.stats->>'distinctIps')::int, 0),
                 'ips', coalesce(marked.stats->'ips', '[]'::jsonb)) end
        from marked
       where client.id = marked.id
      returning client.id, client.customer_id as "customerId", marked.mark, marked.period_start::text as period,
                marked.is_first as "isFirst", marked.is_late as "isLate",
                ${acts} and client.status = 'active' and marked.traffic_limit_mb is not null and marked.percent >= 100 as "isOver"
    )
    select (select count(*)::int from ours) as clients,
           (select jsonb_agg(to_jsonb(written) order by id) from written
             where mark is not null or "isFirst" or "isLate" or "isOver") as news`);
  return { clients: told?.clients ?? 0, news: told?.news ?? [] };
}

/** The whole list of this server was counted: whoever counts by the clock need not ask again so soon. */
export async function noteCounted(em: SqlEntityManager, serverId: number, at: Date): Promise<void> {
  await em.execute(sql`
    insert into traffic_turns (server_id, counted_at) values (${serverId}, ${at})
    on conflict (server_id) do update set counted_at = greatest(traffic_turns.counted_at, excluded.counted_at)`);
}
