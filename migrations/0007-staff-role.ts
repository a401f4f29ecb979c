import { Migration } from '@mikro-orm/migrations';

/** What an owner lets a person do besides buying. */
export class Migration0007StaffRole extends Migration {
  override up(): void {
    this.addSql('alter table customers add column staff_role text null');
    this.addSql(
      `alter table customers add constraint customers_staff_role_check check (staff_role in ('viewer', 'support', 'admin'))`,
    );
  }

  override down(): void {
    this.addSql('alter table customers drop column staff_role');
  }
}
