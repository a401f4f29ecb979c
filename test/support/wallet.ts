import type { Database } from '../../src/db/open-database.ts';
import { bookJournal } from '../../src/services/ledger/book-journal.ts';
import { walletOf } from '../../src/services/ledger/wallet.ts';
import { ANN, NOON } from './builders.ts';
import { workOn } from './database.ts';
import { countedIds } from './ids.ts';

/** So much comes to a customer's balance from outside, in minor units; Ann's unless told. */
export const fillWallet = (database: Database, amount: bigint, customerId = ANN): Promise<boolean> =>
  workOn(database).do((em) =>
    bookJournal(em, {
      id: countedIds.id(),
      key: `filled:${countedIds.id()}`,
      reason: 'filled',
      currency: 'USD',
      orderId: null,
      actorId: null,
      at: NOON,
      lines: [
        { account: 'psp:card', amount: -amount },
        { account: walletOf(customerId), amount },
      ],
    }),
  );

/** By currency and account, in minor units; those of zero left out. */
export async function ledgerBalances(database: Database): Promise<Record<string, number>> {
  const rows = await database
    .em()
    .execute<{ name: string; balance: string }[]>(
      `select currency || ' ' || name as name, balance from ledger_accounts where balance <> 0`,
    );
  return Object.fromEntries(rows.map(({ name, balance }) => [name, Number(balance)]));
}
