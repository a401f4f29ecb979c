import { Migration } from '@mikro-orm/migrations';

const UP = [
  `alter table server_inbounds
    add column link_parts jsonb null,
    add column links_rev int not null default 0`,
  `alter table server_clients
    add column links_rev int not null default 0,
    add column links_due_at timestamptz(3) null`,
  `create index server_clients_links on server_clients (inbound_id, links_rev) where status = 'active'`,
];

const DOWN = [
  'drop index server_clients_links',
  'alter table server_clients drop column links_rev, drop column links_due_at',
  'alter table server_inbounds drop column link_parts, drop column links_rev',
];

/** What stands in share links of an inbound, and which accesses have links from before it changed. */
export class Migration0044LinksAnew extends Migration {
  override up(): void {
    for (const statement of UP) this.addSql(statement);
  }

  override down(): void {
    for (const statement of DOWN) this.addSql(statement);
  }
}
