import { Migration } from '@mikro-orm/migrations';

/** When an order's card was sent: Telegram takes edits of it for two days only. */
export class Migration0012CardSentAt extends Migration {
  override up(): void {
    this.addSql('alter table order_cards add column message_sent_at timestamptz(3) null');
  }

  override down(): void {
    this.addSql('alter table order_cards drop column message_sent_at');
  }
}
