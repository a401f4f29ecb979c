import { Migration } from '@mikro-orm/migrations';

const KINDS = "'customer', 'psp', 'revenue', 'refunds', 'unallocated', 'promo', 'referral', 'fx_rounding'";

const kindCheck = (kinds: string): string[] => [
  'alter table ledger_accounts drop constraint ledger_accounts_kind_check',
  `alter table ledger_accounts add constraint ledger_accounts_kind_check check (kind in (${kinds}))`,
];

const UP = [
  `create table wallet_credits (
    id varchar(20) not null,
    customer_id bigint not null,
    order_id varchar(20) null,
    amount bigint not null,
    currency varchar(3) not null,
    reason varchar(255) not null,
    units int not null,
    status text not null default 'due',
    due_at timestamptz(3) not null,
    actor_id bigint null,
    created_at timestamptz(3) not null,
    completed_at timestamptz(3) null,
    primary key (id)
  )`,
  `create index wallet_credits_order_id_index on wallet_credits (order_id)`,
  `create index wallet_credits_due_at_index on wallet_credits (due_at) where status = 'due'`,
  `alter table wallet_credits add constraint wallet_credits_amount check (amount > 0)`,
  `alter table wallet_credits add constraint wallet_credits_status_check check (status in ('due', 'done'))`,
  `alter table wallet_credits
    add constraint wallet_credits_customer_id_foreign foreign key (customer_id)
    references customers (id)`,
  `alter table wallet_credits
    add constraint wallet_credits_order_id_foreign foreign key (order_id)
    references orders (id) on delete set null`,
  ...kindCheck(`${KINDS}, 'held'`),
  'alter table orders add column approved_at timestamptz(3) null',
];

/** Balances of customers: credits to them, the part of an unpaid order that waits, and when an order was approved. */
export class Migration0022Wallet extends Migration {
  override up(): void {
    for (const statement of UP) this.addSql(statement);
  }

  /** Refused by the older check once money of a balance was held. */
  override down(): void {
    this.addSql('alter table orders drop column approved_at');
    for (const statement of kindCheck(KINDS)) this.addSql(statement);
    this.addSql('drop table wallet_credits');
  }
}
