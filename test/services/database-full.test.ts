import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/open-database.ts';
import { openTestDatabase } from '../support/database.ts';
import { openShop } from '../support/shop.ts';

let database: Database;

beforeEach(async () => {
  database = await openTestDatabase();
});
afterEach(async () => {
  await database.em().execute('drop trigger if exists disk_full on ledger_postings');
  await database.em().execute('drop trigger if exists disk_full on order_server_clients');
});

/** From now on the database has no room for another row of this table (SQLSTATE 53100). */
async function fillDisk(table: string): Promise<void> {
  await database.em().execute(`
    create or replace function disk_is_full() returns trigger language plpgsql as
    $$ begin raise exception 'could not extend file' using errcode = '53100'; end $$`);
  await database
    .em()
    .execute(`create trigger disk_full before insert on ${table} execute function disk_is_full()`);
}

const freeDisk = async (table: string) => {
  await database.em().execute(`drop trigger disk_full on ${table}`);
  await database.em().execute('drop function disk_is_full()');
};

describe('a database whose disk is full', () => {
  it('sells nothing by halves: no order is left, no seat is held', async () => {
    const shop = await openShop(database);
    await fillDisk('order_server_clients');

    await expect(shop.order()).rejects.toMatchObject({ code: '53100' });

    await freeDisk('order_server_clients');
    expect(await shop.units()).toEqual([]);
    expect((await shop.plans()).map(({ currentClients }) => currentClients)).toEqual([0]);
    expect((await shop.inbounds()).map(({ currentClients }) => currentClients)).toEqual([0]);
  });

  it('books a payment wholly or not at all, and wholly once there is room again', async () => {
    const shop = await openShop(database);
    const placed = await shop.order();
    await fillDisk('ledger_postings');

    await expect(shop.pay(placed)).rejects.toMatchObject({ code: '53100' });
    const during = [(await shop.orderRow(placed)).status, await shop.charges(), await shop.balances()];

    await freeDisk('ledger_postings');
    await shop.pay(placed);
    expect(during).toEqual(['pending_payment', [], {}]);
    expect((await shop.orderRow(placed)).status).toBe('paid');
    expect(await shop.balances()).toEqual({ 'psp:stars': -150, revenue: 150 });
  });
});
