import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ServerClient } from '../../src/model/server-client.ts';
import { between, minutes } from '../../src/model/values/period.ts';
import { writeTombstone } from '../../src/services/lanes/write-tombstone.ts';
import { counterDrift } from '../../src/services/seats/counter-drift.ts';
import { PanelShop } from '../support/panel-shop.ts';
import { upkeepOf } from '../support/upkeep.ts';

let shop: PanelShop;

beforeEach(async () => {
  shop = await PanelShop.open();
});
afterEach(() => shop.end());

const change = async (orderId: string, act: (client: ServerClient, now: Date) => void) => {
  await shop.work.do(async (em) => {
    act(await em.findOneOrFail(ServerClient, { order: orderId }), shop.clock.now());
    await em.flush();
  });
  await shop.panel.forgetCalls();
};

const refundOf = (orderId: string) =>
  shop.row<{ status: string; due: boolean }>(sql`
    select refunds.status, refunds.due_at <= ${shop.clock.now()} as due
      from refunds join charges on charges.id = refunds.charge_id join payments on payments.id = charges.payment_id
     where payments.order_id = ${orderId}`);

const seatsTaken = async () =>
  (
    await shop.row<{ taken: number }>(
      sql`select current_clients as taken from server_plans where id = ${shop.planId}`,
    )
  ).taken;

describe('what the shop wants of a delivered client', () => {
  it('keeps what an admin has given it on the panel besides', async () => {
    const orderId = await shop.deliveredOrder();
    const { email, uuid } = await shop.client(orderId);
    const [held] = await shop.panel.clients();
    const given = { group: 'friends of ours', security: 'aes-128-gcm' };
    await shop.panel.ask(`clients/update/${email}`, { ...held, id: uuid, ...given });
    await change(orderId, (client, now) => client.renew(30, now));

    await shop.main.lanes.wake(shop.serverId);

    const end = (await shop.client(orderId)).expiresAt?.getTime();
    expect(await shop.panel.ask(`clients/get/${email}`)).toMatchObject({
      client: { ...given, uuid, expiryTime: end },
    });
  });

  it('is switched off on the panel with one write', async () => {
    const orderId = await shop.deliveredOrder();
    await change(orderId, (client, now) => client.suspend('admin', now));

    await shop.main.lanes.wake(shop.serverId);

    expect(await shop.panel.calls()).toEqual(['clients/get', 'clients/update']);
    expect((await shop.panel.clients())[0]).toMatchObject({
      enable: false,
      limitIp: 3,
      totalGB: 50 * 1024 ** 3,
    });
    expect(await shop.client(orderId)).toMatchObject({ wantedRev: 1, pushedRev: 1, pushDueAt: null });
  });

  it('is switched on again with a new end', async () => {
    const orderId = await shop.deliveredOrder();
    await change(orderId, (client, now) => client.suspend('admin', now));
    await shop.main.lanes.wake(shop.serverId);
    await change(orderId, (client, now) => {
      client.expiresAt = new Date('2031-05-06T07:08:09.123Z');
      client.reactivate(now);
    });

    await shop.main.lanes.wake(shop.serverId);

    expect((await shop.panel.clients())[0]).toMatchObject({
      enable: true,
      expiryTime: Date.UTC(2031, 4, 6, 7, 8, 9, 123),
    });
  });

  it('is put back as it was sold when the panel has lost it', async () => {
    const orderId = await shop.deliveredOrder();
    const sold = await shop.client(orderId);
    await shop.panel.wipe(sold.email);
    await change(orderId, (client, now) => client.want('enabled', now));

    await shop.main.lanes.wake(shop.serverId);

    expect((await shop.panel.clients())[0]).toMatchObject({
      email: sold.email,
      uuid: sold.uuid,
      subId: sold.subId,
      expiryTime: sold.expiresAt?.getTime(),
    });
    expect((await shop.client(orderId)).pushDueAt).toBeNull();
  });

  it('stays due when the panel refuses to take it back', async () => {
    const orderId = await shop.deliveredOrder();
    await shop.panel.wipe((await shop.client(orderId)).email);
    await change(orderId, (client, now) => client.want('enabled', now));
    await shop.panel.fault({ path: 'clients/add', kind: 'busy' });

    await shop.main.lanes.wake(shop.serverId);
    expect(await shop.panel.clients()).toEqual([]);
    expect((await shop.client(orderId)).pushDueAt).not.toBeNull();

    await shop.passAndWake(minutes(2));
    expect(await shop.panel.clients()).toHaveLength(1);
  });

  it('is repeated until it was answered', async () => {
    const orderId = await shop.deliveredOrder();
    await change(orderId, (client, now) => client.suspend('admin', now));
    await shop.panel.fault({ path: 'clients/update', kind: 'html' });

    await shop.main.lanes.wake(shop.serverId);
    expect(await shop.client(orderId)).toMatchObject({ pushedRev: 0 });

    await shop.quietTime();
    await shop.passAndWake(minutes(2));
    expect((await shop.panel.clients())[0]).toMatchObject({ enable: false });
    expect(await shop.client(orderId)).toMatchObject({ pushedRev: 1, pushDueAt: null });
  });

  it('takes no server out of sale for silences that are far apart', async () => {
    const orderId = await shop.deliveredOrder();
    for (let round = 0; round < 4; round++) {
      await change(orderId, (client, now) => client.want('enabled', now));
      await shop.panel.fault({ path: 'clients/update', kind: 'html' });
      await shop.main.lanes.wake(shop.serverId);
      await shop.quietTime();
      await shop.passAndWake(minutes(2));
    }

    expect((await shop.client(orderId)).pushDueAt).toBeNull();
    expect(await shop.alerts()).toEqual([]);
  });

  it('is not asked of a panel again that has just refused the shop', async () => {
    const first = await shop.deliveredOrder();
    const second = await shop.deliveredOrder({ customerId: 2 });
    for (const orderId of [first, second])
      await change(orderId, (client, now) => client.suspend('admin', now));
    await shop.panel.fault({ path: '', kind: 'status', status: 401, times: 100 });

    await shop.main.lanes.wake(shop.serverId);

    expect(await shop.panel.calls()).toHaveLength(1);
    expect(await shop.health()).toMatchObject({ health: 'critical' });
  });

  it('keeps a newer wish due that came while an older one was on its way', async () => {
    const orderId = await shop.deliveredOrder();
    await change(orderId, (client, now) => client.suspend('admin', now));
    await shop.panel.fault({ path: 'clients/update', kind: 'hang', ms: 300 });
    const run = shop.main.lanes.wake(shop.serverId);
    await change(orderId, (client, now) => client.reactivate(now));

    await run;
    await shop.quietTime();
    await shop.passAndWake(minutes(2));

    expect((await shop.panel.clients())[0]).toMatchObject({ enable: true });
    expect(await shop.client(orderId)).toMatchObject({ pushedRev: 2, pushDueAt: null });
  });
});

