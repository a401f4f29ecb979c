import { beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/open-database.ts';
import { LedgerAccount, LedgerPosting } from '../../src/model/ledger.ts';
import { bookJournal, type Journal } from '../../src/services/ledger/book-journal.ts';
import { ANN, aCustomer, NOON } from '../support/builders.ts';
import { openTestDatabase, openTestServer, workOn } from '../support/database.ts';
import { countedIds } from '../support/ids.ts';

const WALLET = `customer:${ANN}`;

let database: Database;

describe('booking a movement of value', () => {
  beforeEach(async () => {
    database = await openTestDatabase();
  });

  it('takes it from one account and brings it to another', async () => {
    await book({ lines: sale(150n) });

    expect(await balances()).toEqual({ 'psp:stars': -150n, revenue: 150n });
  });

  it('is done once for one key, and says that it was done', async () => {
    const answers = [await book({ key: 'settle:1' }), await book({ key: 'settle:1' })];

    expect(answers).toEqual([true, false]);
    expect(await balances()).toEqual({ 'psp:stars': -150n, revenue: 150n });
  });

  it('is refused at commit where something is lost on the way', async () => {
    const lossy = [
      { account: 'psp:stars', amount: -150n },
      { account: 'revenue', amount: 149n },
    ];

    await expect(book({ lines: lossy })).rejects.toMatchObject({ code: '23514' });
    expect(await balances()).toEqual({});
  });

  it('keeps two currencies of one account apart', async () => {
    await book({ currency: 'XTR' });
    await book({ currency: 'USD', key: 'settle:2' });

    const revenue = await database.em().find(LedgerAccount, { name: 'revenue' }, { orderBy: { id: 'asc' } });
    expect(revenue.map(({ currency, balance }) => [currency, balance])).toEqual([
      ['XTR', 150n],
      ['USD', 150n],
    ]);
  });

  it('keeps the balance of an account equal to the sum of its postings', async () => {
    await book({ key: 'a', lines: sale(150n) });
    await book({ key: 'b', lines: sale(-40n) });

    const postings = await database.em().find(LedgerPosting, {}, { populate: ['account'] });
    const revenue = postings.filter((each) => each.account.name === 'revenue');
    expect(revenue.reduce((sum, each) => sum + each.amount, 0n)).toBe((await balances()).revenue);
  });
});

describe('what was once booked', () => {
  beforeEach(async () => {
    database = await openTestDatabase();
    await book({});
  });

  it.each([
    'update ledger_postings set amount = amount + 1',
    'delete from ledger_postings',
    "update ledger_journals set reason = 'other'",
    'delete from ledger_journals',
  ])('is never changed again: %s', async (statement) => {
    await expect(database.em().execute(statement)).rejects.toMatchObject({ code: '42501' });
  });
});

describe('the wallet of a customer', () => {
  beforeEach(async () => {
    database = await openTestDatabase();
    await database.em().persist(aCustomer()).flush();
    await book({
      key: 'top-up',
      lines: [
        { account: 'psp:card', amount: -500n },
        { account: WALLET, amount: 500n },
      ],
    });
  });

  it('can be spent to the last cent', async () => {
    await book({ key: 'buy', lines: spend(500n) });

    expect(await balances()).toMatchObject({ [WALLET]: 0n, revenue: 500n });
  });

  it('is never overdrawn, and nothing of the attempt stays', async () => {
    await expect(book({ key: 'buy', lines: spend(501n) })).rejects.toMatchObject({ code: '23514' });

    expect(await balances()).toEqual({ 'psp:card': -500n, [WALLET]: 500n });
  });

  it('belongs to its customer', async () => {
    const wallet = await database.em().findOneOrFail(LedgerAccount, { name: WALLET });

    expect(wallet).toMatchObject({ kind: 'customer', customer: { id: ANN } });
  });
});

describe('many hands at once', () => {
  beforeEach(async (test) => {
    database = await openTestServer(test);
  });

  it('book one event once, and 19 of 20 are told so', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => book({ key: 'settle:1' })));

    expect(answers.filter(Boolean)).toHaveLength(1);
    expect(await balances()).toEqual({ 'psp:stars': -150n, revenue: 150n });
  });

  it('book different events over the same accounts without losing any', async () => {
    await Promise.all(
      Array.from({ length: 20 }, (_, place) =>
        book({ key: `settle:${place}`, lines: place % 2 ? sale(150n) : sale(150n).reverse() }),
      ),
    );

    expect(await balances()).toEqual({ 'psp:stars': -3000n, revenue: 3000n });
  });
});

const sale = (amount: bigint) => [
  { account: 'psp:stars', amount: -amount },
  { account: 'revenue', amount },
];

const spend = (amount: bigint) => [
  { account: WALLET, amount: -amount },
  { account: 'revenue', amount },
];

/** A sale of 150 Stars unless told. */
const book = (change: Partial<Journal>) =>
  workOn(database).do((em) =>
    bookJournal(em, {
      id: countedIds.id(),
      key: 'settle:1',
      reason: 'order paid',
      currency: 'XTR',
      orderId: null,
      actorId: null,
      at: NOON,
      lines: sale(150n),
      ...change,
    }),
  );

async function balances(): Promise<Record<string, bigint>> {
  const accounts = await database.em().findAll(LedgerAccount);
  return Object.fromEntries(accounts.map(({ name, balance }) => [name, balance]));
}
