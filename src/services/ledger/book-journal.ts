import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { ACCOUNT_KINDS } from '../../model/ledger.ts';

/** `customer:<id>` for wallets, `psp:<name>` for providers, else the kind itself. */
export type AccountName = string;

/** Signed minor units: negative where value comes from, positive where it comes to rest. */
export type Line = { account: AccountName; amount: bigint };

export type Journal = {
  id: string;
  /** What happened, so that it is booked once (RELIABILITY E3). */
  key: string;
  reason: string;
  currency: string;
  orderId: string | null;
  /** null = the shop itself. */
  actorId: number | null;
  at: Date;
  lines: readonly Line[];
};

/**
 * Books one movement of value, once: false = it was booked before. The schema refuses lines that do not sum to zero
 * and an overdraft of a customer. Accounts are locked in the order of their names.
 */
export async function bookJournal(em: SqlEntityManager, journal: Journal): Promise<boolean> {
  const [booked] = await em.execute(sql`
    insert into ledger_journals (id, idem_key, reason, order_id, actor_id, at)
    values (${journal.id}, ${journal.key}, ${journal.reason}, ${journal.orderId}, ${journal.actorId}, ${journal.at})
    on conflict (idem_key) do nothing
    returning id`);
  if (!booked) return false;
  for (const line of inLockOrder(journal.lines)) await post(em, journal, line);
  return true;
}

async function post(em: SqlEntityManager, journal: Journal, line: Line): Promise<void> {
  // Opened empty and then changed: a row that is only proposed is checked for an overdraft as well.
  await em.execute(sql`
    insert into ledger_accounts (name, kind, currency, customer_id, balance)
    values (${line.account}, ${kindOf(line.account)}, ${journal.currency}, ${customerOf(line.account)}, 0)
    on conflict (name, currency) do nothing`);
  const [account] = await em.execute<{ id: number }[]>(sql`
    update ledger_accounts set balance = balance + ${line.amount}
     where name = ${line.account} and currency = ${journal.currency}
    returning id`);
  await em.execute(sql`
    insert into ledger_postings (journal_id, account_id, amount, currency)
    values (${journal.id}, ${account?.id}, ${line.amount}, ${journal.currency})`);
}

const inLockOrder = (lines: readonly Line[]) =>
  [...lines].sort((a, b) => (a.account < b.account ? -1 : Number(a.account > b.account)));

const kindOf = (account: AccountName) => account.split(':')[0] as (typeof ACCOUNT_KINDS)[number];

function customerOf(account: AccountName): number | null {
  return account.startsWith('customer:') ? Number(account.slice('customer:'.length)) : null;
}
