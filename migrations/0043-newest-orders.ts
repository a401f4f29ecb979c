import { Migration } from '@mikro-orm/migrations';

/** The lists of orders, newest first, and the order of a charge are found without reading every row. */
export class Migration0043NewestOrders extends Migration {
  override up(): void {
    this.addSql('create index orders_created_at_index on orders (created_at)');
    this.addSql('create index charges_charge_id_index on charges (charge_id)');
  }

  override down(): void {
    this.addSql('drop index charges_charge_id_index');
    this.addSql('drop index orders_created_at_index');
  }
}
