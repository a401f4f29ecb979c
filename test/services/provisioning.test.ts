import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { days, later } from '../../src/model/values/period.ts';
import { PanelShop } from '../support/panel-shop.ts';

let shop: PanelShop;

beforeEach(async () => {
  shop = await PanelShop.open();
});
afterEach(() => shop.end());

describe('a paid order of one key', () => {
  it('asks the panel once to add and once to show, then for links and the core', async () => {
    const orderId = await shop.paidOrder();

    const summary = await shop.main.provisioning.processOrder(orderId);

    expect(summary).toEqual({ orderId, requested: 1, provisioned: 1, successRate: 1 });
    expect(await shop.panel.calls()).toEqual([
      'clients/add',
      'clients/get',
      'clients/subLinks',
      'server/status',
    ]);
  });

  it('has a line in the log and in its history for every step, with its attempt and how long it took', async () => {
    const orderId = await shop.deliveredOrder();

    const unit = await shop.unit(orderId);
    const steps = shop.lines
      .filter((line) => line.startsWith('unit.step '))
      .map((line) => JSON.parse(line.slice('unit.step '.length)) as Record<string, unknown>);
    expect(steps.map(({ step }) => step)).toEqual(['add', 'read-back', 'links', 'core', 'record']);
    for (const step of steps)
      expect(step).toMatchObject({
        orderId,
        unitId: unit.id,
        attempt: 1,
        result: 'done',
        ms: expect.any(Number),
      });
    expect(unit.provisionLog.map(({ step }) => step)).toEqual([
      'attempt',
      'add',
      'read-back',
      'links',
      'core',
      'completed',
    ]);
    expect(unit.provisionLog[1]).toMatchObject({ result: 'done', ms: expect.any(Number) });
  });

  it('keeps the class of a fault as what came of a step', async () => {
    await shop.panel.fault({ path: 'clients/add', kind: 'status', status: 503, times: 1 });
    const orderId = await shop.deliveredOrder();

    expect((await shop.unit(orderId)).provisionLog.map(({ step, result }) => [step, result])).toEqual([
      ['attempt', 'number 1'],
      ['add', 'busy'],
      ['busy', expect.any(String)],
    ]);
  });

  it('is told on once it is completed, and not before that is written down', async () => {
    const told: string[] = [];
    const seen: Promise<string>[] = [];
    const completed = (ids: readonly string[]) => {
      told.push(...ids);
      seen.push(shop.unit(orderId).then(({ provisionStatus }) => provisionStatus));
    };
    const process = shop.newProcess({ completed });
    const orderId = await shop.paidOrder();

    await process.provisioning.processOrder(orderId);

    expect(told).toEqual([(await shop.unit(orderId)).id]);
    expect(await Promise.all(seen)).toEqual(['completed']);
  });

  it('does not ask for the core again on an inbound that the shop has written to before', async () => {
    await shop.deliveredOrder();
    await shop.panel.forgetCalls();

    await shop.deliveredOrder({ customerId: 2 });
    await shop.deliveredOrder({ customerId: 3 });

    const calls = await shop.panel.calls();
    expect(calls.filter((call) => call === 'server/status')).toHaveLength(1); // the second inbound's first write
  });

  it('puts exactly what was sold on the panel', async () => {
    const orderId = await shop.paidOrder({ customerId: 77 });
    const before = shop.clock.now();

    await shop.main.provisioning.processOrder(orderId);

    const sold = await shop.client(orderId);
    const [held] = await shop.panel.clients();
    expect(held).toMatchObject({
      email: `shop-${(await shop.unit(orderId)).id}-1`,
      inboundIds: [1],
      uuid: sold.uuid,
      subId: sold.subId,
      limitIp: 3,
      totalGB: 50 * 1024 ** 3,
      expiryTime: sold.expiresAt?.getTime(),
      tgId: 77,
      enable: true,
    });
    expect(held?.comment).toContain(orderId);
    expect(await shop.panel.ask(`clients/get/${held?.email}`)).toMatchObject({
      client: { flow: 'xtls-rprx-vision', reset: 0 },
    });
    expect(sold.expiresAt?.getTime()).toBeGreaterThanOrEqual(later(before, days(30)).getTime());
    expect(sold.expiresAt?.getTime()).toBeLessThanOrEqual(later(shop.clock.now(), days(30)).getTime());
  });

  it('sells an unlimited plan without limits, and no flow where the inbound cannot', async () => {
    await shop.rows(
      sql`update server_inbounds set provisioning_enabled = (protocol = 'trojan') returning id`,
    );
    const planId = await shop.newPlan({ dataLimitGb: null, connections: null });

    await shop.deliveredOrder({ planId });

    const [held] = await shop.panel.clients();
    expect(held).toMatchObject({ inboundIds: [2], totalGB: 0, limitIp: 0 });
    expect(await shop.panel.ask(`clients/get/${held?.email}`)).toMatchObject({ client: { flow: '' } });
  });

  it('is completed, tested and ready, with one key of text and one of picture', async () => {
    const orderId = await shop.deliveredOrder();

    const unit = await shop.unit(orderId);
    const client = await shop.client(orderId);
    expect(unit).toMatchObject({
      provisionStatus: 'completed',
      provisionAttempts: 1,
      qaPassed: true,
      dueAt: null,
    });
    expect(unit.qaCompletedAt).toBeInstanceOf(Date);
    expect(unit.provisionErrorCode).toBeNull();
    expect(unit.provisionDurationSeconds).toBeGreaterThan(0);
    expect(unit.provisionDurationSeconds).toBeLessThan(10);
    expect(client.status).toBe('active');
    expect(client.links[0]).toContain(client.uuid);
    expect(client.links[0]).toContain('@vpn.example.com:');
    expect(await shop.orderStatus(orderId)).toBe('completed');
    expect(await shop.cardStage(orderId)).toBe('ready');
    expect((await shop.messages('key-text')).map(({ data }) => data)).toEqual([{ unitId: unit.id }]);
    expect((await shop.messages('key-qr')).map(({ data }) => data)).toEqual([{ unitId: unit.id }]);
  });

  it('changes nothing when it is woken once more', async () => {
    const orderId = await shop.deliveredOrder();
    await shop.panel.forgetCalls();

    await shop.main.provisioning.processOrder(orderId);
    await shop.main.lanes.wake(shop.serverId);

    expect(await shop.panel.calls()).toEqual([]);
    expect(await shop.messages('key-text')).toHaveLength(1);
  });

  it('leaves no secret in its history, in messages and in the log', async () => {
    const orderId = await shop.deliveredOrder();

    const { uuid, password, subId, links } = await shop.client(orderId);
    const told = await shop.rows(sql`
      select unit.provision_log, unit.provision_config, unit.qa_notes, message.data
        from order_server_clients unit, outgoing_messages message`);
    const text = JSON.stringify(told) + shop.lines.join('\n');
    for (const secret of [uuid, password, subId, ...links, shop.panel.address.token])
      expect(text).not.toContain(secret);
    expect(text).toContain('"step":"completed"');
  });
});

