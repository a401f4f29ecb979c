import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ServerClient } from '../../src/model/server-client.ts';
import { days } from '../../src/model/values/period.ts';
import { invoicePayload } from '../../src/services/checkout/invoice-payload.ts';
import { EditUndo } from '../../src/services/fleet/edit-undo.ts';
import { AuditLog } from '../../src/services/staff/audit-log.ts';
import { CustomerDesk } from '../../src/services/staff/customer-desk.ts';
import { PanelShop } from '../support/panel-shop.ts';

const OLGA = 9001;
const ANN = 1;

let shop: PanelShop;
let desk: CustomerDesk;
beforeEach(async () => {
  shop = await PanelShop.open();
  desk = new CustomerDesk(shop.main.needs);
});
afterEach(() => shop.end());

const suspend = () => desk.suspend({ customerId: ANN, actorId: OLGA });
const unsuspend = () => desk.unsuspend({ customerId: ANN, actorId: OLGA });
const push = () => shop.main.lanes.wake(shop.serverId);
const accesses = async (page = 0) => (await desk.accesses(ANN, page)).items;
const enabled = async () => (await shop.panel.clients()).map(({ enable }) => enable);
const audits = () =>
  shop.rows<{ action: string }>(sql`select action from audit_log where action like 'customer.%' order by id`);

describe('finding a customer', () => {
  it('takes an id, a username, part of a name, an order number and the name of an access', async () => {
    const orderId = await shop.deliveredOrder({ customerId: ANN });
    await shop.unpaidOrder({ customerId: 2 });
    await shop.rows(
      sql`update customers set name = 'Ann 100%_sure', username = 'AnnA' where id = ${ANN} returning id`,
    );
    const { email } = await shop.client(orderId);

    for (const query of ['1', '@anna', 'ANNA', '100%_S', orderId.slice(0, 10), email]) {
      const found = await desk.find({ query, page: 0 });
      expect([query, found.items.map(({ customerId }) => customerId)]).toEqual([query, [ANN]]);
    }
    expect((await desk.find({ query: '%', page: 0 })).items).toHaveLength(1);
    expect((await desk.find({ query: '', page: 0 })).items).toHaveLength(2);
  });

  it('shows what a panel has not taken yet, why and after how many tries, and when it was last used', async () => {
    const orderId = await shop.deliveredOrder({ customerId: ANN });
    expect(await accesses()).toMatchObject([{ pending: null, isOnline: false, lastSeen: null }]);
    await shop.panel.traffic((await shop.client(orderId)).email, 1000);
    await shop.fleet.watchServers();
    await shop.panel.fault({ path: 'clients/update', kind: 'words', text: 'no such field', times: 1000 });
    await shop.work.do(async (em) => {
      (await em.findOneOrFail(ServerClient, { order: orderId })).renew(30, shop.clock.now());
      await em.flush();
    });

    await push();

    const [access] = await accesses();
    expect(access).toMatchObject({
      isOnline: true,
      pending: { wanted: 'enabled', tries: 1, error: expect.stringContaining('no such field') },
    });
    expect(access?.lastSeen).toBeInstanceOf(Date);
    expect(access?.pending?.nextAt.getTime()).toBeGreaterThan(shop.clock.now().getTime());
  });

  it('shows orders, Stars that stayed, and accesses without their links', async () => {
    await shop.deliveredOrder({ customerId: ANN });
    const returned = await shop.paidOrder({ customerId: ANN });
    await shop.checkout.refundOrder({ orderId: returned, actorId: OLGA });

    const view = await desk.customer(ANN);

    expect(view).toMatchObject({ orders: 2, paidStars: 250, isSuspended: false, role: 'customer' });
    expect(view?.accesses).toEqual({ total: 1, running: 1 });
    expect(await accesses()).toMatchObject([{ planName: '1 month', status: 'active' }]);
    expect(
      JSON.stringify([view, await accesses()], (_, value) =>
        typeof value === 'bigint' ? String(value) : value,
      ),
    ).not.toContain('vless://');
    expect(await desk.customer(777)).toBeNull();
  });
});

describe('the accesses of a customer', () => {
  it('are counted and turned whole, however many there are, and those that are over come last', async () => {
    for (const quantity of [20, 20]) await shop.deliveredOrder({ customerId: ANN, quantity });
    await shop.rows(sql`
      update server_clients set status = 'expired' where id = (select max(id) from server_clients) returning id`);

    const pages = await Promise.all([0, 1, 2, 3, 4].map((page) => desk.accesses(ANN, page)));
    const seen = pages.flatMap(({ items }) => items);

    expect((await desk.customer(ANN))?.accesses).toEqual({ total: 40, running: 39 });
    expect(pages.map(({ more }) => more)).toEqual([true, true, true, true, false]);
    expect(new Set(seen.map(({ clientId }) => clientId)).size).toBe(40);
    expect(seen.map(({ status }) => status).indexOf('expired')).toBe(39);
    expect(await suspend()).toMatchObject({ ok: true, value: { accesses: 39 } });
  });

  it('are shown from the first on where a page is not there any more', async () => {
    await shop.deliveredOrder({ customerId: ANN });

    expect(await desk.accesses(ANN, 7)).toMatchObject({
      page: 0,
      more: false,
      items: [{ status: 'active' }],
    });
  });
});

