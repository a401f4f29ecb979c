import { Migration } from '@mikro-orm/migrations';

/** What the schema itself refuses: a journal that does not sum to zero, and any change of what was once booked. */
export class Migration0004Guards extends Migration {
  override up(): void {
    this.addSql(`create function ledger_journal_sums_to_zero() returns trigger language plpgsql as $$
begin
  if exists (
    select from ledger_postings where journal_id = new.journal_id group by currency having sum(amount) <> 0
  ) then
    raise exception 'journal % does not sum to zero', new.journal_id using errcode = '23514';
  end if;
  if exists (
    select from ledger_postings posting join ledger_accounts account on account.id = posting.account_id
     where posting.journal_id = new.journal_id and posting.currency <> account.currency
  ) then
    raise exception 'journal % books another currency than its account', new.journal_id using errcode = '23514';
  end if;
  return null;
end $$`);
    this.addSql(`create constraint trigger ledger_postings_sum_to_zero after insert on ledger_postings
      deferrable initially deferred for each row execute function ledger_journal_sums_to_zero()`);
    this.addSql(`create function append_only() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = '42501';
end $$`);
    for (const table of APPEND_ONLY) {
      this.addSql(`create trigger ${table}_append_only before update or delete on ${table}
        for each row execute function append_only()`);
    }
  }

  override down(): void {
    for (const table of APPEND_ONLY) this.addSql(`drop trigger ${table}_append_only on ${table}`);
    this.addSql('drop trigger ledger_postings_sum_to_zero on ledger_postings');
    this.addSql('drop function append_only()');
    this.addSql('drop function ledger_journal_sums_to_zero()');
  }
}

const APPEND_ONLY = ['ledger_postings', 'ledger_journals', 'audit_log'];
