import { Migration } from '@mikro-orm/migrations';

const UP = [
  // Which mark before the end is behind (8 = none), and when the access was used for the first time.
  `alter table server_clients
    add column end_noticed int not null default 8,
    add column connected_at timestamptz(3) null`,
  // Who was connected before the shop told people so does not hear of it now.
  `update server_clients set connected_at = coalesce(activated_at, now())
    where lifetime_traffic_bytes > 0 or connection_stats->>'lastSeen' is not null`,
  `create index server_clients_ending on server_clients (expires_at) where status = 'active'`,
  `create index server_clients_to_remind on server_clients (end_noticed, expires_at) where status = 'active'`,
  `create index server_clients_off_ending on server_clients (expires_at) where status = 'suspended'`,
  `create index server_clients_in_grace on server_clients (expires_at)
    where status in ('suspended', 'expired') and wanted <> 'deleted'`,
  `create index server_clients_to_resume on server_clients (traffic_limit_mb)
    where status = 'suspended' and status_reason = 'traffic'
      and (traffic_limit_mb is null or traffic_used_mb < traffic_limit_mb)`,
  // What each client used on each day (UTC).
  `create table client_traffic_days (
    client_id int not null,
    day date not null,
    bytes bigint not null,
    primary key (client_id, day),
    constraint client_traffic_days_bytes check (bytes >= 0),
    constraint client_traffic_days_client_id_foreign foreign key (client_id)
      references server_clients (id) on delete cascade
  )`,
  // What is to be said of an access, once per period, when its customer is awake.
  `create table client_notices (
    client_id int not null,
    kind varchar(255) not null,
    period varchar(255) not null,
    due_at timestamptz(3) not null,
    said_at timestamptz(3) null,
    primary key (client_id, kind, period),
    constraint client_notices_client_id_foreign foreign key (client_id)
      references server_clients (id) on delete cascade
  )`,
  `create index client_notices_due_at_index on client_notices (due_at) where said_at is null`,
  // When a customer wants to hear of an access, and of what.
  `create table notice_choices (
    customer_id bigint not null primary key,
    muted boolean not null default false,
    wakes_at int null,
    sleeps_at int null,
    utc_offset int null,
    constraint notice_choices_customer_id_foreign foreign key (customer_id)
      references customers (id) on update cascade on delete cascade,
    constraint notice_choices_hours check ((wakes_at is null) = (sleeps_at is null) and wakes_at >= 0 and sleeps_at <= 24 and wakes_at < sleeps_at),
    constraint notice_choices_offset check (utc_offset >= -720 and utc_offset <= 840)
  )`,
  // What the lifecycle did, and who counts the traffic of a server at the moment.
  `create table lifecycle_runs (
    id bigserial primary key,
    operation varchar(255) not null,
    cause varchar(255) not null,
    started_at timestamptz(3) not null,
    ms int not null,
    processed int not null,
    ok int not null,
    errors jsonb not null
  )`,
  `create index lifecycle_runs_started_at_index on lifecycle_runs (started_at)`,
  `create table traffic_turns (
    server_id int not null primary key,
    turn_no int not null default 0,
    held_until timestamptz(6) null,
    counted_at timestamptz(3) null,
    constraint traffic_turns_server_id_foreign foreign key (server_id) references servers (id)
      on update cascade on delete cascade
  )`,
];

const INDEXES = ['ending', 'to_remind', 'off_ending', 'in_grace', 'to_resume'];

/** What time and traffic do to an access: days, marks, notices, and the runs that see to them. */
export class Migration0027Lifecycle extends Migration {
  override up(): void {
    for (const statement of UP) this.addSql(statement);
  }

  override down(): void {
    for (const table of [
      'traffic_turns',
      'lifecycle_runs',
      'notice_choices',
      'client_notices',
      'client_traffic_days',
    ])
      this.addSql(`drop table ${table}`);
    for (const name of INDEXES) this.addSql(`drop index server_clients_${name}`);
    this.addSql('alter table server_clients drop column end_noticed, drop column connected_at');
  }
}