describe('several keys at once', () => {
  it('go to one inbound in one write and one read', async () => {
    await shop.rows(sql`update server_inbounds set provisioning_enabled = (remote_id = 1) returning id`);
    const first = await shop.paidOrder({ quantity: 2 });
    const second = await shop.paidOrder({ customerId: 2, quantity: 3 });

    await shop.main.lanes.wake(shop.serverId);

    const calls = await shop.panel.calls();
    expect(calls.filter((call) => call !== 'clients/subLinks')).toEqual([
      'clients/bulkCreate',
      'inbounds/get',
      'server/status',
    ]);
    expect(calls.filter((call) => call === 'clients/subLinks')).toHaveLength(5);
    expect(await shop.panel.clients()).toHaveLength(5);
    expect([await shop.orderStatus(first), await shop.orderStatus(second)]).toEqual([
      'completed',
      'completed',
    ]);
    expect(await shop.messages('key-qr')).toHaveLength(5);
  });

  it('go to two inbounds as one group each', async () => {
    await shop.paidOrder({ quantity: 2 });
    await shop.paidOrder({ customerId: 2, quantity: 2 });

    await shop.main.lanes.wake(shop.serverId);

    const held = await shop.panel.clients();
    expect(await shop.panel.writes()).toEqual(['clients/bulkCreate', 'clients/bulkCreate']);
    expect(held.map(({ inboundIds }) => inboundIds).sort()).toEqual([[1], [1], [2], [2]]);
  });
});

describe('an order that is not to be delivered', () => {
  it('is never taken to the panel while it is unpaid', async () => {
    const orderId = await shop.unpaidOrder();

    const summary = await shop.main.provisioning.processOrder(orderId);
    await shop.main.lanes.wake(shop.serverId);

    expect(summary).toEqual({ orderId, requested: 1, provisioned: 0, successRate: 0 });
    expect(await shop.panel.calls()).toEqual([]);
  });

  it('is never taken to the panel after it was cancelled', async () => {
    const orderId = await shop.unpaidOrder();
    await shop.checkout.cancelOrder({ orderId, customerId: 1 });

    await shop.main.provisioning.processOrder(orderId);
    await shop.main.lanes.wake(shop.serverId);

    expect(await shop.panel.calls()).toEqual([]);
  });

  it('is never taken to the panel after its money went back', async () => {
    const orderId = await shop.paidOrder();
    await shop.checkout.refundOrder({ orderId, actorId: 9001 });

    await shop.main.provisioning.processOrder(orderId);
    await shop.main.lanes.wake(shop.serverId);

    expect(await shop.panel.calls()).toEqual([]);
    expect((await shop.unit(orderId)).provisionStatus).toBe('cancelled');
  });

  it('waits while its plan is delivered by hand', async () => {
    await shop.rows(sql`update server_plans set auto_provision = false returning id`);
    const orderId = await shop.deliveredOrder();

    expect(await shop.main.provisioning.wakeDueLanes()).toBe(0);
    expect(await shop.panel.calls()).toEqual([]);
    expect((await shop.unit(orderId)).provisionStatus).toBe('pending');
  });
});

describe('the kill switch', () => {
  it('parks paid orders, and the next start without it delivers them', async () => {
    const parked = shop.newProcess({ enabled: false });
    const orderId = await shop.paidOrder();

    await parked.provisioning.processOrder(orderId);
    expect(await parked.provisioning.wakeDueLanes()).toBe(0);
    expect(await shop.panel.calls()).toEqual([]);

    expect(await shop.main.provisioning.wakeDueLanes()).toBe(1);
    expect(await shop.orderStatus(orderId)).toBe('completed');
  });
});