describe('the refund of a delivered order', () => {
  it('switches off first, then lets the money go, deletes, and frees the seat once', async () => {
    const orderId = await shop.deliveredOrder();
    await shop.panel.forgetCalls();

    await shop.checkout.refundOrder({ orderId, actorId: 9001 });
    expect(await refundOf(orderId)).toEqual({ status: 'due', due: false });
    expect(await shop.checkout.runRefunds()).toBe(0);

    await shop.main.lanes.wake(shop.serverId);
    expect((await shop.panel.clients())[0]).toMatchObject({ enable: false });
    expect(await refundOf(orderId)).toEqual({ status: 'due', due: true });
    expect(await seatsTaken()).toBe(1);

    expect(await shop.checkout.runRefunds()).toBe(1);
    await shop.main.lanes.wake(shop.serverId);
    expect(await shop.panel.clients()).toEqual([]);
    expect((await shop.client(orderId)).status).toBe('terminated');
    expect(await seatsTaken()).toBe(0);

    await shop.passAndWake(minutes(5));
    expect(await seatsTaken()).toBe(0);
    expect(await counterDrift(shop.work.read())).toEqual([]);
    expect(await shop.panel.writes()).toEqual(['clients/update', 'clients/del']);
    expect(shop.returned).toEqual([`charge-${orderId}`]);
  });

  it('waits with the money until every key of it is switched off', async () => {
    const orderId = await shop.deliveredOrder({ quantity: 2 });
    const [first] = await shop.units(orderId);
    await shop.checkout.refundOrder({ orderId, actorId: 9001 });
    await shop.rows(sql`
      update server_clients set push_due_at = push_due_at + interval '10 seconds' where id = ${first?.serverClient?.id} returning id`);

    await shop.main.lanes.wake(shop.serverId);
    expect(await refundOf(orderId)).toEqual({ status: 'due', due: false });

    await shop.passAndWake(minutes(1));
    expect(await refundOf(orderId)).toEqual({ status: 'due', due: true });
  });

  it('does not keep the money when the panel stays away', async () => {
    const orderId = await shop.deliveredOrder();
    await shop.panel.stop();
    await shop.checkout.refundOrder({ orderId, actorId: 9001 });
    await shop.main.lanes.wake(shop.serverId);

    shop.pass(minutes(11));

    expect(await shop.checkout.runRefunds()).toBe(1);
  });
});