describe('a suspended customer', () => {
  it('loses running accesses on the panel, and is told', async () => {
    await shop.deliveredOrder({ customerId: ANN });

    expect(await suspend()).toMatchObject({ ok: true, value: { accesses: 1, servers: [shop.serverId] } });
    await push();

    expect(await enabled()).toEqual([false]);
    expect(await shop.messages('customer-suspended')).toHaveLength(1);
    expect(await accesses()).toMatchObject([{ status: 'suspended', reason: 'admin' }]);
  });

  it('cannot buy, nor pay an invoice that was open', async () => {
    const orderId = await shop.unpaidOrder({ customerId: ANN });
    const payment = await shop.row<{ id: string; amount: string }>(
      sql`select id, amount from payments where order_id = ${orderId}`,
    );
    await suspend();

    const request = { nonce: 'fresh000', customerId: ANN, planId: shop.planId, quantity: 1 };
    expect(await shop.checkout.placeOrder(request)).toMatchObject({
      refusal: { code: 'customer-suspended' },
    });
    const payload = invoicePayload({ paymentId: payment.id, orderId, planId: shop.planId, quantity: 1 });
    const intent = { payload, payerId: ANN, amount: BigInt(payment.amount), currency: 'XTR' };
    expect(await shop.checkout.admitPayment(intent)).toMatchObject({
      refusal: { code: 'customer-suspended' },
    });
  });

  it('is suspended once, however often it is pressed', async () => {
    await shop.unpaidOrder({ customerId: ANN });
    await suspend();
    const since = (await desk.customer(ANN))?.suspendedAt;
    shop.pass(days(1));

    expect(await suspend()).toMatchObject({ ok: true, value: { accesses: 0 } });
    expect((await desk.customer(ANN))?.suspendedAt).toEqual(since);
    expect(await shop.messages('customer-suspended')).toHaveLength(1);
    expect(await audits()).toHaveLength(1);
  });

  it('gets back what the suspension had taken, and only that', async () => {
    const running = await shop.deliveredOrder({ customerId: ANN });
    const stopped = await shop.deliveredOrder({ customerId: ANN });
    await shop.work.do(async (em) => {
      const client = await em.findOneOrFail(ServerClient, { order: stopped });
      client.suspend('admin', shop.clock.now());
      await em.flush();
    });
    shop.pass(days(1));
    await suspend();
    await suspend();

    expect(await unsuspend()).toMatchObject({ ok: true, value: { accesses: 1 } });
    await unsuspend();
    await push();

    expect((await shop.client(running)).status).toBe('active');
    expect((await shop.client(stopped)).status).toBe('suspended');
    expect((await enabled()).filter(Boolean)).toHaveLength(1);
    expect((await audits()).map(({ action }) => action)).toEqual(['customer.suspend', 'customer.unsuspend']);
  });

  it('gets nothing back whose time is over', async () => {
    await shop.deliveredOrder({ customerId: ANN });
    await suspend();
    shop.pass(days(400));

    expect(await unsuspend()).toMatchObject({ ok: true, value: { accesses: 0 } });
  });

  it('receives a key that was paid before switched off, and it goes on with the rest', async () => {
    const orderId = await shop.paidOrder({ customerId: ANN });
    await suspend();

    await shop.main.provisioning.processOrder(orderId);
    await push();
    expect(await enabled()).toEqual([false]);

    await unsuspend();
    await push();
    expect(await enabled()).toEqual([true]);
  });

  it('is never an owner', async () => {
    await shop.unpaidOrder({ customerId: OLGA });

    expect(await desk.suspend({ customerId: OLGA, actorId: 5 })).toMatchObject({
      refusal: { code: 'owner-stays' },
    });
  });

  it('is let go by taking the act back in the audit log', async () => {
    await shop.deliveredOrder({ customerId: ANN });
    await suspend();
    const log = new AuditLog({ ...shop.main.needs, edits: new EditUndo(shop.main.needs) });
    const [entry] = (await log.list({ page: 0 })).items;

    const undone = await log.undo({ entryId: entry?.entryId ?? 0, actorId: OLGA, roles: 'apart' });

    expect(undone).toMatchObject({ ok: true, value: { servers: [shop.serverId] } });
    expect(await desk.customer(ANN)).toMatchObject({ isSuspended: false, accesses: { running: 1 } });
  });
});

describe('a message of the staff', () => {
  it('is queued once for one nonce, and written down', async () => {
    await shop.unpaidOrder({ customerId: ANN });
    const letter = { customerId: ANN, text: 'Hello', nonce: 'nonce-01', actorId: OLGA };

    await desk.write(letter);
    await desk.write(letter);

    expect((await shop.messages('from-shop')).map(({ data }) => data)).toEqual([
      { shop: 'Test Shop', text: 'Hello' },
    ]);
    expect(await audits()).toHaveLength(1);
    expect(await desk.write({ ...letter, customerId: 777 })).toMatchObject({
      refusal: { code: 'person-unknown' },
    });
  });
});
