import { Migration } from '@mikro-orm/migrations';

const CHARGES = ['settled', 'surplus', 'unmatched', 'refunding', 'refunded'];
const REFUNDS = ['due', 'done', 'failed'];

const checks = (charges: readonly string[], refunds: readonly string[]): string[] => [
  'alter table charges drop constraint charges_status_check',
  `alter table charges add constraint charges_status_check check (status in (${inQuotes(charges)}))`,
  'alter table refunds drop constraint refunds_status_check',
  `alter table refunds add constraint refunds_status_check check (status in (${inQuotes(refunds)}))`,
];

const inQuotes = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(', ');

/** Refunds that Telegram refused for good, and whose worth went to the balance instead. */
export class Migration0040CreditedRefunds extends Migration {
  override up(): void {
    for (const statement of checks([...CHARGES, 'credited'], [...REFUNDS, 'credited']))
      this.addSql(statement);
  }

  /** Refused by the older checks once a refund went to a balance. */
  override down(): void {
    for (const statement of checks(CHARGES, REFUNDS)) this.addSql(statement);
  }
}
