import { Migration } from '@mikro-orm/migrations';

/**
 * An inbound that refuses every client goes out of sale until one was taken again for a try; one that bears the shop's
 * name and is nobody's is removed from its panel. Clients of inbounds that are gone count as vanished until the staff
 * has said its word. A unit that is tried anew has all its tries again.
 */
export class Migration0048RefusingInbounds extends Migration {
  override up(): void {
    this.addSql(`alter table server_inbounds
      add column refused_units jsonb null,
      add column refusing_why text null,
      add column self_test_due_at timestamptz(3) null,
      add column removal_due_at timestamptz(3) null`);
    this.addSql('alter table servers add column stranded_known int not null default 0');
    this.addSql(`alter table order_server_clients
      add column retried_at timestamptz(3) null, add column attempts_before int not null default 0`);
  }

  override down(): void {
    this.addSql('alter table order_server_clients drop column retried_at, drop column attempts_before');
    this.addSql('alter table servers drop column stranded_known');
    this.addSql(`alter table server_inbounds
      drop column refused_units, drop column refusing_why, drop column self_test_due_at,
      drop column removal_due_at`);
  }
}
