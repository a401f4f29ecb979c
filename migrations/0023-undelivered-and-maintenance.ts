import { Migration } from '@mikro-orm/migrations';

/** Settings that owners change while the shop runs, and since when the staff knows that a paid key waits. */
export class Migration0023UndeliveredAndMaintenance extends Migration {
  override up(): void {
    this.addSql(`create table shop_settings (
      key varchar(255) not null primary key,
      value jsonb not null,
      changed_at timestamptz(3) not null,
      changed_by bigint not null
    )`);
    this.addSql('alter table order_server_clients add column late_told_at timestamptz(3) null');
  }

  override down(): void {
    this.addSql('alter table order_server_clients drop column late_told_at');
    this.addSql('drop table if exists shop_settings cascade');
  }
}
