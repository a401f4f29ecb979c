import { Migration } from '@mikro-orm/migrations';

const PURPOSES = "'access', 'renewal', 'traffic', 'plan', 'topup'";

const UP = [
  `alter table orders
    add column purpose text not null default 'access',
    add constraint orders_purpose_check check (purpose in (${PURPOSES}))`,
  `create table order_purchases (
    order_id varchar(20) not null,
    client_id int null,
    days int null,
    data_bytes bigint null,
    terms jsonb not null,
    period_from timestamptz(3) null,
    period_until timestamptz(3) null,
    applied_at timestamptz(3) null,
    taken_back_at timestamptz(3) null,
    primary key (order_id)
  )`,
  'create index order_purchases_client_id_index on order_purchases (client_id)',
  `alter table order_purchases
    add constraint order_purchases_order_id_foreign foreign key (order_id)
    references orders (id) on update cascade on delete cascade`,
  `alter table order_purchases
    add constraint order_purchases_client_id_foreign foreign key (client_id)
    references server_clients (id) on delete set null`,
  `alter table order_purchases add constraint order_purchases_days check (days is null or days > 0)`,
  `alter table order_purchases add constraint order_purchases_data check (data_bytes is null or data_bytes > 0)`,
  `alter table server_plans
    add column renewal_rule text not null default 'keep',
    add constraint server_plans_renewal_rule_check check (renewal_rule in ('keep', 'drop'))`,
  `alter table server_clients
    add column renewal_stars int null,
    add column next_price_minor bigint null,
    add column next_price_stars int null,
    add column next_price_from timestamptz(3) null`,
  `create index server_clients_next_billing_at_index on server_clients (next_billing_at)
    where next_billing_at is not null`,
];

/** Orders for an access that runs, what becomes of the rest at a renewal, and prices that were announced. */
export class Migration0028Renewals extends Migration {
  override up(): void {
    for (const statement of UP) this.addSql(statement);
  }

  /** What was bought for running access cannot be told from a purchase of access afterwards. */
  override down(): void {
    this.addSql('drop index server_clients_next_billing_at_index');
    this.addSql(
      `alter table server_clients drop column renewal_stars, drop column next_price_minor,
        drop column next_price_stars, drop column next_price_from`,
    );
    this.addSql('alter table server_plans drop column renewal_rule');
    this.addSql('drop table order_purchases');
    this.addSql('alter table orders drop column purpose');
  }
}
