import { Migration } from '@mikro-orm/migrations';

/** Who wants to be told when a plan can be bought again. */
export class Migration0047PlanWaits extends Migration {
  override up(): void {
    this.addSql(`create table plan_waits (
      customer_id bigint not null,
      plan_id int not null,
      asked_at timestamptz(3) not null,
      primary key (customer_id, plan_id)
    )`);
    this.addSql('create index plan_waits_plan_id_asked_at_index on plan_waits (plan_id, asked_at)');
    this.addSql(`alter table plan_waits
      add constraint plan_waits_customer_id_foreign foreign key (customer_id)
      references customers (id) on update cascade on delete cascade`);
    this.addSql(`alter table plan_waits
      add constraint plan_waits_plan_id_foreign foreign key (plan_id)
      references server_plans (id) on update cascade on delete cascade`);
  }

  override down(): void {
    this.addSql('drop table plan_waits');
  }
}
