import { Migration } from '@mikro-orm/migrations';

/** The language that a customer chose, beside the one of Telegram's app. */
export class Migration0006LanguageChoice extends Migration {
  override up(): void {
    this.addSql('alter table customers add column language_choice varchar(16) null');
  }

  override down(): void {
    this.addSql('alter table customers drop column language_choice');
  }
}
