import { Migration } from '@mikro-orm/migrations';

const UP = [
  // What is done about a client that somebody changed on the panel, and what is missing there and waits for a word.
  `alter table servers
    add column drift_policy text not null default 'ours' check (drift_policy in ('ours', 'report')),
    add column missing_clients int not null default 0,
    add column mass_drift_at timestamptz(3) null`,
  // Clients on a panel under our name that no row knows: how long they have been there is what decides.
  `create table panel_orphans (
    server_id int not null,
    email varchar(255) not null,
    first_seen_at timestamptz(3) not null,
    noticed_at timestamptz(3) null,
    primary key (server_id, email),
    constraint panel_orphans_server_id_foreign foreign key (server_id) references servers (id) on delete cascade
  )`,
  // Of a charge that no payment is known for: with it a lost order can be written down again.
  `alter table charges add column payload varchar(255) null`,
];

/** What the sweeps of the panels remember, and what a restored database is completed from. */
export class Migration0024Upkeep extends Migration {
  override up(): void {
    for (const statement of UP) this.addSql(statement);
  }

  override down(): void {
    this.addSql('alter table charges drop column payload');
    this.addSql('drop table panel_orphans');
    this.addSql(
      'alter table servers drop column drift_policy, drop column missing_clients, drop column mass_drift_at',
    );
  }
}
