import { Migration } from '@mikro-orm/migrations';

const MEBIBYTE = 1024 * 1024;

const UP = [
  `alter table server_clients
    add column panel_traffic_bytes bigint null,
    add column lifetime_traffic_bytes bigint null,
    add column period_start_traffic_bytes bigint null,
    add column traffic_noticed int not null default 0,
    add column traffic_reset_rev int not null default 0,
    add column status_history jsonb null`,
  `update server_clients
      set panel_traffic_bytes = traffic_used_mb * ${MEBIBYTE},
          lifetime_traffic_bytes = traffic_used_mb * ${MEBIBYTE},
          period_start_traffic_bytes = 0,
          status_history = '[]'`,
  `alter table server_clients
    alter column panel_traffic_bytes set not null,
    alter column lifetime_traffic_bytes set not null,
    alter column period_start_traffic_bytes set not null,
    alter column status_history set not null`,
  `alter table server_clients
    add constraint server_clients_period
    check (period_start_traffic_bytes >= 0 and period_start_traffic_bytes <= lifetime_traffic_bytes)`,
  `alter table servers
    add column health_since timestamptz(3) null,
    add column health_leaning text null,
    add column health_looks int not null default 0`,
  `alter table servers
    add constraint servers_health_leaning_check
    check (health_leaning in ('healthy', 'warning', 'critical', 'offline'))`,
  `create table server_checks (
    id bigserial primary key,
    server_id int not null,
    at timestamptz(3) not null,
    outcome text not null,
    ms int null
  )`,
  `create index server_checks_server_id_at_index on server_checks (server_id, at)`,
  `alter table server_checks
    add constraint server_checks_outcome_check check (outcome in ('answered', 'silent', 'refused'))`,
  `alter table server_checks add constraint server_checks_ms check ((outcome = 'answered') = (ms is not null))`,
  `alter table server_checks
    add constraint server_checks_server_id_foreign foreign key (server_id)
    references servers (id)`,
  `create table inbound_traffic_samples (
    id bigserial primary key,
    inbound_id int not null,
    at timestamptz(3) not null,
    total_bytes bigint not null,
    delta_bytes bigint not null
  )`,
  `create index inbound_traffic_samples_inbound_id_at_index on inbound_traffic_samples (inbound_id, at)`,
  `alter table inbound_traffic_samples
    add constraint inbound_traffic_samples_sizes check (total_bytes >= 0 and delta_bytes >= 0)`,
  `alter table inbound_traffic_samples
    add constraint inbound_traffic_samples_inbound_id_foreign foreign key (inbound_id)
    references server_inbounds (id)`,
];

const DOWN = [
  'drop table inbound_traffic_samples',
  'drop table server_checks',
  'alter table servers drop column health_since, drop column health_leaning, drop column health_looks',
  `alter table server_clients
    drop column panel_traffic_bytes,
    drop column lifetime_traffic_bytes,
    drop column period_start_traffic_bytes,
    drop column traffic_noticed,
    drop column traffic_reset_rev,
    drop column status_history`,
];

/** Traffic counted over resets and periods, the looks at servers, the history of inbounds. */
export class Migration0010TrafficAndChecks extends Migration {
  override up(): void {
    for (const statement of UP) this.addSql(statement);
  }

  override down(): void {
    for (const statement of DOWN) this.addSql(statement);
  }
}
