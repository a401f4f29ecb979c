import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { minutes, seconds } from '../../src/model/values/period.ts';
import { expectDeliveredOnce } from '../support/expect-delivered-once.ts';
import { PanelShop } from '../support/panel-shop.ts';
import { OWNER } from '../support/shop-process.ts';

let shop: PanelShop;

beforeEach(async () => {
  shop = await PanelShop.open();
});
afterEach(() => shop.end());

const stranger = (email: string, inboundId: number) => ({
  client: { email, subId: 'strange', enable: true, comment: 'stranger' },
  inboundIds: [inboundId],
});

describe('a panel that refuses the shop', () => {
  it('is out of sale at once, its owners know, and the order waits for a probe', async () => {
    await shop.panel.fault({ path: '', kind: 'status', status: 401, times: 1000 });
    const orderId = await shop.deliveredOrder();

    expect(await shop.health()).toMatchObject({ health: 'critical' });
    expect(await shop.alerts()).toEqual(['server-out']);
    expect((await shop.panel.calls()).length).toBe(1);
    shop.pass(minutes(6));
    expect(await shop.fleet.probeServers()).toBe(0);

    await shop.panel.fault({ path: '', kind: 'status', times: 0 });
    await shop.recover(orderId);
    await expectDeliveredOnce(shop, orderId);
    expect(await shop.alerts()).toEqual(['server-out', 'server-back']);
  });

  it('is not asked again for the other orders of the same run', async () => {
    await shop.paidOrder({ customerId: 1 });
    await shop.paidOrder({ customerId: 2 }); // on the other inbound
    await shop.panel.fault({ path: '', kind: 'status', status: 401, times: 1000 });

    await shop.main.lanes.wake(shop.serverId);

    expect((await shop.panel.calls()).length).toBe(1);
  });
});

describe('a session that the panel has forgotten', () => {
  it('is renewed once, and the write that was turned away is repeated', async () => {
    await shop.end();
    shop = await PanelShop.open({ login: 'password' });
    await shop.panel.fault({ path: 'clients/add', kind: 'status', status: 401 });

    const orderId = await shop.deliveredOrder();

    await expectDeliveredOnce(shop, orderId);
    expect((await shop.panel.calls()).slice(0, 4)).toEqual([
      'clients/add',
      'csrf-token',
      'login',
      'clients/add',
    ]);
    expect(await shop.unit(orderId)).toMatchObject({ provisionAttempts: 1 });
  });
});

describe('a name that is taken on the panel', () => {
  it('is a conflict for the owners to decide, and the stranger is left alone', async () => {
    const orderId = await shop.unpaidOrder();
    const email = `shop-${(await shop.unit(orderId)).id}-1`;
    await shop.panel.ask('clients/add', stranger(email, 1));
    await shop.pay(orderId);

    await shop.main.provisioning.processOrder(orderId);

    expect(await shop.unit(orderId)).toMatchObject({
      provisionStatus: 'failed',
      provisionErrorCode: 'conflict',
      dueAt: null,
    });
    expect(await shop.alerts()).toEqual(['unit-failed']);
    expect(await shop.cardStage(orderId)).toBe('failed');
    expect((await shop.panel.clients()).map(({ subId }) => subId)).toEqual(['strange']);
    expect(await shop.messages('key-text')).toEqual([]);
    expect(await shop.health()).toMatchObject({ health: 'healthy' });
  });

  it.each([1, 2])(
    'in a group fails alone, wherever the stranger is (inbound %i)',
    async (strangersInbound) => {
      await shop.rows(sql`update server_inbounds set provisioning_enabled = (remote_id = 1) returning id`);
      const bad = await shop.unpaidOrder();
      await shop.panel.ask('clients/add', stranger(`shop-${(await shop.unit(bad)).id}-1`, strangersInbound));
      await shop.pay(bad);
      const good = await shop.paidOrder({ customerId: 2, quantity: 3 });

      await shop.main.lanes.wake(shop.serverId);

      expect(await shop.unit(bad)).toMatchObject({
        provisionStatus: 'failed',
        provisionErrorCode: 'conflict',
      });
      expect((await shop.unit(bad)).qaPassed).not.toBe(true);
      await expectDeliveredOnce(shop, good);
      expect(await shop.orderStatus(good)).toBe('completed');
      expect(await shop.alerts()).toEqual(['unit-failed']);
    },
  );

  it('is tried again when an admin has cleared it up', async () => {
    const orderId = await shop.unpaidOrder();
    const email = `shop-${(await shop.unit(orderId)).id}-1`;
    await shop.panel.ask('clients/add', stranger(email, 1));
    await shop.pay(orderId);
    await shop.main.provisioning.processOrder(orderId);
    await shop.panel.wipe(email);

    const answer = await shop.main.provisioning.retryOrder({ orderId, actorId: OWNER });
    await shop.main.provisioning.processOrder(orderId);

    expect(answer).toEqual({ ok: true, value: { units: 1 } });
    await expectDeliveredOnce(shop, orderId);
  });

  it('makes its order partial when the other keys of it are ready', async () => {
    const orderId = await shop.unpaidOrder({ quantity: 2 });
    await shop.panel.ask('clients/add', stranger(`shop-${(await shop.unit(orderId)).id}-1`, 1));
    await shop.pay(orderId);

    await shop.main.provisioning.processOrder(orderId);

    expect(await shop.orderStatus(orderId)).toBe('partial');
    expect(await shop.messages('key-text')).toHaveLength(1);
  });
});

