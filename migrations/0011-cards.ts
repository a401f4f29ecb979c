import { Migration } from '@mikro-orm/migrations';

/** Servers that were deleted keep their row for what was sold on them; a plan is made once per press. */
export class Migration0011Cards extends Migration {
  override up(): void {
    this.addSql('alter table servers add column retired_at timestamptz(3) null');
    this.addSql('alter table servers drop constraint servers_out_of_sale_are_probed');
    this.addSql(
      `alter table servers add constraint servers_out_of_sale_are_probed
         check ((health_status in ('healthy', 'warning')) = (probe_due_at is null) or retired_at is not null)`,
    );
    this.addSql(
      `alter table servers add constraint servers_retired_sell_nothing
         check (retired_at is null or (health_status = 'offline' and not auto_provisioning))`,
    );
    this.addSql('alter table server_plans add column create_key varchar(255) null');
    this.addSql('alter table server_plans add constraint server_plans_create_key_unique unique (create_key)');
  }

  override down(): void {
    this.addSql('alter table server_plans drop column create_key');
    this.addSql('update servers set probe_due_at = now() where retired_at is not null');
    this.addSql('alter table servers drop constraint servers_retired_sell_nothing');
    this.addSql('alter table servers drop constraint servers_out_of_sale_are_probed');
    this.addSql(
      `alter table servers add constraint servers_out_of_sale_are_probed
         check ((health_status in ('healthy', 'warning')) = (probe_due_at is null))`,
    );
    this.addSql('alter table servers drop column retired_at');
  }
}
