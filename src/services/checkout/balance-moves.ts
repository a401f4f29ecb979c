import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { type Wallet, walletOf } from '../ledger/wallet.ts';
import type { BalanceMoves } from './views.ts';

type Row = { amount: string; reason: string; orderId: string | null; at: string; total: number };

/** What came to a balance and left it, the newest first, one page; a page that is not there is the first one. */
export async function balanceMoves(
  em: SqlEntityManager,
  asked: Wallet & { page: number; size: number },
): Promise<BalanceMoves> {
  const { customerId, currency, page, size } = asked;
  const rows = await em.execute<Row[]>(sql`
    select posting.amount::text as amount, journal.reason, journal.order_id as "orderId", journal.at,
           count(*) over ()::int as total
      from ledger_postings posting
      join ledger_journals journal on journal.id = posting.journal_id
      join ledger_accounts account on account.id = posting.account_id
     where account.name = ${walletOf(customerId)} and account.currency = ${currency}
     order by posting.id desc limit ${size} offset ${page * size}`);
  const [first] = rows;
  if (!first && page > 0) return balanceMoves(em, { ...asked, page: 0 });
  const moves = rows.map(({ amount, reason, orderId, at }) => ({
    amount: { minor: BigInt(amount), currency },
    reason,
    orderId,
    at: new Date(at),
  }));
  return { moves, page, pages: Math.max(1, Math.ceil((first?.total ?? 0) / size)) };
}
