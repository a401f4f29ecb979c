import { Migration } from '@mikro-orm/migrations';

const checks = (origins: string, free: string): string[] => [
  'alter table orders drop constraint orders_origin_check',
  `alter table orders add constraint orders_origin_check check (origin in (${origins}))`,
  'alter table orders drop constraint orders_total',
  `alter table orders
    add constraint orders_total
    check (total_minor >= 0 and (total_stars > 0 or ((origin in (${free}) or purpose = 'plan') and total_stars = 0)))`,
];

const UP = [
  ...checks(`'sale', 'import', 'grant', 'trial'`, `'import', 'grant', 'trial'`),
  `alter table orders add constraint orders_trial_is_free check (origin <> 'trial' or total_minor = 0)`,
  `alter table order_items
    add column trial_days int null,
    add constraint order_items_trial
    check (trial_days is null or (trial_days > 0 and trial_days < duration_days and quantity = 1))`,
  `alter table server_plans
    add constraint server_plans_trial check (trial_days >= 0 and trial_days < duration_days)`,
  'alter table server_clients add column is_trial boolean not null default false',
  `create table free_trials (
    order_id varchar(20) not null,
    customer_id bigint not null,
    plan_id int not null,
    is_shop_wide boolean not null,
    taken_at timestamptz(3) not null,
    primary key (order_id)
  )`,
  `alter table free_trials
    add constraint free_trials_customer_id_plan_id_unique unique (customer_id, plan_id)`,
  'create unique index free_trials_one_in_the_shop on free_trials (customer_id) where is_shop_wide = true',
  'create index free_trials_plan_id_index on free_trials (plan_id)',
  'create index free_trials_taken_at_index on free_trials (taken_at)',
  `alter table free_trials
    add constraint free_trials_order_id_foreign foreign key (order_id)
    references orders (id) on update cascade on delete cascade`,
  `alter table free_trials
    add constraint free_trials_customer_id_foreign foreign key (customer_id) references customers (id)`,
  `alter table free_trials
    add constraint free_trials_plan_id_foreign foreign key (plan_id) references server_plans (id)`,
];

/** Accesses that people try for nothing, once each. */
export class Migration0038FreeTrials extends Migration {
  override up(): void {
    for (const statement of UP) this.addSql(statement);
  }

  /** Refused by the older check while a trial's order is there: its access would have no order any more. */
  override down(): void {
    this.addSql('drop table free_trials');
    this.addSql('alter table server_clients drop column is_trial');
    this.addSql('alter table server_plans drop constraint server_plans_trial');
    this.addSql('alter table order_items drop constraint order_items_trial, drop column trial_days');
    this.addSql('alter table orders drop constraint orders_trial_is_free');
    for (const statement of checks(`'sale', 'import', 'grant'`, `'import', 'grant'`)) this.addSql(statement);
  }
}
