import { Migration } from '@mikro-orm/migrations';

const stages = (...names: string[]): string => names.map((name) => `'${name}'`).join(', ');

/** Paid orders that wait for a yes of the staff. */
export class Migration0009Approvals extends Migration {
  override up(): void {
    this.addSql('alter table orders add column held_at timestamptz(3) null');
    this.addSql('create index orders_held_at_index on orders (held_at) where held_at is not null');
    this.addSql(`update orders set status = 'processing', held_at = coalesce(paid_at, created_at)
      where status in ('paid', 'processing') and exists (
        select from order_items item
          join server_plans plan on plan.id = item.plan_id
          join order_server_clients unit on unit.order_item_id = item.id
         where item.order_id = orders.id and unit.provision_status = 'pending' and not plan.auto_provision)`);
    this.addSql(`alter table orders add constraint orders_held_is_paid
      check (held_at is null or status in ('processing', 'dispute'))`);
    this.addSql('alter table order_cards drop constraint order_cards_stage_check');
    this.addSql(`alter table order_cards add constraint order_cards_stage_check
      check (stage in (${stages('paid', 'approval', 'creating', 'testing', 'slow', 'failed', 'ready', 'refunded')}))`);
    this.addSql(`update order_cards card set stage = 'approval', wanted_version = wanted_version + 1
      from orders where orders.id = card.order_id and orders.held_at is not null and card.stage in ('paid', 'creating', 'testing', 'slow')`);
  }

  override down(): void {
    this.addSql(`update order_cards set stage = 'paid' where stage = 'approval'`);
    this.addSql('alter table order_cards drop constraint order_cards_stage_check');
    this.addSql(`alter table order_cards add constraint order_cards_stage_check
      check (stage in (${stages('paid', 'creating', 'testing', 'slow', 'failed', 'ready', 'refunded')}))`);
    this.addSql('alter table orders drop column held_at');
  }
}
