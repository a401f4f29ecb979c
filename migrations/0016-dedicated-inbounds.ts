import { Migration } from '@mikro-orm/migrations';

const UP = [
  `alter table server_inbounds add column kind text not null default 'shared'`,
  `alter table server_inbounds
    add constraint server_inbounds_kind_check check (kind in ('shared', 'source', 'dedicated'))`,
  `alter table servers
    add column own_ports varchar(11) not null default '30000-39999',
    add column own_server_name varchar(253) not null default 'www.microsoft.com'`,
  `create table dedicated_inbounds (
    inbound_id int not null primary key,
    unit_id varchar(13) not null,
    state text not null default 'planned',
    server_name varchar(253) not null,
    short_id varchar(16) not null,
    public_key varchar(64) not null,
    private_key text not null,
    due_at timestamptz(3) null,
    looks int not null default 0,
    cleared_at timestamptz(3) null,
    created_at timestamptz(3) not null
  )`,
  `alter table dedicated_inbounds
    add constraint dedicated_inbounds_state_check check (state in ('planned', 'made', 'removing', 'removed'))`,
  `alter table dedicated_inbounds
    add constraint dedicated_inbounds_inbound_id_foreign foreign key (inbound_id) references server_inbounds (id)
    on update cascade on delete cascade`,
  `alter table dedicated_inbounds
    add constraint dedicated_inbounds_unit_id_foreign foreign key (unit_id) references order_server_clients (id)`,
  `create index dedicated_inbounds_due_at_index on dedicated_inbounds (due_at) where due_at is not null`,
  `create index dedicated_inbounds_unit_id_index on dedicated_inbounds (unit_id)`,
  `create unique index server_inbounds_one_source on server_inbounds (server_id) where kind = 'source'`,
];

/** Inbounds that are made on a panel for one customer, and where such a sale takes its seat. */
export class Migration0016DedicatedInbounds extends Migration {
  override up(): void {
    for (const statement of UP) this.addSql(statement);
  }

  /** Whoever has an inbound of its own keeps it on the panel; the shop counts it as a shared one. */
  override down(): void {
    this.addSql('drop table dedicated_inbounds');
    this.addSql('drop index server_inbounds_one_source');
    this.addSql('alter table servers drop column own_ports, drop column own_server_name');
    this.addSql('alter table server_inbounds drop column kind');
  }
}
