import { type RawQueryFragment, sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { minutes } from '../../src/model/values/period.ts';
import { type Audit, auditShop, isBroken } from '../../src/services/upkeep/audit.ts';
import { PanelShop } from '../support/panel-shop.ts';

const CLEAN: Omit<Audit, 'details'> = {
  lost: 0,
  duplicated: 0,
  unpaid: 0,
  undelivered: 0,
  oversold: 0,
  ledgerSum: {},
  balanceDrift: 0,
  unbooked: 0,
  counterDrift: 0,
  wrongAmounts: 0,
  deadSeats: 0,
  unannounced: 0,
  lateTombstones: 0,
};

let shop: PanelShop;

describe('the audit of the shop', () => {
  beforeEach(async () => {
    shop = await PanelShop.open();
  });

  afterEach(() => shop.end());

  it('finds nothing wrong with sales that were delivered, given back, given away or never paid', async () => {
    await shop.deliveredOrder({ quantity: 2 });
    await shop.unpaidOrder();
    const refunded = await shop.deliveredOrder();
    await shop.checkout.refundOrder({ orderId: refunded, actorId: 9 });
    await shop.main.lanes.wake(shop.serverId);
    await shop.checkout.runRefunds();
    await shop.main.lanes.wake(shop.serverId);
    await shop.checkout.grantOrder({ nonce: 'grant-1', customerId: 1, planId: shop.planId, actorId: 9 });
    await shop.main.lanes.wake(shop.serverId);

    const audit = await look();

    expect(audit).toEqual({ ...CLEAN, details: [] });
    expect(isBroken(audit)).toBe(false);
  });

  it('calls a paid unit undelivered after two minutes, which is late and breaks no promise', async () => {
    await shop.paidOrder();
    shop.clock.move(minutes(1));
    const young = await look();

    shop.clock.move(minutes(2));
    const old = await look();

    expect([young.undelivered, old.undelivered]).toEqual([0, 1]);
    expect(old.details[0]).toMatch(/^undelivered: unit [a-z2-7]{13} of order [a-z2-7]{20} is pending$/);
    expect(isBroken(old)).toBe(false);
  });

  it.each<[keyof Audit, string, RawQueryFragment]>([
    [
      'lost',
      'a paid unit that was cancelled while the money stayed',
      sql`update order_server_clients set provision_status = 'cancelled'`,
    ],
    ['lost', 'money for an order that never became paid', sql`update orders set status = 'cancelled'`],
    [
      'duplicated',
      'a client that no unit knows',
      sql`insert into server_clients
        select (jsonb_populate_record(c, '{"id":99,"email":"other","sub_id":"other","uuid":"00000000-0000-4000-8000-000000000000"}')).*
          from server_clients c order by id limit 1`,
    ],
    ['unpaid', 'access whose order was refunded', sql`update orders set status = 'refunded'`],
    ['oversold', 'more units than seats', sql`update servers set max_clients_per_inbound = 1`],
    [
      'ledgerSum',
      'value that came from nowhere',
      sql`update ledger_postings set amount = 1 where amount > 0`,
    ],
    ['balanceDrift', 'a balance that its postings do not make', sql`update ledger_accounts set balance = 1`],
    [
      'unbooked',
      'a charge that stands in no journal',
      sql`update ledger_journals set idem_key = idem_key || '-'`,
    ],
    [
      'counterDrift',
      'a counter of seats that its units do not make',
      sql`update server_plans set current_clients = 7`,
    ],
    [
      'wrongAmounts',
      'a payment that was settled by another sum',
      sql`update payments set amount = amount + 1`,
    ],
    [
      'deadSeats',
      'a seat kept by an order that is over',
      sql`
      with over as (update orders set status = 'expired') update order_server_clients set provision_status = 'failed'`,
    ],
    [
      'unannounced',
      'a key that nobody sent',
      sql`update outgoing_messages set idem_key = idem_key || '-' where kind = 'key-text'`,
    ],
  ])('finds in %s: %s', async (finding, _what, breach) => {
    await shop.deliveredOrder({ quantity: 2 });
    expect((await look()).details).toEqual([]);

    await breakTheBooks(breach);

    const audit = await look();
    expect(audit[finding]).not.toEqual(CLEAN[finding as keyof typeof CLEAN]);
    expect(isBroken(audit)).toBe(true);
    expect(audit.details.some((line) => line.startsWith(`${finding}: `))).toBe(true);
  });

  it('names a placement that was given up and is on its panel an hour later', async () => {
    const now = shop.clock.now();
    const created = new Date(now.getTime() - minutes(60));
    await shop.rows(sql`
      insert into tombstones (server_id, email, due_at, looks, created_at)
      values (${shop.serverId}, 'shop-gone-1', ${now}, 0, ${created}) returning id`);

    expect((await look()).lateTombstones).toBe(1);
  });
});

const look = (): Promise<Audit> => auditShop(shop.work.read(), shop.clock.now());

/** As no statement of the shop could: its guards are off meanwhile. */
async function breakTheBooks(breach: RawQueryFragment): Promise<void> {
  await shop.work.do(async (em) => {
    await em.execute('set local session_replication_role = replica');
    await em.execute(breach);
  });
}
