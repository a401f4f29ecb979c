import { Migration } from '@mikro-orm/migrations';

/** Renewals that Telegram charges for every thirty days by itself. */
export class Migration0036StarSubscriptions extends Migration {
  override up(): void {
    this.addSql(`create table star_subscriptions (
      id varchar(20) not null,
      customer_id bigint not null,
      client_id int null,
      order_id varchar(20) not null,
      bot_id bigint not null,
      charge_id varchar(255) not null,
      stars int not null,
      status text not null default 'active',
      is_barred boolean not null default false,
      started_at timestamptz(3) not null,
      ends_at timestamptz(3) not null,
      tell_due_at timestamptz(3) null,
      tell_no int not null default 0,
      tell_attempts int not null default 0,
      primary key (id)
    )`);
    this.addSql(`alter table star_subscriptions
      add constraint star_subscriptions_customer_id_foreign foreign key (customer_id) references customers (id),
      add constraint star_subscriptions_client_id_foreign foreign key (client_id) references server_clients (id) on delete set null,
      add constraint star_subscriptions_order_id_foreign foreign key (order_id) references orders (id),
      add constraint star_subscriptions_bot_id_charge_id_unique unique (bot_id, charge_id),
      add constraint star_subscriptions_status_check check (status in ('active', 'cancelled', 'ended')),
      add constraint star_subscriptions_stars check (stars > 0),
      add constraint star_subscriptions_barred check (not (is_barred and status = 'active'))`);
    this.addSql('create index star_subscriptions_order_id_index on star_subscriptions (order_id)');
    this.addSql(
      `create index star_subscriptions_client_id_index on star_subscriptions (client_id) where status <> 'ended'`,
    );
    this.addSql(
      `create index star_subscriptions_ends_at_index on star_subscriptions (ends_at) where status <> 'ended'`,
    );
    this.addSql(
      'create index star_subscriptions_tell_due_at_index on star_subscriptions (tell_due_at) where tell_due_at is not null',
    );
  }

  override down(): void {
    this.addSql('drop table star_subscriptions');
  }
}
