import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { minutes, seconds } from '../../src/model/values/period.ts';
import { counterDrift } from '../../src/services/seats/seat-statements.ts';
import { OWNER, PanelShop, TIMES } from '../support/panel-shop.ts';

let shop: PanelShop;

beforeEach(async () => {
  shop = await PanelShop.open();
});
afterEach(() => shop.end());

/** One client for each unit, each delivered once, and no seat lost or counted twice. */
const expectDeliveredOnce = async (...orderIds: string[]) => {
  const units = (await Promise.all(orderIds.map((orderId) => shop.units(orderId)))).flat();
  const sold = units.map((unit) => unit.serverClient?.email).sort();
  const ours = (await shop.panel.clients()).filter(({ comment }) => comment !== 'stranger');
  expect(ours.map(({ email }) => email).sort()).toEqual(sold);
  expect(units.map(({ provisionStatus }) => provisionStatus)).toEqual(units.map(() => 'completed'));
  expect(await shop.messages('key-text')).toHaveLength(units.length);
  expect(await shop.messages('key-qr')).toHaveLength(units.length);
  for (const orderId of orderIds) expect(await shop.cardStage(orderId)).toBe('ready');
  expect(await counterDrift(shop.work.read())).toEqual([]);
};

const stranger = (email: string, inboundId: number) => ({
  client: { email, subId: 'strange', enable: true, comment: 'stranger' },
  inboundIds: [inboundId],
});

describe('a panel that cannot be reached', () => {
  it('is out of sale after three silences, is told of once, and delivers when a probe gets through', async () => {
    await shop.panel.stop();
    const orderId = await shop.deliveredOrder();
    expect(await shop.health()).toMatchObject({ health: 'healthy' });
    expect(await shop.unit(orderId)).toMatchObject({
      provisionStatus: 'pending',
      provisionErrorCode: 'not-sent',
    });

    for (let round = 0; round < 4; round++) await shop.passAndWake(minutes(2));
    expect(await shop.health()).toMatchObject({ health: 'offline' });
    expect(await shop.alerts()).toEqual(['server-out']);
    await expect(shop.unpaidOrder({ customerId: 2 })).rejects.toThrow('no-seat');

    await shop.panel.start();
    shop.pass(minutes(6));
    expect(await shop.fleet.probeServers()).toBe(1);
    expect(await shop.health()).toEqual({ health: 'healthy', reason: null });
    expect(shop.wakes).toContain(`lane ${shop.serverId}`);
    expect((await shop.unit(orderId)).dueAt?.getTime()).toBeLessThanOrEqual(shop.clock.now().getTime());

    await shop.main.lanes.wake(shop.serverId);
    await expectDeliveredOnce(orderId);
    expect(await shop.alerts()).toEqual(['server-out', 'server-back']);
  });

  it('stays out of sale while the probes do not get through, and no attempt is spent on it', async () => {
    await shop.panel.stop();
    const orderId = await shop.deliveredOrder();
    for (let round = 0; round < 4; round++) await shop.passAndWake(minutes(2));
    const { provisionAttempts } = await shop.unit(orderId);

    shop.pass(minutes(6));
    expect(await shop.fleet.probeServers()).toBe(0);
    await shop.main.lanes.wake(shop.serverId);

    expect(await shop.main.provisioning.wakeDueLanes()).toBe(0);
    expect((await shop.unit(orderId)).provisionAttempts).toBe(provisionAttempts);
    expect(await shop.alerts()).toEqual(['server-out']);
  });

  it('stays in sale when silences are far apart: only three in a row count', async () => {
    for (const customerId of [1, 2, 3, 4]) {
      await shop.panel.fault({ path: 'clients/add', kind: 'html' });
      const orderId = await shop.deliveredOrder({ customerId });
      await shop.recover(orderId);
    }

    expect(await shop.health()).toMatchObject({ health: 'healthy' });
    expect(await shop.alerts()).toEqual([]);
  });
});

