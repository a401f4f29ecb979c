import { Migration } from '@mikro-orm/migrations';

const STATEMENTS = [
  `create table orders (
    id varchar(20) not null,
    customer_id bigint not null,
    bot_id bigint not null,
    nonce varchar(255) not null,
    status text not null default 'pending_payment',
    total_minor bigint not null,
    currency varchar(3) not null,
    total_stars int not null,
    terms_version varchar(255) not null,
    reserved_until timestamptz(3) null,
    prechecked_at timestamptz(3) null,
    paid_at timestamptz(3) null,
    completed_at timestamptz(3) null,
    created_at timestamptz(3) not null,
    primary key (id)
  )`,
  `create index orders_status_reserved_until_index on orders (status, reserved_until)`,
  `create index orders_customer_id_created_at_index on orders (customer_id, created_at)`,
  `alter table orders add constraint orders_customer_id_nonce_unique unique (customer_id, nonce)`,
  `alter table orders
    add constraint orders_reservation_ends
    check ((status = 'pending_payment') = (reserved_until is not null))`,
  `alter table orders add constraint orders_total check (total_minor >= 0 and total_stars > 0)`,
  `alter table orders
    add constraint orders_status_check
    check (status in ('pending_payment', 'paid', 'processing', 'partial', 'completed', 'dispute', 'expired', 'cancelled', 'refunded'))`,
  `create table order_items (
    id varchar(20) not null,
    order_id varchar(20) not null,
    plan_id int not null,
    quantity int not null,
    plan_name varchar(255) not null,
    duration_days int not null,
    data_limit_gb int null,
    concurrent_connections int null,
    unit_price_minor bigint not null,
    setup_fee_minor bigint not null,
    unit_stars int not null,
    primary key (id)
  )`,
  `create index order_items_order_id_index on order_items (order_id)`,
  `alter table order_items add constraint order_items_quantity check (quantity >= 1 and quantity <= 60)`,
  `create table server_clients (
    id serial primary key,
    order_id varchar(20) not null,
    customer_id bigint not null,
    inbound_id int not null,
    status text not null default 'provisioning',
    email varchar(255) not null,
    uuid uuid not null,
    password varchar(255) not null,
    sub_id varchar(255) not null,
    flow varchar(255) not null default '',
    limit_ip int not null default 0,
    links jsonb not null,
    traffic_limit_mb bigint null,
    traffic_used_mb bigint not null,
    traffic_percentage_used real not null default 0,
    traffic_seen_at timestamptz(3) null,
    connection_stats jsonb null,
    performance_metrics jsonb null,
    expires_at timestamptz(3) null,
    attempt_expiries jsonb not null,
    provisioned_at timestamptz(3) null,
    activated_at timestamptz(3) null,
    suspended_at timestamptz(3) null,
    terminated_at timestamptz(3) null,
    status_reason varchar(255) null,
    auto_renew boolean not null default false,
    next_billing_at timestamptz(3) null,
    renewal_price_minor bigint null,
    error_message text null,
    retry_count int not null default 0,
    wanted text not null default 'enabled',
    wanted_rev int not null default 0,
    pushed_rev int not null default 0,
    push_due_at timestamptz(3) null,
    recheck_at timestamptz(3) null
  )`,
  `alter table server_clients add constraint server_clients_email_unique unique (email)`,
  `alter table server_clients add constraint server_clients_uuid_unique unique (uuid)`,
  `alter table server_clients add constraint server_clients_sub_id_unique unique (sub_id)`,
  `create index server_clients_customer_id_status_index on server_clients (customer_id, status)`,
  `create index server_clients_inbound_id_push_due_at_index on server_clients (inbound_id, push_due_at) where push_due_at is not null`,
  `create index server_clients_inbound_id_recheck_at_index on server_clients (inbound_id, recheck_at) where recheck_at is not null`,
  `alter table server_clients
    add constraint server_clients_limit check (traffic_limit_mb is null or traffic_limit_mb > 0)`,
  `alter table server_clients add constraint server_clients_used check (traffic_used_mb >= 0)`,
  `alter table server_clients add constraint server_clients_pushes check (pushed_rev <= wanted_rev)`,
  `alter table server_clients
    add constraint server_clients_open_push_is_due
    check ((pushed_rev < wanted_rev) = (push_due_at is not null))`,
  `alter table server_clients
    add constraint server_clients_status_check
    check (status in ('provisioning', 'active', 'suspended', 'expired', 'terminated'))`,
  `alter table server_clients
    add constraint server_clients_wanted_check check (wanted in ('enabled', 'disabled', 'deleted'))`,
  `create table order_server_clients (
    id varchar(13) not null,
    order_item_id varchar(20) not null,
    unit_no int not null,
    inbound_id int not null,
    server_client_id int null,
    placement_no int not null default 0,
    provision_status text not null default 'reserved',
    provision_error_code varchar(255) null,
    provision_error text null,
    provision_attempts int not null default 0,
    provision_started_at timestamptz(3) null,
    provision_completed_at timestamptz(3) null,
    provision_config jsonb null,
    provision_log jsonb not null,
    provision_duration_seconds real null,
    qa_passed boolean null,
    qa_notes text null,
    qa_completed_at timestamptz(3) null,
    due_at timestamptz(3) null,
    primary key (id)
  )`,
  `create index order_server_clients_inbound_id_due_at_index on order_server_clients (inbound_id, due_at) where provision_status in ('pending', 'provisioning')`,
  `create index order_server_clients_server_client_id_index on order_server_clients (server_client_id)`,
  `alter table order_server_clients
    add constraint order_server_clients_order_item_id_unit_no_unique unique (order_item_id, unit_no)`,
  `alter table order_server_clients
    add constraint order_server_clients_open_work_is_due
    check (due_at is not null or (provision_status <> 'pending' and provision_status <> 'provisioning'))`,
  `alter table order_server_clients
    add constraint order_server_clients_completed_has_client
    check (provision_status <> 'completed' or server_client_id is not null)`,
  `alter table order_server_clients
    add constraint order_server_clients_provision_status_check
    check (provision_status in ('reserved', 'pending', 'provisioning', 'completed', 'failed', 'cancelled'))`,
  `create table payments (
    id varchar(20) not null,
    order_id varchar(20) not null,
    provider varchar(32) not null,
    status text not null default 'created',
    amount bigint not null,
    currency varchar(3) not null,
    external_id varchar(255) null,
    note text null,
    settled_at timestamptz(3) null,
    created_at timestamptz(3) not null,
    primary key (id)
  )`,
  `create index payments_order_id_index on payments (order_id)`,
  `alter table payments add constraint payments_amount check (amount > 0)`,
  `alter table payments
    add constraint payments_status_check
    check (status in ('created', 'pending', 'confirming', 'underpaid', 'settled', 'credited', 'expired', 'failed', 'refunding', 'refunded', 'disputed'))`,
  `create table charges (
    id varchar(20) not null,
    payment_id varchar(20) null,
    bot_id bigint not null,
    charge_id varchar(255) not null,
    payer_id bigint not null,
    amount bigint not null,
    currency varchar(3) not null,
    status text not null,
    received_at timestamptz(3) not null,
    primary key (id)
  )`,
  `create index charges_payment_id_index on charges (payment_id)`,
  `alter table charges add constraint charges_bot_id_charge_id_unique unique (bot_id, charge_id)`,
  `alter table charges add constraint charges_amount check (amount > 0)`,
  `alter table charges
    add constraint charges_status_check
    check (status in ('settled', 'surplus', 'unmatched', 'refunding', 'refunded'))`,
  `create table refunds (
    id varchar(20) not null,
    charge_id varchar(20) not null,
    amount bigint not null,
    reason varchar(255) not null,
    status text not null default 'due',
    from_account varchar(255) not null,
    due_at timestamptz(3) not null,
    attempts int not null default 0,
    error text null,
    lease_no int not null default 0,
    lease_until timestamptz(6) null,
    created_at timestamptz(3) not null,
    completed_at timestamptz(3) null,
    primary key (id)
  )`,
  `create index refunds_due_at_index on refunds (due_at) where status = 'due'`,
  `alter table refunds add constraint refunds_charge_id_unique unique (charge_id)`,
  `alter table refunds add constraint refunds_status_check check (status in ('due', 'done', 'failed'))`,
  `create table ledger_accounts (
    id serial primary key,
    name varchar(255) not null,
    kind text not null,
    currency varchar(3) not null,
    customer_id bigint null,
    balance bigint not null
  )`,
  `alter table ledger_accounts
    add constraint ledger_accounts_name_currency_unique unique (name, currency)`,
  `alter table ledger_accounts
    add constraint ledger_accounts_no_overdraft check (kind <> 'customer' or balance >= 0)`,
  `alter table ledger_accounts
    add constraint ledger_accounts_kind_check
    check (kind in ('customer', 'psp', 'revenue', 'refunds', 'unallocated', 'promo', 'referral', 'fx_rounding'))`,
  `create table ledger_journals (
    id varchar(20) not null,
    idem_key varchar(255) not null,
    reason varchar(255) not null,
    order_id varchar(20) null,
    actor_id bigint null,
    at timestamptz(3) not null,
    primary key (id)
  )`,
  `alter table ledger_journals add constraint ledger_journals_idem_key_unique unique (idem_key)`,
  `create table ledger_postings (
    id serial primary key,
    journal_id varchar(20) not null,
    account_id int not null,
    amount bigint not null,
    currency varchar(3) not null
  )`,
  `create index ledger_postings_journal_id_index on ledger_postings (journal_id)`,
  `create index ledger_postings_account_id_index on ledger_postings (account_id)`,
  `alter table ledger_postings add constraint ledger_postings_amount check (amount <> 0)`,
  `alter table orders
    add constraint orders_customer_id_foreign foreign key (customer_id)
    references customers (id)`,
  `alter table order_items
    add constraint order_items_order_id_foreign foreign key (order_id)
    references orders (id)`,
  `alter table order_items
    add constraint order_items_plan_id_foreign foreign key (plan_id)
    references server_plans (id)`,
  `alter table server_clients
    add constraint server_clients_order_id_foreign foreign key (order_id)
    references orders (id)`,
  `alter table server_clients
    add constraint server_clients_customer_id_foreign foreign key (customer_id)
    references customers (id)`,
  `alter table server_clients
    add constraint server_clients_inbound_id_foreign foreign key (inbound_id)
    references server_inbounds (id)`,
  `alter table order_server_clients
    add constraint order_server_clients_order_item_id_foreign foreign key (order_item_id)
    references order_items (id)`,
  `alter table order_server_clients
    add constraint order_server_clients_inbound_id_foreign foreign key (inbound_id)
    references server_inbounds (id)`,
  `alter table order_server_clients
    add constraint order_server_clients_server_client_id_foreign foreign key (server_client_id)
    references server_clients (id) on delete set null`,
  `alter table payments
    add constraint payments_order_id_foreign foreign key (order_id)
    references orders (id)`,
  `alter table charges
    add constraint charges_payment_id_foreign foreign key (payment_id)
    references payments (id) on delete set null`,
  `alter table refunds
    add constraint refunds_charge_id_foreign foreign key (charge_id)
    references charges (id)`,
  `alter table ledger_accounts
    add constraint ledger_accounts_customer_id_foreign foreign key (customer_id)
    references customers (id) on delete set null`,
  `alter table ledger_postings
    add constraint ledger_postings_journal_id_foreign foreign key (journal_id)
    references ledger_journals (id)`,
  `alter table ledger_postings
    add constraint ledger_postings_account_id_foreign foreign key (account_id)
    references ledger_accounts (id)`,
];

const TABLES = [
  'ledger_postings',
  'ledger_journals',
  'ledger_accounts',
  'refunds',
  'charges',
  'payments',
  'order_server_clients',
  'server_clients',
  'order_items',
  'orders',
];

/** Orders down to the units, payments down to the charges, and the ledger. */
export class Migration0002OrdersAndMoney extends Migration {
  override up(): void {
    for (const statement of STATEMENTS) this.addSql(statement);
  }

  override down(): void {
    for (const table of TABLES) this.addSql(`drop table if exists ${table} cascade`);
  }
}
