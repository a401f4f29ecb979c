import { sql } from '@mikro-orm/core';
import type { BenchServer, BenchShop } from '../panels/bench-shop.ts';

type Crowd = { server: BenchServer; n: number; clients: number; firstCustomer: number };

/** A row of the shop for every client of a panel, made like one that was really sold; nothing of it is counted yet. */
export async function adoptCrowd(
  shop: BenchShop,
  { server, n, clients, firstCustomer }: Crowd,
): Promise<void> {
  await meetMany(shop, { from: firstCustomer, count: clients });
  await shop.needs.work.read().execute(sql`
    with template as (
      select to_jsonb(client) as row from server_clients client where client.provisioned_at is not null limit 1
    ), place as (select id from server_inbounds where server_id = ${server.serverId} and remote_id = 1)
    insert into server_clients
    select made.* from generate_series(1, ${clients}) as g(i), template, place,
      lateral jsonb_populate_record(null::server_clients, template.row || jsonb_build_object(
        'id', nextval('server_clients_id_seq'), 'inbound_id', place.id, 'customer_id', ${firstCustomer} + g.i - 1,
        'email', ${`p${n}`} || '-' || lpad(g.i::text, 6, '0'), 'uuid', gen_random_uuid(),
        'sub_id', 's' || ${n} || '-' || g.i, 'traffic_limit_mb', null,
        'panel_traffic_bytes', 0, 'lifetime_traffic_bytes', 0, 'period_start_traffic_bytes', 0,
        'traffic_used_mb', 0, 'connected_at', now(), 'push_due_at', null)) as made`);
}

async function meetMany(shop: BenchShop, { from, count }: { from: number; count: number }): Promise<void> {
  await shop.needs.work.read().execute(sql`
    insert into customers (id, name, language, subscription_hash, subscription_token, created_at)
    select i, 'Customer ' || i, 'en', lpad(i::text, 64, '0'), 'sealed', now()
      from generate_series(${from}::int, ${from + count - 1}::int) as g(i) on conflict do nothing`);
}

/** So many of each server end now. */
export async function endAtOnce(shop: BenchShop, perServer: number, at: Date): Promise<void> {
  await shop.needs.work.read().execute(sql`
    update server_clients set expires_at = ${at} where id in (
      select id from (
        select client.id, row_number() over (partition by client.inbound_id order by client.id) as place
          from server_clients client where client.status = 'active'
      ) ranked where place <= ${perServer})`);
}

/** A million rows as a large shop has them: most run, some are in their days of grace, switched off or paused, few are due. */
export async function addMillion(shop: BenchShop, rows: number): Promise<void> {
  await shop.needs.work.read().execute(sql`
    with template as (
      select to_jsonb(client) as row from server_clients client where client.provisioned_at is not null limit 1
    )
    insert into server_clients
    select made.* from (
      select i, case when i % 100 < 88 then 'active' when i % 100 < 97 then 'expired' else 'suspended' end as status,
             case when i % 100 < 88 then (i % 43200) * interval '1 minute' + interval '1 hour'
                  when i % 100 < 97 then (i % 4200) * interval '-1 minute'
                  else (i % 43200) * interval '1 minute' + interval '1 hour' end as span
        from generate_series(1, ${rows}::int) as g(i)
    ) g, template, lateral jsonb_populate_record(null::server_clients, template.row || jsonb_build_object(
        'id', nextval('server_clients_id_seq'), 'email', 'm-' || g.i, 'uuid', gen_random_uuid(), 'sub_id', 'm-' || g.i,
        'status', g.status, 'status_reason', case when g.i % 100 = 99 then 'customer' when g.status = 'expired' then 'expired' when g.status = 'suspended' then 'traffic' end,
        'wanted', case when g.i % 100 = 99 then 'disabled' else 'enabled' end,
        'paused_at', case when g.i % 100 = 99 then now() - interval '1 day' end,
        'paused_until', case when g.i % 100 = 99 then now() + g.span - interval '3 hours' end,
        'expires_at', now() + g.span, 'push_due_at', null,
        'traffic_limit_mb', 1000, 'traffic_used_mb', case g.status when 'suspended' then 1000 else 10 end,
        'end_noticed', case when g.status = 'expired' then 0 when g.span <= interval '1 day' then 1
                            when g.span <= interval '3 days' then 3 when g.span <= interval '7 days' then 7 else 8 end)) as made`);
  await addOrders(shop, rows);
  await shop.needs.work.read().execute('analyze');
}

/** Most are delivered, a few in a hundred refunded, hardly any is under way. */
async function addOrders(shop: BenchShop, rows: number): Promise<void> {
  await shop.needs.work.read().execute(sql`
    with template as (select to_jsonb(orders) as row from orders where status = 'completed' limit 1)
    insert into orders
    select made.* from generate_series(1, ${rows}::int) as g(i), template,
      lateral jsonb_populate_record(null::orders, template.row || jsonb_build_object(
        'id', lpad(g.i::text, 20, 'm'), 'nonce', 'm-' || g.i, 'created_at', now() - g.i * interval '10 seconds',
        'status', case when g.i % 5000 = 0 then 'processing' when g.i % 50 = 0 then 'refunded' else 'completed' end)) as made`);
}
