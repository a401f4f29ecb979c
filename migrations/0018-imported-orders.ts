import { Migration } from '@mikro-orm/migrations';

const UP = [
  `alter table orders add column origin text not null default 'sale'`,
  `alter table orders add constraint orders_origin_check check (origin in ('sale', 'import'))`,
  `alter table orders drop constraint orders_total`,
  `alter table orders
    add constraint orders_total
    check (total_minor >= 0 and (total_stars > 0 or (origin = 'import' and total_stars = 0)))`,
  `alter table servers add column strangers int not null default 0`,
];

/** Orders that nobody paid: they stand for clients that a panel held before the shop knew them. */
export class Migration0018ImportedOrders extends Migration {
  override up(): void {
    for (const statement of UP) this.addSql(statement);
  }

  /** Refused by the older check while such an order is there: its access would have no order any more. */
  override down(): void {
    this.addSql('alter table servers drop column strangers');
    this.addSql('alter table orders drop constraint orders_total');
    this.addSql(
      'alter table orders add constraint orders_total check (total_minor >= 0 and total_stars > 0)',
    );
    this.addSql('alter table orders drop constraint orders_origin_check');
    this.addSql('alter table orders drop column origin');
  }
}
