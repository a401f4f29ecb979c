import { Migration } from '@mikro-orm/migrations';

/** What Telegram was told of our webhook, and what it says about it. */
export class Migration0013Webhook extends Migration {
  override up(): void {
    this.addSql(`alter table bot_states
      add column webhook_set varchar(255) null,
      add column webhook_pending int not null default 0,
      add column webhook_trouble text null,
      add column webhook_failing_since timestamptz(3) null,
      add column webhook_told_at timestamptz(3) null`);
  }

  override down(): void {
    this.addSql(`alter table bot_states
      drop column webhook_set,
      drop column webhook_pending,
      drop column webhook_trouble,
      drop column webhook_failing_since,
      drop column webhook_told_at`);
  }
}
