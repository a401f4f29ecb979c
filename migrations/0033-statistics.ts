import { Migration } from '@mikro-orm/migrations';

/** What all clients together used on days that are over, and the way to the clients' own days by date. */
export class Migration0033Statistics extends Migration {
  override up(): void {
    this.addSql(`create index client_traffic_days_day_index on client_traffic_days (day)`);
    this.addSql(`create table shop_traffic_days (
      day date not null primary key,
      bytes bigint not null,
      constraint shop_traffic_days_bytes check (bytes >= 0)
    )`);
  }

  /** The sums can be made again from the clients' own days. */
  override down(): void {
    this.addSql(`drop table shop_traffic_days`);
    this.addSql(`drop index client_traffic_days_day_index`);
  }
}
