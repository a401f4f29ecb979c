import { defineEntity, p } from '@mikro-orm/core';
import { instant, randomId } from './columns.ts';
import { Customer } from './customer.ts';

export const ACCOUNT_KINDS = [
  'customer',
  'psp',
  'revenue',
  'refunds',
  'unallocated',
  'promo',
  'referral',
  'fx_rounding',
  'held',
] as const;

const LedgerAccountSchema = defineEntity({
  name: 'LedgerAccount',
  tableName: 'ledger_accounts',
  properties: {
    id: p.integer().primary(),
    /** `customer:<id>`, `psp:stars`, `revenue`, `refunds`, `unallocated`, `held` …; unique with the currency. */
    name: p.string(),
    kind: p.enum(ACCOUNT_KINDS),
    currency: p.string().length(3),
    customer: () => p.manyToOne(Customer).strictNullable(),
    /** Sum of its postings, in minor units. */
    balance: p.bigint('bigint').onCreate(() => 0n),
  },
  uniques: [{ properties: ['name', 'currency'] }],
  checks: [{ name: 'ledger_accounts_no_overdraft', expression: "kind <> 'customer' or balance >= 0" }],
});

/** Where value is: money in is negative on `psp`, positive where it came to rest. */
export class LedgerAccount extends LedgerAccountSchema.class {}

LedgerAccountSchema.setClass(LedgerAccount);

const LedgerJournalSchema = defineEntity({
  name: 'LedgerJournal',
  tableName: 'ledger_journals',
  properties: {
    id: randomId().primary(),
    /** What happened, so that it is booked once: `settle:<charge>`, `surplus:<charge>`, `refund:<id>` … */
    idemKey: p.string().unique(),
    reason: p.string(),
    orderId: p.string().length(20).strictNullable(),
    /** Telegram id of the admin; null = the shop itself. */
    actorId: p.bigint('number').strictNullable(),
    at: instant(),
  },
});

/** One movement of value; its postings sum to zero per currency, which the schema checks at commit. */
export class LedgerJournal extends LedgerJournalSchema.class {}

LedgerJournalSchema.setClass(LedgerJournal);

const LedgerPostingSchema = defineEntity({
  name: 'LedgerPosting',
  tableName: 'ledger_postings',
  properties: {
    id: p.integer().primary(),
    journal: () => p.manyToOne(LedgerJournal),
    account: () => p.manyToOne(LedgerAccount),
    /** Signed, in minor units of the account's currency. */
    amount: p.bigint('bigint'),
    currency: p.string().length(3),
  },
  indexes: [{ properties: ['journal'] }, { properties: ['account'] }],
  checks: [{ name: 'ledger_postings_amount', expression: 'amount <> 0' }],
});

/** One line of a journal; append-only, which the schema enforces. */
export class LedgerPosting extends LedgerPostingSchema.class {}

LedgerPostingSchema.setClass(LedgerPosting);
