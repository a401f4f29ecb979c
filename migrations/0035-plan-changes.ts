import { Migration } from '@mikro-orm/migrations';

const UP = [
  `alter table server_clients add column sold_as_id varchar(20) null`,
  `alter table server_clients
    add constraint server_clients_sold_as_id_foreign foreign key (sold_as_id)
    references order_items (id) on delete set null`,
  'alter table orders drop constraint orders_total',
  `alter table orders add constraint orders_total check (total_minor >= 0
    and (total_stars > 0 or ((origin in ('import', 'grant') or purpose = 'plan') and total_stars = 0)))`,
];

const DOWN = [
  'alter table orders drop constraint orders_total',
  `alter table orders add constraint orders_total check (total_minor >= 0
    and (total_stars > 0 or (origin in ('import', 'grant') and total_stars = 0))) not valid`,
  'alter table server_clients drop column sold_as_id',
];

/** An access can be sold anew under another plan while it runs; one that is cheaper costs nothing. */
export class Migration0035PlanChanges extends Migration {
  override up(): void {
    for (const statement of UP) this.addSql(statement);
  }

  /** Which plan an access was changed to cannot be told afterwards. */
  override down(): void {
    for (const statement of DOWN) this.addSql(statement);
  }
}
