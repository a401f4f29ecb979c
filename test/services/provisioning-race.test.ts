import { sql } from '@mikro-orm/core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { counterDrift } from '../../src/services/seats/counter-drift.ts';
import { openTestServer } from '../support/database.ts';
import { PanelShop } from '../support/panel-shop.ts';

let shop: PanelShop | undefined;

afterEach(async () => {
  await shop?.end();
  shop = undefined;
});

const ORDERS = 30;

const customers = Array.from({ length: ORDERS }, (_, index) => index + 1);

describe('two processes of one shop', () => {
  it('deliver thirty orders, paid at once and woken by both, once each', async (context) => {
    const open = await PanelShop.open({ database: await openTestServer(context) });
    shop = open;
    const second = open.newProcess();
    const orders: string[] = [];
    for (const customerId of customers) orders.push(await open.unpaidOrder({ customerId }));

    await open.panel.fault({ path: 'clients/subLinks', kind: 'busy', times: 3 });

    await Promise.all(
      orders.map(async (orderId) => {
        await open.pay(orderId);
        await Promise.all([open.main, second].map(({ provisioning }) => provisioning.processOrder(orderId)));
      }),
    );
    await vi.waitFor(
      async () => {
        const [left] = await open.rows<{ count: number }>(
          sql`select count(*)::int as count from orders where status <> 'completed'`,
        );
        expect(left?.count).toBe(0);
      },
      { timeout: 20_000, interval: 100 },
    );

    const sold = await open.rows<{ email: string }>(sql`select email from server_clients order by email`);
    const held = (await open.panel.clients()).map(({ email }) => email).sort();
    expect(held).toEqual(sold.map(({ email }) => email).sort());
    expect(held).toHaveLength(ORDERS);
    expect(await open.messages('key-text')).toHaveLength(ORDERS);
    expect(await open.messages('key-qr')).toHaveLength(ORDERS);
    const attempts = await open.rows<{ most: number }>(
      sql`select max(provision_attempts) as most from order_server_clients`,
    );
    expect(attempts).toEqual([{ most: 1 }]);
    expect(await counterDrift(open.work.read())).toEqual([]);
    expect(open.panel.mostWritesAtOnce).toBe(1);
  });

  it('leave a write that hangs alone: the panel never sees two at once', async (context) => {
    const open = await PanelShop.open({ database: await openTestServer(context) });
    shop = open;
    await open.panelIsOld();
    const second = open.newProcess();
    const orders = await Promise.all([1, 2, 3, 4].map((customerId) => open.unpaidOrder({ customerId })));
    await open.panel.fault({ path: 'clients/', kind: 'late', ms: 600 });

    await Promise.all(
      orders.map(async (orderId, index) => {
        await open.pay(orderId);
        await [open.main, second][index % 2]?.provisioning.processOrder(orderId);
      }),
    );
    for (const orderId of orders) await open.recover(orderId);

    expect(await open.panel.clients()).toHaveLength(orders.length);
    expect(await open.messages('key-text')).toHaveLength(orders.length);
    expect(open.panel.mostWritesAtOnce).toBe(1);
  });
});
