import { Migration } from '@mikro-orm/migrations';

/** What the figures of the shop are read by, and what the last try to reach an inbound from outside showed. */
export class Migration0026Figures extends Migration {
  override up(): void {
    this.addSql(
      `create index order_server_clients_order_item_id_index on order_server_clients (order_item_id) where provision_status in ('pending', 'provisioning', 'failed')`,
    );
    this.addSql(`create index orders_paid_at_index on orders (paid_at)`);
    this.addSql(`create index refunds_created_at_index on refunds (created_at) where status = 'failed'`);
    this.addSql(
      `alter table server_inbounds add column probed_at timestamptz(3) null, add column probe_outcome varchar(255) null`,
    );
  }

  override down(): void {
    this.addSql(`alter table server_inbounds drop column probed_at, drop column probe_outcome`);
    for (const index of [
      'order_server_clients_order_item_id_index',
      'orders_paid_at_index',
      'refunds_created_at_index',
    ])
      this.addSql(`drop index ${index}`);
  }
}