describe('a unit that was given up after all its tries', () => {
  const tries = async (orderId: string) => (await shop.unit(orderId)).provisionAttempts;
  const busy = (times: number) => shop.panel.fault({ path: 'clients/add', kind: 'busy', times });

  it('has a full set of them again when an admin asks for it, however often it was tried before', async () => {
    await busy(1000);
    const orderId = await shop.deliveredOrder();
    await shop.rows(sql`update order_server_clients set provision_attempts = 20 returning id`);
    await shop.passAndWake(minutes(1));
    expect((await shop.unit(orderId)).provisionStatus).toBe('failed');
    await shop.main.provisioning.retryOrder({ orderId, actorId: OWNER });

    for (let round = 0; round < 3; round++) await shop.passAndWake(minutes(1));
    expect((await shop.unit(orderId)).provisionStatus).not.toBe('failed');

    await busy(0);
    await shop.recover(orderId);
    expect(await tries(orderId)).toBeGreaterThan(20);
  });

  it('has its half hour again where the panel takes no connection', async () => {
    const orderId = await shop.paidOrder();
    await shop.panel.stop();
    shop.pass(minutes(31));
    await shop.main.provisioning.processOrder(orderId);
    expect((await shop.unit(orderId)).provisionStatus).toBe('failed');

    await shop.main.provisioning.retryOrder({ orderId, actorId: OWNER });
    await shop.main.lanes.wake(shop.serverId);
    expect((await shop.unit(orderId)).provisionStatus).not.toBe('failed');

    shop.pass(minutes(31));
    await shop.main.lanes.wake(shop.serverId);
    expect((await shop.unit(orderId)).provisionStatus).toBe('failed');
  });
});

describe('a client that is not what was sold', () => {
  it('is mended by an update before it is delivered', async () => {
    await shop.panel.fault({ path: 'clients/get', kind: 'busy', times: 1 });
    const orderId = await shop.deliveredOrder();
    const sold = await shop.client(orderId);
    const [held] = await shop.panel.clients();
    await shop.panel.ask(`clients/update/${sold.email}`, { ...held, id: held?.uuid, limitIp: 9, totalGB: 1 });

    await shop.recover(orderId);

    await expectDeliveredOnce(shop, orderId);
    expect((await shop.panel.clients())[0]).toMatchObject({
      limitIp: 3,
      totalGB: 50 * 1024 ** 3,
      subId: sold.subId,
      uuid: sold.uuid,
      expiryTime: (await shop.client(orderId)).expiresAt?.getTime(),
    });
    expect(await shop.panel.writes()).toEqual(['clients/add', 'clients/update', 'clients/update']);
  });

  it('is added again with the same identity when somebody took it away', async () => {
    await shop.panel.fault({ path: 'clients/get', kind: 'busy' });
    const orderId = await shop.deliveredOrder();
    const { email, uuid } = await shop.client(orderId);
    await shop.panel.wipe(email);

    await shop.recover(orderId);

    await expectDeliveredOnce(shop, orderId);
    expect((await shop.panel.clients())[0]).toMatchObject({ email, uuid });
  });

  it('waits while its inbound is switched off and gives no link', async () => {
    await shop.panel.ask('inbounds/setEnable/1', { enable: false });
    const orderId = await shop.deliveredOrder();
    expect((await shop.unit(orderId)).provisionStatus).toBe('pending');
    expect(await shop.messages('key-text')).toEqual([]);

    await shop.panel.ask('inbounds/setEnable/1', { enable: true });
    await shop.recover(orderId);

    await expectDeliveredOnce(shop, orderId);
    expect((await shop.panel.writes()).filter((call) => call === 'clients/add')).toHaveLength(1);
  });

  it('is looked at ever less often while it waits', async () => {
    await shop.panel.ask('inbounds/setEnable/1', { enable: false });
    const orderId = await shop.deliveredOrder();
    for (let round = 0; round < 12; round++) await shop.passAndWake(minutes(2));

    const looks: number[] = [];
    for (let round = 0; round < 8; round++) {
      await shop.passAndWake(minutes(2));
      looks.push(Number((await shop.unit(orderId)).dueAt) - shop.clock.now().getTime());
    }

    expect(Math.max(...looks)).toBeGreaterThan(seconds(5));
  });
});

describe('a panel whose core does not run', () => {
  it('is out of sale with the words of the core, and delivers when it runs again', async () => {
    await shop.panel.core('error', 'failed to build inbound: bad key');
    const orderId = await shop.deliveredOrder();

    expect(await shop.health()).toEqual({ health: 'critical', reason: 'failed to build inbound: bad key' });
    expect(await shop.alerts()).toEqual(['server-out']);
    expect(await shop.messages('key-text')).toEqual([]);
    shop.pass(minutes(6));
    expect(await shop.fleet.probeServers()).toBe(0);

    await shop.panel.core('running');
    await shop.recover(orderId);
    await expectDeliveredOnce(shop, orderId);
    expect(await shop.panel.writes()).toEqual(['clients/add']);
    expect(await shop.alerts()).toEqual(['server-out', 'server-back']);
  });
});
