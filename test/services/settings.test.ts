import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ServerPlan } from '../../src/model/server-plan.ts';
import { PanelShop } from '../support/panel-shop.ts';

const ADMIN = 9001;

let shop: PanelShop;

beforeEach(async () => {
  shop = await PanelShop.open();
});
afterEach(() => shop.end());

const change = (of: 'plan' | 'template' | 'rules', id: number, value: unknown) =>
  shop.fleet.changeSettings({
    of,
    id,
    text: typeof value === 'string' ? value : JSON.stringify(value),
    actorId: ADMIN,
  });

const ids = async () => {
  const rows = await shop.rows<{ id: number }>(sql`select id from server_inbounds order by remote_id`);
  return rows.map(({ id }) => id);
};

/** Where the order's seats are, by the panel's number of the inbound. */
const placeOf = async (orderId: string) => (await shop.unit(orderId)).inbound.remoteId;

describe('the settings of a plan and of an inbound', () => {
  it('are what the panel is asked for: what the plan says goes before the template', async () => {
    const planId = await shop.newPlan({ connections: null });
    for (const id of await ids()) await change('template', id, { limitIp: 7, flow: '' });
    const first = await shop.deliveredOrder({ planId });
    await change('plan', planId, { limitIp: 4 });
    const second = await shop.deliveredOrder({ planId, customerId: 2 });

    expect(await shop.client(first)).toMatchObject({ limitIp: 7, flow: '' });
    expect(await shop.client(second)).toMatchObject({ limitIp: 4, flow: '' });
    expect((await shop.panel.clients()).map(({ limitIp }) => limitIp).sort()).toEqual([4, 7]);
  });

  it('do not change what was sold', async () => {
    await change('plan', shop.planId, { limitIp: 9 });

    const orderId = await shop.deliveredOrder();

    expect((await shop.client(orderId)).limitIp).toBe(3);
  });

  it('are written down with what was before, and taken away by an empty text', async () => {
    await change('plan', shop.planId, { limitIp: 4 });
    await change('plan', shop.planId, ' ');

    expect((await shop.work.read().findOneOrFail(ServerPlan, shop.planId)).provisionSettings).toBeNull();
    expect(
      await shop.rows(
        sql`select action, target, before, after from audit_log where action = 'plan.settings' order by id`,
      ),
    ).toMatchObject([
      { target: `plan:${shop.planId}`, before: { settings: null }, after: { settings: { limitIp: 4 } } },
      { before: { settings: { limitIp: 4 } }, after: { settings: null } },
    ]);
  });

  it('are refused by name when they are not known, and nothing changes', async () => {
    const answer = await change('plan', shop.planId, { limitIps: 4 });

    expect(answer).toMatchObject({ ok: false, refusal: { code: 'unknown-setting', key: 'limitIps' } });
    expect((await shop.work.read().findOneOrFail(ServerPlan, shop.planId)).provisionSettings).toBeNull();
  });

  it('belong to something that is there', async () => {
    expect(await change('plan', 999, {})).toMatchObject({ refusal: { code: 'plan-not-found' } });
    expect(await change('rules', 999, {})).toMatchObject({ refusal: { code: 'inbound-not-found' } });
  });
});

describe('the rules of an inbound', () => {
  it('keep plans of other types out', async () => {
    const [first = 0] = await ids();
    await change('rules', first, { planTypes: ['dedicated'] });

    expect(await placeOf(await shop.paidOrder())).toBe(2);
  });

  it('keep one customer from having more than so many, also those that wait and not those that ended', async () => {
    for (const id of await ids()) await change('rules', id, { maxPerCustomer: 1 });
    const first = await shop.deliveredOrder();
    await shop.unpaidOrder();

    await expect(shop.unpaidOrder()).rejects.toThrow('customer-limit');
    await expect(shop.unpaidOrder({ customerId: 2 })).resolves.toBeTruthy();

    await shop.checkout.refundOrder({ orderId: first, actorId: ADMIN });
    await shop.main.lanes.wake(shop.serverId);
    await shop.checkout.runRefunds();
    await shop.main.lanes.wake(shop.serverId);
    await expect(shop.unpaidOrder()).resolves.toBeTruthy();
  });

  it('count a purchase of several at once', async () => {
    for (const id of await ids()) await change('rules', id, { maxPerCustomer: 2 });

    await expect(shop.unpaidOrder({ quantity: 3 })).rejects.toThrow('customer-limit');
    await expect(shop.unpaidOrder({ quantity: 2 })).resolves.toBeTruthy();
  });

  it('send everybody to the default where the plan says so', async () => {
    const [, second = 0] = await ids();
    await shop.rows(sql`update server_inbounds set is_default = (id = ${second}) returning id`);
    await change('plan', shop.planId, { preferDefaultInbound: true });
    const orders = [await shop.paidOrder(), await shop.paidOrder({ customerId: 2 })];

    expect(await Promise.all(orders.map(placeOf))).toEqual([2, 2]);
  });
});

describe('the figures of a plan', () => {
  it('count every delivery, also those of one moment', async () => {
    await Promise.all([1, 2, 3].map((customerId) => shop.paidOrder({ customerId })));

    await shop.main.lanes.wake(shop.serverId);

    const { performanceMetrics } = await shop.work.read().findOneOrFail(ServerPlan, shop.planId);
    expect(performanceMetrics).toMatchObject({ delivered: 3 });
    expect(performanceMetrics?.averageSeconds).toBeGreaterThanOrEqual(0);
  });
});