describe('a change that its panel refuses for good', () => {
  const refuse = () =>
    shop.panel.fault({ path: 'clients/update', kind: 'words', text: 'Duplicate subId: x', times: 1000 });

  it('is tried ever less often, told once, and seen by the doctor until it is done', async () => {
    const doctor = upkeepOf(shop);
    const late = async () => {
      const { sweeps } = await doctor.examine({ fix: false });
      return sweeps.find(({ name }) => name === 'due-work')?.details;
    };
    const orderId = await shop.deliveredOrder();
    await change(orderId, (client, now) => client.extend(30, now));
    await refuse();

    const waits: number[] = [];
    for (let tries = 0; tries < 8; tries++) {
      await shop.main.provisioning.wakeDueLanes();
      const { pushDueAt } = await shop.client(orderId);
      const wait = between(shop.clock.now(), pushDueAt ?? shop.clock.now());
      waits.push(Math.round(wait / minutes(1)));
      shop.pass(wait);
    }

    expect(waits).toEqual([1, 2, 4, 8, 16, 30, 30, 30]);
    expect((await shop.messages('alert')).map(({ data }) => data)).toEqual([
      expect.objectContaining({
        code: 'push-refused',
        orderId,
        wanted: 'enabled',
        reason: expect.stringContaining('Duplicate subId'),
      }),
    ]);
    expect(await late()).toEqual([
      expect.stringMatching(/ is to be enabled on its panel: .*Duplicate subId/),
    ]);

    await shop.panel.fault({ path: 'clients/update', kind: 'words', times: 0 });
    await shop.main.provisioning.wakeDueLanes();
    expect(await shop.client(orderId)).toMatchObject({ pushDueAt: null, errorMessage: null, retryCount: 0 });
    expect(await late()).toEqual([]);
  });
});

describe('a server that is out of sale, and whose panel answers', () => {
  const health = async () => (await shop.health()).health;

  it('is told all the same, whom it is to switch off and what was given up there', async () => {
    const orderId = await shop.deliveredOrder();
    const { email } = await shop.client(await shop.deliveredOrder({ customerId: 2 }));
    await shop.panel.core('error', 'bad key');
    await shop.fleet.sync({ serverId: shop.serverId, actorId: 9 });
    await change(orderId, (client, now) => client.suspend('admin', now));
    await shop.work.do((em) => writeTombstone(em, { serverId: shop.serverId, email }, shop.clock.now()));

    await shop.main.provisioning.wakeDueLanes();

    expect(await health()).toBe('critical');
    expect(await shop.panel.clients()).toMatchObject([
      { email: (await shop.client(orderId)).email, enable: false },
    ]);
    expect((await shop.client(orderId)).pushDueAt).toBeNull();
  });

  it('takes changes of the clients that are left after many were lost, and gets no lost one back unasked', async () => {
    const doctor = upkeepOf(shop);
    const orders = await Promise.all(
      [1, 2, 3, 4, 5].map((customerId) => shop.deliveredOrder({ customerId })),
    );
    const [kept = '', lost = ''] = orders;
    for (const orderId of orders.slice(1)) await shop.panel.wipe((await shop.client(orderId)).email);
    shop.pass(minutes(2));
    await doctor.comparePanels();
    for (const orderId of [kept, lost]) await change(orderId, (client, now) => client.extend(30, now));

    await shop.main.lanes.wake(shop.serverId);
    await shop.passAndWake(minutes(2));

    const ends = async () => (await shop.panel.clients()).map(({ expiryTime }) => expiryTime);
    const { expiresAt } = await shop.client(kept);
    expect(await health()).toBe('critical');
    expect(await ends()).toEqual([expiresAt?.getTime()]);
    expect((await shop.client(lost)).pushDueAt).not.toBeNull();

    await doctor.putAllBack({ serverId: shop.serverId, actorId: 9 });
    await shop.main.lanes.wake(shop.serverId);

    expect(await shop.panel.clients()).toHaveLength(5);
    expect(await ends()).toContain((await shop.client(lost)).expiresAt?.getTime());
    expect((await shop.client(lost)).pushDueAt).toBeNull();
  });
});
