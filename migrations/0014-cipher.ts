import { Migration } from '@mikro-orm/migrations';

/** The cipher of a shadowsocks inbound decides how long the keys on it must be. */
export class Migration0014Cipher extends Migration {
  override up(): void {
    this.addSql(`alter table server_inbounds add column cipher varchar(255) not null default ''`);
  }

  override down(): void {
    this.addSql(`alter table server_inbounds drop column cipher`);
  }
}
