import { Migration } from '@mikro-orm/migrations';

const STATEMENTS = [
  `alter table customers
    add column home_message_id bigint null,
    add column home_drawn_at timestamptz(3) null,
    add column home_update_id bigint null,
    add column awaiting varchar(255) null,
    add column awaiting_until timestamptz(3) null,
    add column awaiting_update_id bigint null`,
  `create table support_messages (
    id serial primary key,
    customer_id bigint not null,
    staff_id bigint null,
    text text not null,
    created_at timestamptz(3) not null
  )`,
  `create index support_messages_customer_id_created_at_index on support_messages (customer_id, created_at)`,
  `alter table support_messages
    add constraint support_messages_customer_id_foreign foreign key (customer_id) references customers (id)`,
  `create table group_notices (
    chat_id bigserial primary key,
    said_at timestamptz(3) not null
  )`,
];

/** The one message that navigation edits, what customers and staff write to each other, and the word to groups. */
export class Migration0008HomeAndSupport extends Migration {
  override up(): void {
    for (const statement of STATEMENTS) this.addSql(statement);
  }

  override down(): void {
    this.addSql('drop table if exists group_notices cascade');
    this.addSql('drop table if exists support_messages cascade');
    this.addSql(`alter table customers
      drop column home_message_id, drop column home_drawn_at, drop column home_update_id,
      drop column awaiting, drop column awaiting_until, drop column awaiting_update_id`);
  }
}
