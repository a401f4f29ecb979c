import { Migration } from '@mikro-orm/migrations';

/** Where days were given for nothing, the end of what was paid: only that is worth money when the plan is changed. */
export class Migration0042PaidUntil extends Migration {
  override up(): void {
    this.addSql('alter table server_clients add column paid_until timestamptz(3) null');
  }

  override down(): void {
    this.addSql('alter table server_clients drop column paid_until');
  }
}
