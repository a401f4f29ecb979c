import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { days, minutes } from '../../src/model/values/period.ts';
import { EditUndo } from '../../src/services/fleet/edit-undo.ts';
import { maintenanceOf } from '../../src/services/lanes/maintenance.ts';
import { AuditLog } from '../../src/services/staff/audit-log.ts';
import { MaintenanceDesk } from '../../src/services/staff/maintenance-desk.ts';
import { PanelShop } from '../support/panel-shop.ts';
import { shop as facts, OWNER } from '../support/shop-process.ts';

const ANN = 1;
const SAM = 2;

let shop: PanelShop;
let desk: MaintenanceDesk;
beforeEach(async () => {
  shop = await PanelShop.open();
  desk = new MaintenanceDesk(shop.main.needs);
});
afterEach(() => shop.end());

const close = (words: string | null = null) => desk.turnOn({ words, actorId: OWNER });
const open = () => desk.turnOff({ actorId: OWNER });
const state = () => maintenanceOf(shop.work.read());
const becomesSupport = (id: number) =>
  shop.rows(sql`update customers set staff_role = 'support' where id = ${id} returning id`);
const buys = (customerId: number) =>
  shop.checkout.placeOrder({ nonce: `n${customerId}_00000`, customerId, planId: shop.planId, quantity: 1 });

describe('a shop in maintenance', () => {
  it('sells nothing to customers, takes no money of theirs, and sends no invoice again', async () => {
    const orderId = await shop.unpaidOrder();
    await close();

    const again = await shop.checkout.invoiceAgain({ orderId, customerId: ANN, nonce: 'again_000' });

    expect(await buys(ANN)).toMatchObject({ refusal: { code: 'maintenance' } });
    expect(again).toMatchObject({ refusal: { code: 'maintenance' } });
    await expect(shop.pay(orderId), 'money that came all the same is kept').resolves.toBeUndefined();
    expect(await shop.orderStatus(orderId)).toBe('paid');
  });

  it('lets paid orders wait without a call to a panel, however long, and begins them all when it opens', async () => {
    const orders = [await shop.paidOrder(), await shop.paidOrder({ customerId: SAM })];
    await close();
    shop.pass(days(1));

    for (const orderId of orders) await shop.main.provisioning.processOrder(orderId);
    expect(await shop.main.provisioning.wakeDueLanes()).toBe(0);
    expect(await shop.main.provisioning.dueUnits()).toBe(0);
    expect(await shop.panel.calls()).toEqual([]);
    expect(await desk.view()).toMatchObject({ waiting: 2 });

    shop.wakes.length = 0;
    await open();
    expect(shop.wakes).toEqual([`order ${orders[0]}`]);
    await shop.main.provisioning.processOrder(orders[0] ?? '');
    expect([await shop.orderStatus(orders[0] ?? ''), await shop.orderStatus(orders[1] ?? '')]).toEqual([
      'completed',
      'completed',
    ]);
  });

  it('holds in every process at once, and over a restart', async () => {
    const orderId = await shop.paidOrder();
    await close();
    const other = shop.newProcess();

    await other.provisioning.processOrder(orderId);
    expect(await shop.orderStatus(orderId)).toBe('paid');
    expect(await shop.panel.calls()).toEqual([]);
  });

  it('sells to its staff, and delivers to them while customers wait', async () => {
    const waits = await shop.paidOrder();
    await shop.unpaidOrder({ customerId: SAM });
    await becomesSupport(SAM);
    await close();

    const test = await shop.deliveredOrder({ customerId: SAM });

    expect(await shop.orderStatus(test)).toBe('completed');
    expect(await shop.orderStatus(waits)).toBe('paid');
  });

  it('keeps its beginning when only the words change, and says each change in the audit once', async () => {
    await close('until six');
    const since = (await state())?.since;
    shop.pass(minutes(10));
    await close('until seven');
    await close('until seven');
    await open();
    await open();

    const acts = await shop.rows<{ before: unknown; after: unknown }>(
      sql`select before, after from audit_log where action = 'shop.maintenance' order by id`,
    );
    expect(since).toBeInstanceOf(Date);
    expect(acts).toEqual([
      { before: { maintenance: false, words: null }, after: { maintenance: true, words: 'until six' } },
      {
        before: { maintenance: true, words: 'until six' },
        after: { maintenance: true, words: 'until seven' },
      },
      { before: { maintenance: true, words: 'until seven' }, after: { maintenance: false, words: null } },
    ]);
  });

  it('is taken back from the audit log by owners alone, unless it was changed since', async () => {
    await close('until six');
    const [entry] = await shop.rows<{ id: number }>(sql`select max(id) as id from audit_log`);
    const entryId = entry?.id ?? 0;
    const audit = new AuditLog({ ...shop.main.needs, shop: facts, edits: new EditUndo(shop.main.needs) });

    const byAdmin = await audit.undo({ entryId, actorId: OWNER, roles: 'apart' });
    const byOwner = await audit.undo({ entryId, actorId: OWNER, roles: 'only' });
    const twice = await audit.undo({ entryId, actorId: OWNER, roles: 'only' });

    expect(byAdmin).toMatchObject({ refusal: { code: 'not-undoable' } });
    expect(byOwner).toMatchObject({ ok: true });
    expect(await state()).toBeNull();
    expect(twice).toMatchObject({ refusal: { code: 'changed-since' } });
  });
});
