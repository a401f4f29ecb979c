import { Migration } from '@mikro-orm/migrations';

/** Delivered accesses that get new names on their panel, or another panel, and how often a plan allows that. */
export class Migration0029Moves extends Migration {
  override up(): void {
    this.addSql(
      `alter table server_plans add column moves_per_period int not null default 3, add constraint server_plans_moves check (moves_per_period >= 0)`,
    );
    this.addSql(
      `alter table server_clients add column carried_traffic_bytes bigint not null default 0, add column moves_used int not null default 0`,
    );
    this.addSql(`alter table server_clients alter column carried_traffic_bytes drop default`);
    this.addSql(`create table client_moves (
      id serial primary key,
      client_id int not null,
      kind text not null,
      state text not null default 'open',
      from_inbound_id int not null,
      to_inbound_id int not null,
      placement_no int not null,
      email varchar(255) not null,
      uuid uuid not null,
      password varchar(255) not null,
      sub_id varchar(255) not null,
      flow varchar(255) not null default '',
      attempts int not null default 0,
      tried_at timestamptz(3) null,
      error text null,
      due_at timestamptz(3) null,
      created_at timestamptz(3) not null,
      ended_at timestamptz(3) null
    )`);
    this.addSql(`alter table client_moves
      add constraint client_moves_client_id_foreign foreign key (client_id) references server_clients (id),
      add constraint client_moves_from_inbound_id_foreign foreign key (from_inbound_id) references server_inbounds (id),
      add constraint client_moves_to_inbound_id_foreign foreign key (to_inbound_id) references server_inbounds (id),
      add constraint client_moves_email_unique unique (email),
      add constraint client_moves_kind_check check (kind in ('key', 'location')),
      add constraint client_moves_state_check check (state in ('open', 'done', 'failed', 'cancelled')),
      add constraint client_moves_open_is_due check ((state = 'open') = (due_at is not null))`);
    this.addSql(
      `create index client_moves_client_id_created_at_index on client_moves (client_id, created_at)`,
    );
    this.addSql(
      `create index client_moves_to_inbound_id_due_at_index on client_moves (to_inbound_id, due_at) where state = 'open'`,
    );
    this.addSql(
      `create unique index client_moves_one_at_a_time on client_moves (client_id) where state = 'open'`,
    );
  }

  override down(): void {
    this.addSql(`drop table client_moves`);
    this.addSql(`alter table server_clients drop column carried_traffic_bytes, drop column moves_used`);
    this.addSql(`alter table server_plans drop constraint server_plans_moves, drop column moves_per_period`);
  }
}
