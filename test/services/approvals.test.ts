import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { minutes } from '../../src/model/values/period.ts';
import { PanelShop } from '../support/panel-shop.ts';

const OLGA = 9001;
const IVAN = 9002;

let shop: PanelShop;
beforeEach(async () => {
  shop = await PanelShop.open();
});
afterEach(() => shop.end());

const confirmByHand = (isByHand: boolean) =>
  shop.rows(sql`update server_plans set auto_provision = ${!isByHand} returning id`);
const heldOrder = async () => {
  await confirmByHand(true);
  return shop.paidOrder();
};
const approve = (orderId: string, actorId = OLGA) =>
  shop.main.provisioning.approveOrder({ orderId, actorId });
const audits = (action: string) =>
  shop.rows<{ actor: string; before: unknown; after: unknown }>(
    sql`select actor_id::text as actor, before, after from audit_log where action = ${action} order by id`,
  );

describe('a paid order of a plan that is confirmed by hand', () => {
  it('is paid for, stays in processing, and its customer reads that the payment is safe', async () => {
    const orderId = await heldOrder();

    expect(await shop.orderStatus(orderId)).toBe('processing');
    expect(await shop.cardStage(orderId)).toBe('approval');
  });

  it('is left alone by the job, the sweep, the reassurance and a retry', async () => {
    const orderId = await heldOrder();
    shop.pass(minutes(60));

    await shop.main.provisioning.processOrder(orderId);
    expect(await shop.main.provisioning.wakeDueLanes()).toBe(0);
    await shop.main.lanes.wake(shop.serverId);
    await shop.main.provisioning.reassureWaiting();
    const retried = await shop.main.provisioning.retryOrder({ orderId, actorId: OLGA });

    expect(retried).toMatchObject({ ok: false, refusal: { code: 'nothing-to-retry' } });
    expect(await shop.panel.calls()).toEqual([]);
    expect(await shop.cardStage(orderId)).toBe('approval');
    expect(await shop.main.provisioning.dueUnits()).toBe(0);
  });

  it('is told to owners and admins, and to nobody below', async () => {
    for (const [id, role] of [
      [IVAN, 'admin'],
      [9003, 'support'],
      [9004, 'viewer'],
    ] as const) {
      await shop.unpaidOrder({ customerId: id });
      await shop.rows(sql`update customers set staff_role = ${role} where id = ${id} returning id`);
    }
    const orderId = await heldOrder();

    const told = await shop.rows<{ chat: string; data: unknown }>(
      sql`select chat_id as chat, data from outgoing_messages where kind = 'alert' order by chat_id`,
    );
    expect(told.map(({ chat }) => Number(chat))).toEqual([OLGA, IVAN]);
    expect(told[0]?.data).toMatchObject({ code: 'approval-wanted', orderId, plan: '1 month' });
  });

  it('is delivered after a yes', async () => {
    const orderId = await heldOrder();

    expect(await approve(orderId)).toEqual({ ok: true, value: { units: 1 } });
    expect(shop.wakes).toContain(`order ${orderId}`);
    await shop.main.provisioning.processOrder(orderId);

    expect(await shop.orderStatus(orderId)).toBe('completed');
    expect(await shop.messages('key-text')).toHaveLength(1);
    expect(await audits('order.approve')).toMatchObject([{ actor: String(OLGA), after: { units: 1 } }]);
  });

  it('is delivered by another process when the one that took the yes dies before it wakes anybody', async () => {
    const orderId = await heldOrder();
    await approve(orderId);

    await shop.newProcess().provisioning.wakeDueLanes();

    expect(await shop.orderStatus(orderId)).toBe('completed');
  });

  it('takes one yes: pressed twice, or by two admins at a time, it is delivered once', async () => {
    const orderId = await heldOrder();

    const answers = await Promise.all([approve(orderId), approve(orderId, IVAN), approve(orderId)]);
    await shop.main.provisioning.processOrder(orderId);

    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers.find(({ ok }) => !ok)).toMatchObject({ refusal: { code: 'nothing-to-approve' } });
    expect(await audits('order.approve')).toHaveLength(1);
    expect(await shop.panel.clients()).toHaveLength(1);
  });

  it('goes back whole instead, and takes no yes after that', async () => {
    const orderId = await heldOrder();

    expect(await shop.checkout.refundOrder({ orderId, actorId: OLGA })).toMatchObject({ ok: true });
    await shop.checkout.runRefunds();

    expect(shop.returned).toEqual([`charge-${orderId}`]);
    expect(await approve(orderId)).toMatchObject({ ok: false, refusal: { code: 'nothing-to-approve' } });
    expect((await shop.unit(orderId)).provisionStatus).toBe('cancelled');
    expect(await shop.cardStage(orderId)).toBe('refunded');
  });

  it('is what it was at its payment, whatever becomes of the plan later', async () => {
    const before = await shop.paidOrder();
    const held = await heldOrder();
    await confirmByHand(false);

    await shop.main.provisioning.wakeDueLanes();

    expect(await shop.orderStatus(before)).toBe('completed');
    expect(await shop.orderStatus(held)).toBe('processing');
    await approve(held);
    await shop.main.provisioning.processOrder(held);
    expect(await shop.orderStatus(held)).toBe('completed');
  });

  it('stands in the list of those that wait, the longest first, until somebody decides', async () => {
    const first = await heldOrder();
    shop.pass(minutes(1));
    const second = await heldOrder();
    const waiting = async () => {
      const { orders } = await shop.checkout.listOrders({ filter: 'held', customerId: null, page: 0 });
      return orders.map(({ orderId }) => orderId);
    };

    expect(await waiting()).toEqual([first, second]);
    await approve(first);
    expect(await waiting()).toEqual([second]);
  });
});
