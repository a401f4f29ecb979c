import { Migration } from '@mikro-orm/migrations';

const STATEMENTS = [
  `create table servers (
    id serial primary key,
    name varchar(255) not null,
    country varchar(2) null,
    panel_url varchar(500) not null,
    public_host varchar(255) not null,
    panel_credentials text not null,
    allow_http boolean not null default false,
    pinned_sha256 varchar(64) null,
    panel_guid varchar(255) null,
    panel_version varchar(255) not null,
    panel_generation varchar(255) not null,
    panel_has_bulk boolean not null default false,
    panel_repeats_safely boolean not null default false,
    health_status text not null default 'healthy',
    health_reason text null,
    probe_due_at timestamptz(3) null,
    failed_probes int not null default 0,
    last_connected_at timestamptz(3) null,
    auto_provisioning boolean not null default true,
    max_clients_per_inbound int null,
    total_clients int not null default 0,
    active_clients int not null default 0,
    total_traffic_mb bigint not null,
    performance_metrics jsonb null,
    alert_settings jsonb null,
    created_at timestamptz(3) not null
  )`,
  `alter table servers add constraint servers_panel_url_unique unique (panel_url)`,
  `alter table servers add constraint servers_panel_guid_unique unique (panel_guid)`,
  `alter table servers
    add constraint servers_out_of_sale_are_probed
    check ((health_status in ('healthy', 'warning')) = (probe_due_at is null))`,
  `alter table servers
    add constraint servers_max_clients_per_inbound
    check (max_clients_per_inbound is null or max_clients_per_inbound >= 0)`,
  `alter table servers
    add constraint servers_health_status_check
    check (health_status in ('healthy', 'warning', 'critical', 'offline'))`,
  `create table server_inbounds (
    id serial primary key,
    server_id int not null,
    remote_id int not null,
    remark varchar(255) not null,
    protocol varchar(255) not null,
    port int not null,
    network varchar(255) not null,
    security varchar(255) not null,
    flow_capable boolean not null default false,
    capacity int null,
    current_clients int not null default 0,
    is_default boolean not null default false,
    provisioning_enabled boolean not null default true,
    status text not null default 'active',
    status_message text null,
    performance_metrics jsonb null,
    traffic_limit_bytes bigint null,
    traffic_used_bytes bigint not null,
    client_template jsonb null,
    provisioning_rules jsonb null,
    core_checked_at timestamptz(3) null,
    last_synced_at timestamptz(3) null,
    disturbed_until timestamptz(3) null
  )`,
  `alter table server_inbounds
    add constraint server_inbounds_server_id_remote_id_unique unique (server_id, remote_id)`,
  `create unique index server_inbounds_server_id_unique on server_inbounds (server_id) where is_default = true`,
  `alter table server_inbounds
    add constraint server_inbounds_seats
    check (current_clients >= 0 and (capacity is null or current_clients <= capacity))`,
  `alter table server_inbounds
    add constraint server_inbounds_status_check
    check (status in ('active', 'full', 'maintenance', 'inactive', 'error'))`,
  `create table server_plans (
    id serial primary key,
    server_id int not null,
    name varchar(255) not null,
    description text null,
    category varchar(255) null,
    type text not null default 'shared',
    duration_days int not null,
    price_minor bigint not null,
    price_stars int null,
    price_version int not null default 1,
    setup_fee_minor bigint not null,
    data_limit_gb int null,
    concurrent_connections int null,
    trial_days int not null default 0,
    renewable boolean not null default true,
    auto_provision boolean not null default true,
    provision_settings jsonb null,
    preferred_inbound_id int null,
    max_clients int null,
    current_clients int not null default 0,
    performance_metrics jsonb null,
    is_active boolean not null default true,
    on_sale boolean not null default true,
    sort_order int not null default 0,
    created_at timestamptz(3) not null
  )`,
  `alter table server_plans
    add constraint server_plans_seats
    check (current_clients >= 0 and (max_clients is null or current_clients <= max_clients))`,
  `alter table server_plans
    add constraint server_plans_price check (price_minor >= 0 and setup_fee_minor >= 0)`,
  `alter table server_plans
    add constraint server_plans_price_stars check (price_stars is null or price_stars > 0)`,
  `alter table server_plans add constraint server_plans_duration check (duration_days > 0)`,
  `alter table server_plans
    add constraint server_plans_data_limit check (data_limit_gb is null or data_limit_gb > 0)`,
  `alter table server_plans
    add constraint server_plans_type_check
    check (type in ('single', 'multiple', 'dedicated', 'shared', 'branded', 'reseller'))`,
  `create table server_plan_pool (
    plan_id int not null,
    server_id int not null,
    rank int not null,
    primary key (plan_id, server_id)
  )`,
  `create table customers (
    id bigserial primary key,
    name varchar(255) not null,
    username varchar(255) null,
    language varchar(16) not null,
    bot_blocked_at timestamptz(3) null,
    subscription_hash varchar(64) not null,
    subscription_token text not null,
    terms_version varchar(255) null,
    terms_accepted_at timestamptz(3) null,
    suspended_at timestamptz(3) null,
    created_at timestamptz(3) not null
  )`,
  `alter table customers add constraint customers_subscription_hash_unique unique (subscription_hash)`,
  `alter table server_inbounds
    add constraint server_inbounds_server_id_foreign foreign key (server_id)
    references servers (id)`,
  `alter table server_plans
    add constraint server_plans_server_id_foreign foreign key (server_id)
    references servers (id)`,
  `alter table server_plans
    add constraint server_plans_preferred_inbound_id_foreign foreign key (preferred_inbound_id)
    references server_inbounds (id) on delete set null`,
  `alter table server_plan_pool
    add constraint server_plan_pool_plan_id_foreign foreign key (plan_id)
    references server_plans (id) on update cascade on delete cascade`,
  `alter table server_plan_pool
    add constraint server_plan_pool_server_id_foreign foreign key (server_id)
    references servers (id) on update cascade on delete cascade`,
];

const TABLES = ['customers', 'server_plan_pool', 'server_plans', 'server_inbounds', 'servers'];

/** What is sold and to whom: servers, their inbounds, plans, customers. */
export class Migration0001Catalogue extends Migration {
  override up(): void {
    for (const statement of STATEMENTS) this.addSql(statement);
  }

  override down(): void {
    for (const table of TABLES) this.addSql(`drop table if exists ${table} cascade`);
  }
}
