import type { AccountName } from './book-journal.ts';

/** The ledger account of a customer's balance in the shop. */
export const walletOf = (customerId: number): AccountName => `customer:${customerId}`;
