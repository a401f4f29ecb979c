import { Migration } from '@mikro-orm/migrations';

const STATEMENTS = [
  `create table telegram_updates (
    bot_id bigint not null,
    update_id bigint not null,
    lane varchar(255) not null,
    body jsonb null,
    state text not null default 'open',
    attempts int not null default 0,
    due_at timestamptz(3) not null,
    lease_no int not null default 0,
    lease_until timestamptz(6) null,
    received_at timestamptz(6) not null,
    error text null,
    primary key (bot_id, update_id)
  )`,
  `create index telegram_updates_bot_id_lane_update_id_index on telegram_updates (bot_id, lane, update_id) where state = 'open'`,
  `alter table telegram_updates
    add constraint telegram_updates_state_check check (state in ('open', 'done', 'failed'))`,
  `create table outgoing_messages (
    id bigserial primary key,
    bot_id bigint not null,
    chat_id bigint not null,
    kind varchar(255) not null,
    data jsonb not null,
    idem_key varchar(255) not null,
    priority int not null default 0,
    state text not null default 'pending',
    due_at timestamptz(3) not null,
    attempts int not null default 0,
    message_id bigint null,
    error text null,
    created_at timestamptz(3) not null,
    sent_at timestamptz(3) null
  )`,
  `alter table outgoing_messages add constraint outgoing_messages_idem_key_unique unique (idem_key)`,
  `create index outgoing_messages_bot_id_chat_id_id_index on outgoing_messages (bot_id, chat_id, id) where state = 'pending'`,
  `alter table outgoing_messages
    add constraint outgoing_messages_state_check
    check (state in ('pending', 'sent', 'undeliverable', 'failed', 'dropped'))`,
  `create table order_cards (
    order_id varchar(20) not null,
    bot_id bigint not null,
    chat_id bigint not null,
    message_id bigint null,
    stage text not null default 'paid',
    wanted_version int not null default 1,
    sent_version int not null default 0,
    due_at timestamptz(3) not null,
    attempts int not null default 0,
    error text null,
    primary key (order_id)
  )`,
  `create index order_cards_bot_id_due_at_index on order_cards (bot_id, due_at) where wanted_version > sent_version`,
  `alter table order_cards add constraint order_cards_versions check (sent_version <= wanted_version)`,
  `alter table order_cards
    add constraint order_cards_stage_check
    check (stage in ('paid', 'creating', 'testing', 'slow', 'failed', 'ready', 'refunded'))`,
  `create table chat_lanes (
    bot_id bigint not null,
    chat_id bigint not null,
    lease_no int not null default 0,
    lease_until timestamptz(6) null,
    budget_until timestamptz(6) null,
    primary key (bot_id, chat_id)
  )`,
  `create table bot_states (
    bot_id bigserial primary key,
    poller_holder varchar(255) null,
    poller_until timestamptz(6) null,
    budget_until timestamptz(6) null,
    transactions_offset int not null default 0,
    transactions_read_at timestamptz(3) null
  )`,
  `create table wizard_states (
    key varchar(255) not null,
    version varchar(255) not null,
    state text not null,
    rev int not null default 1,
    updated_at timestamptz(3) not null,
    primary key (key)
  )`,
  `create table panel_lanes (
    server_id int not null,
    holder varchar(255) null,
    lease_no int not null default 0,
    lease_until timestamptz(6) null,
    quiet_until timestamptz(6) null,
    primary key (server_id)
  )`,
  `create table tombstones (
    id serial primary key,
    server_id int not null,
    email varchar(255) not null,
    due_at timestamptz(3) null,
    cleared_at timestamptz(3) null,
    looks int not null default 0,
    created_at timestamptz(3) not null
  )`,
  `create index tombstones_server_id_due_at_index on tombstones (server_id, due_at) where due_at is not null`,
  `alter table tombstones add constraint tombstones_server_id_email_unique unique (server_id, email)`,
  `create table audit_log (
    id serial primary key,
    actor_id bigint not null,
    action varchar(255) not null,
    target varchar(255) not null,
    before jsonb null,
    after jsonb null,
    at timestamptz(3) not null
  )`,
  `create index audit_log_at_index on audit_log (at)`,
  `create table shop_marks (
    id serial primary key,
    kind text not null,
    shop4 varchar(4) not null,
    created_at timestamptz(3) not null
  )`,
  `alter table shop_marks add constraint shop_marks_single check (id = 1)`,
  `alter table shop_marks add constraint shop_marks_kind_check check (kind in ('live', 'sandbox'))`,
  `alter table order_cards
    add constraint order_cards_order_id_foreign foreign key (order_id)
    references orders (id) on update cascade on delete cascade`,
  `alter table panel_lanes
    add constraint panel_lanes_server_id_foreign foreign key (server_id)
    references servers (id) on update cascade on delete cascade`,
  `alter table tombstones
    add constraint tombstones_server_id_foreign foreign key (server_id)
    references servers (id)`,
];

const TABLES = [
  'shop_marks',
  'audit_log',
  'tombstones',
  'panel_lanes',
  'wizard_states',
  'bot_states',
  'chat_lanes',
  'order_cards',
  'outgoing_messages',
  'telegram_updates',
];

/** The inbox, what is to be sent, who may write to a panel, and who this shop is. */
export class Migration0003TelegramAndLanes extends Migration {
  override up(): void {
    for (const statement of STATEMENTS) this.addSql(statement);
  }

  override down(): void {
    for (const table of TABLES) this.addSql(`drop table if exists ${table} cascade`);
  }
}
