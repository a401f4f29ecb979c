import { Migration } from '@mikro-orm/migrations';

const checks = (origins: string, free: string): string[] => [
  'alter table orders drop constraint orders_origin_check',
  `alter table orders add constraint orders_origin_check check (origin in (${origins}))`,
  'alter table orders drop constraint orders_total',
  `alter table orders
    add constraint orders_total
    check (total_minor >= 0 and (total_stars > 0 or (${free} and total_stars = 0)))`,
];

/** Orders that the staff gave away: made and delivered like a sale, and nobody paid. */
export class Migration0020GrantedOrders extends Migration {
  override up(): void {
    for (const statement of checks(`'sale', 'import', 'grant'`, `origin in ('import', 'grant')`))
      this.addSql(statement);
  }

  /** Refused by the older check while such an order is there: its access would have no order any more. */
  override down(): void {
    for (const statement of checks(`'sale', 'import'`, `origin = 'import'`)) this.addSql(statement);
  }
}
