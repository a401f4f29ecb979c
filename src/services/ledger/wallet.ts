import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { AccountName } from './book-journal.ts';

/** The ledger account of a customer's balance in the shop. */
export const walletOf = (customerId: number): AccountName => `customer:${customerId}`;

export type Wallet = { customerId: number; currency: string };

/** What a customer has in the shop, in minor units. */
export async function balanceOf(em: SqlEntityManager, { customerId, currency }: Wallet): Promise<bigint> {
  const [account] = await em.execute<{ balance: string }[]>(sql`
    select balance from ledger_accounts where name = ${walletOf(customerId)} and currency = ${currency}`);
  return BigInt(account?.balance ?? 0);
}

/** The same, kept from every other hand to the end of the transaction: what is there can be taken. */
export async function lockBalance(em: SqlEntityManager, { customerId, currency }: Wallet): Promise<bigint> {
  const [account] = await em.execute<{ balance: string }[]>(sql`
    select balance from ledger_accounts where name = ${walletOf(customerId)} and currency = ${currency}
       for no key update`);
  return BigInt(account?.balance ?? 0);
}