describe('an add without a clear answer', () => {
  it.each([
    ['the connection is cut', { kind: 'refuse' }],
    ['the panel hangs', { kind: 'hang', ms: 5000 }],
    ['a proxy answers 502 with a page', { kind: 'html' }],
    ['the panel answers 500', { kind: 'status', status: 500 }],
    ['the database of the panel is locked', { kind: 'busy' }],
    ['the panel answers 503', { kind: 'status', status: 503 }],
  ])('ends with one client and one delivery when %s', async (_, fault) => {
    await shop.panel.fault({ path: 'clients/add', ...fault });

    const orderId = await shop.deliveredOrder();
    await shop.recover(orderId);

    await expectDeliveredOnce(orderId);
    expect(await shop.panel.writes()).toEqual(['clients/add', 'clients/add']);
  });

  it('is adopted by a read, without a second write, when the panel had done it', async () => {
    await shop.panel.fault({ path: 'clients/add', kind: 'drop-after-apply' });

    const orderId = await shop.deliveredOrder();

    await expectDeliveredOnce(orderId);
    expect(await shop.panel.calls()).toEqual([
      'clients/add',
      'clients/get',
      'clients/subLinks',
      'server/status',
    ]);
    expect((await shop.unit(orderId)).provisionAttempts).toBe(1);
  });

  it('is found later, without a second write, when the read fails as well', async () => {
    await shop.panel.fault({ path: 'clients/add', kind: 'drop-after-apply' });
    await shop.panel.fault({ path: 'clients/get', kind: 'hang', ms: 3000 });

    const orderId = await shop.deliveredOrder();
    expect(await shop.unit(orderId)).toMatchObject({
      provisionStatus: 'provisioning',
      provisionErrorCode: 'unknown',
    });
    await shop.recover(orderId);

    await expectDeliveredOnce(orderId);
    expect(await shop.panel.writes()).toEqual(['clients/add']);
  });

  it('of a whole group is adopted as a whole', async () => {
    await shop.panel.fault({ path: 'clients/bulkCreate', kind: 'drop-after-apply' });

    const orderId = await shop.deliveredOrder({ quantity: 5 });

    await expectDeliveredOnce(orderId);
    expect(await shop.panel.writes()).toEqual(['clients/bulkCreate']);
  });

  it('is not repeated on an older panel before the quiet time is over', async () => {
    await shop.panelIsOld();
    await shop.panel.fault({ path: 'clients/add', kind: 'refuse' });

    const orderId = await shop.deliveredOrder();
    await vi.waitFor(async () => expect(await shop.orderStatus(orderId)).toBe('completed'), {
      timeout: 8000,
      interval: 50,
    });

    await expectDeliveredOnce(orderId);
    const adds = (await shop.panel.log()).filter(({ path }) => path.endsWith('clients/add'));
    expect(adds).toHaveLength(2);
    expect(Number(adds[1]?.at) - Number(adds[0]?.at)).toBeGreaterThanOrEqual(
      TIMES.write + TIMES.quietExtra - 50,
    );
  });

  it('that is carried out late, inside the quiet time, is adopted and not repeated', async () => {
    await shop.panelIsOld();
    await shop.panel.fault({ path: 'clients/add', kind: 'late', ms: 700 });

    const orderId = await shop.deliveredOrder();
    expect(await shop.panel.clients()).toEqual([]);
    await shop.recover(orderId);

    await expectDeliveredOnce(orderId);
    expect(await shop.panel.writes()).toEqual(['clients/add']);
  });

  it('that is carried out after it was repeated leaves one client on a panel that takes it twice', async () => {
    await shop.panel.fault({ path: 'clients/add', kind: 'late', ms: 500 });

    const orderId = await shop.deliveredOrder();
    await shop.recover(orderId);
    await vi.waitFor(async () =>
      expect(
        (await shop.panel.log())
          .filter((call) => call.path.endsWith('clients/add'))
          .every((call) => call.applied),
      ).toBe(true),
    );

    await expectDeliveredOnce(orderId);
  });
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
    await expectDeliveredOnce(orderId);
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

    await expectDeliveredOnce(orderId);
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
      await expectDeliveredOnce(good);
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
    await expectDeliveredOnce(orderId);
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

describe('a client that is not what was sold', () => {
  it('is mended by an update before it is delivered', async () => {
    await shop.panel.fault({ path: 'clients/get', kind: 'busy', times: 1 });
    const orderId = await shop.deliveredOrder();
    const sold = await shop.client(orderId);
    const [held] = await shop.panel.clients();
    await shop.panel.ask(`clients/update/${sold.email}`, { ...held, id: held?.uuid, limitIp: 9, totalGB: 1 });

    await shop.recover(orderId);

    await expectDeliveredOnce(orderId);
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

    await expectDeliveredOnce(orderId);
    expect((await shop.panel.clients())[0]).toMatchObject({ email, uuid });
  });

  it('waits while its inbound is switched off and gives no link', async () => {
    await shop.panel.ask('inbounds/setEnable/1', { enable: false });
    const orderId = await shop.deliveredOrder();
    expect((await shop.unit(orderId)).provisionStatus).toBe('pending');
    expect(await shop.messages('key-text')).toEqual([]);

    await shop.panel.ask('inbounds/setEnable/1', { enable: true });
    await shop.recover(orderId);

    await expectDeliveredOnce(orderId);
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
    await expectDeliveredOnce(orderId);
    expect(await shop.panel.writes()).toEqual(['clients/add']);
    expect(await shop.alerts()).toEqual(['server-out', 'server-back']);
  });
});
