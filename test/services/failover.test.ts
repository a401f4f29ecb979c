import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { minutes, seconds } from '../../src/model/values/period.ts';
import { overdueUnits } from '../../src/services/provisioning/overdue-units.ts';
import { counterDrift } from '../../src/services/seats/counter-drift.ts';
import { PanelShop } from '../support/panel-shop.ts';
import { openSecondServer, type SecondServer } from '../support/second-server.ts';
import { OWNER } from '../support/shop-process.ts';

let shop: PanelShop;
let second: SecondServer;

beforeEach(async () => {
  shop = await PanelShop.open();
  second = await openSecondServer(shop);
});
afterEach(async () => {
  await shop.end();
  await second.panel.end();
});

const tombstones = () =>
  shop.rows<{ server: number; email: string; cleared: boolean }>(sql`
    select server_id as server, email, cleared_at is not null as cleared from tombstones order by id`);

const seats = () =>
  shop.rows<{ server: number; taken: number }>(sql`
    select server_id as server, sum(current_clients)::int as taken from server_inbounds group by server_id order by 1`);

const cardVersion = async (orderId: string): Promise<number> =>
  (
    await shop.row<{ version: number }>(
      sql`select wanted_version as version from order_cards where order_id = ${orderId}`,
    )
  ).version;

/** Delivered by the second server alone, once; counters are exact. */
const expectDeliveredThere = async (orderId: string) => {
  const [unit] = await shop.units(orderId);
  expect(unit).toMatchObject({ provisionStatus: 'completed', qaPassed: true });
  expect(unit?.inbound.server.id).toBe(second.serverId);
  const held = await second.panel.clients();
  expect(held.map(({ email, uuid }) => [email, uuid])).toEqual([
    [unit?.serverClient?.email, unit?.serverClient?.uuid],
  ]);
  expect(await shop.orderStatus(orderId)).toBe('completed');
  expect(await shop.messages('key-text')).toHaveLength(1);
  expect(await shop.messages('key-qr')).toHaveLength(1);
  expect(await counterDrift(shop.work.read())).toEqual([]);
};

const movesAndDelivers = async () => {
  expect(await shop.main.provisioning.failOver()).toBe(1);
  await shop.main.lanes.wake(second.serverId);
};

describe('a paid key whose server takes no connection', () => {
  it('goes to the next server of the plan after two minutes, and leaves no tombstone', async () => {
    await shop.panel.stop();
    const orderId = await shop.deliveredOrder();
    shop.pass(seconds(90));
    expect(await shop.main.provisioning.failOver()).toBe(0);
    const version = await cardVersion(orderId);

    shop.pass(seconds(30));
    await movesAndDelivers();

    await expectDeliveredThere(orderId);
    expect(shop.wakes).toContain(`lane ${second.serverId}`);
    expect(await cardVersion(orderId)).toBeGreaterThan(version);
    expect(await tombstones()).toEqual([]);
    expect(await seats()).toEqual([
      { server: shop.serverId, taken: 0 },
      { server: second.serverId, taken: 1 },
    ]);
  });

  it('is named with its old and its new place in its history and in what was asked for', async () => {
    await shop.panel.stop();
    const orderId = await shop.deliveredOrder();
    shop.pass(minutes(2));

    await movesAndDelivers();

    const { provisionLog, provisionConfig } = await shop.unit(orderId);
    const moved = provisionLog.find(({ step }) => step === 'moved');
    expect(moved?.result).toMatch(/^from Amsterdam, .+ to Server 2, .+: not delivered in time$/);
    expect(provisionConfig).toMatchObject({
      movedFrom: expect.stringContaining('Amsterdam'),
      movedTo: expect.stringContaining('Server 2'),
    });
  });

  it('waits where it is while no other server has a seat, and is delivered when its own is back', async () => {
    await shop.rows(
      sql`update server_inbounds set provisioning_enabled = false where server_id = ${second.serverId} returning id`,
    );
    await shop.panel.stop();
    const orderId = await shop.deliveredOrder();
    shop.pass(minutes(2));
    expect(await shop.main.provisioning.failOver()).toBe(0);

    await shop.panel.start();
    await shop.recover(orderId);

    expect((await shop.unit(orderId)).inbound.server.id).toBe(shop.serverId);
    expect(await counterDrift(shop.work.read())).toEqual([]);
  });

  it.each([
    [
      'refused it',
      sql`update order_server_clients set refused_inbounds = (select jsonb_agg(id) from server_inbounds)`,
    ],
    ['take other plans', sql`update server_inbounds set provisioning_rules = '{"planTypes": ["reseller"]}'`],
    ['are used up', sql`update server_inbounds set traffic_limit_bytes = 1, traffic_used_bytes = 1`],
    [
      'give one customer no more',
      sql`update server_inbounds set provisioning_rules = '{"maxPerCustomer": 0}'`,
    ],
  ])('is not in the way of those that can go, where all other inbounds %s', async (_, act) => {
    await shop.panel.stop();
    await shop.deliveredOrder();
    shop.pass(minutes(2));
    const overdue = () => overdueUnits(shop.work.read(), { since: shop.clock.now() });
    const before = await overdue();

    await shop.work.do((em) => em.execute(act));

    expect([before.length, (await overdue()).length]).toEqual([1, 0]);
  });

  it('stays parked while nothing is to be provisioned at all', async () => {
    await shop.panel.stop();
    await shop.deliveredOrder();
    shop.pass(minutes(5));

    expect(await shop.newProcess({ enabled: false }).provisioning.failOver()).toBe(0);
  });

  it('is not moved while its order waits for a yes of the staff', async () => {
    await shop.rows(sql`update server_plans set auto_provision = false returning id`);
    await shop.panel.stop();
    await shop.deliveredOrder();
    await shop.rows(sql`
      update servers set health_status = 'offline', probe_due_at = ${shop.clock.now()} where id = ${shop.serverId} returning id`);
    shop.pass(minutes(5));

    expect(await shop.main.provisioning.failOver()).toBe(0);
  });

  it('takes its neighbours of the order along only where they are not delivered', async () => {
    await shop.panel.fault({ path: 'clients/subLinks', kind: 'busy', times: 1 });
    const orderId = await shop.deliveredOrder({ quantity: 2 });
    expect(await shop.orderStatus(orderId)).toBe('partial');
    await shop.panel.stop();
    for (let round = 0; round < 5; round++) await shop.passAndWake(minutes(1));

    await movesAndDelivers();

    const places = (await shop.units(orderId)).map(({ inbound }) => inbound.server.id).sort();
    expect(places).toEqual([shop.serverId, second.serverId]);
    expect(await shop.orderStatus(orderId)).toBe('completed');
    expect(await shop.messages('key-text')).toHaveLength(2);
    expect(await counterDrift(shop.work.read())).toEqual([]);
  });
});

describe('a paid key of which nobody knows whether it is on its panel', () => {
  const inDoubt = async () => {
    await shop.panel.fault({ path: 'clients/add', kind: 'drop-after-apply' });
    await shop.panel.fault({ path: 'clients/get', kind: 'refuse', times: 1000 });
    const orderId = await shop.deliveredOrder();
    expect((await shop.unit(orderId)).provisionStatus).toBe('provisioning');
    return { orderId, email: (await shop.unit(orderId)).serverClient?.email };
  };

  it('goes elsewhere with a tombstone when the panel could not be read for two minutes', async () => {
    const { orderId, email } = await inDoubt();
    await shop.passAndWake(seconds(90));
    expect(await shop.main.provisioning.failOver()).toBe(0);

    await shop.passAndWake(seconds(30));
    await movesAndDelivers();

    await expectDeliveredThere(orderId);
    expect(await tombstones()).toEqual([{ server: shop.serverId, email, cleared: false }]);
  });

  it('has what was made there removed when that panel is back, before anything is added', async () => {
    const { orderId, email } = await inDoubt();
    shop.pass(minutes(2));
    await movesAndDelivers();
    await shop.panel.fault({ path: 'clients/get', kind: 'refuse', times: 0 });
    await shop.panel.forgetCalls();
    const next = await shop.paidOrder({ customerId: 2 });
    await shop.quietTime();

    await shop.passAndWake(minutes(1));

    expect((await shop.panel.writes()).slice(0, 2)).toEqual(['clients/del', 'clients/add']);
    expect(await tombstones()).toEqual([{ server: shop.serverId, email, cleared: true }]);
    expect((await shop.panel.clients()).map((client) => client.email)).not.toContain(email);
    expect(await shop.orderStatus(next)).toBe('completed');
    expect(await shop.orderStatus(orderId)).toBe('completed');
  });

  it('is adopted where it is when the panel can be read: a move never takes the place of reading', async () => {
    await shop.panel.fault({ path: 'clients/add', kind: 'drop-after-apply' });
    await shop.panel.fault({ path: 'clients/get', kind: 'refuse' });
    const orderId = await shop.deliveredOrder();
    await shop.passAndWake(seconds(30));
    shop.pass(minutes(2));

    expect(await shop.main.provisioning.failOver()).toBe(0);

    expect((await shop.unit(orderId)).inbound.server.id).toBe(shop.serverId);
    expect(await shop.orderStatus(orderId)).toBe('completed');
  });

  it('goes elsewhere without a tombstone when a read after the quiet time shows nothing', async () => {
    await shop.panelIsOld();
    await shop.panel.fault({ path: 'clients/add', kind: 'refuse', times: 1000 });
    const orderId = await shop.deliveredOrder();
    await shop.quietTime();

    await shop.passAndWake(minutes(2));
    await shop.main.lanes.wake(second.serverId);

    await expectDeliveredThere(orderId);
    expect(await tombstones()).toEqual([]);
  });

  it('is delivered once when the old panel answers after the move', async () => {
    await shop.panel.fault({ path: 'clients/add', kind: 'hang', ms: 600 });
    const orderId = await shop.paidOrder();
    const slow = shop.main.provisioning.processOrder(orderId);
    await vi.waitFor(async () => expect(await shop.panel.writes()).toHaveLength(1), { interval: 10 });
    const [{ id = '' } = {}] = await shop.units(orderId);

    const moved = await shop.main.provisioning.placeElsewhere({ unitId: id, actorId: OWNER });
    await slow;
    expect(moved).toEqual({ ok: true, value: { server: 'Server 2' } });
    expect(await shop.messages('key-text')).toEqual([]);
    await shop.main.lanes.wake(second.serverId);

    await expectDeliveredThere(orderId);
    await vi.waitFor(async () => expect(await shop.panel.clients()).toEqual([]), {
      timeout: 5000,
      interval: 50,
    });
  });
});

describe('a panel that serves nobody', () => {
  it('that refuses every new client loses its keys to the next server after two minutes', async () => {
    await shop.panel.fault({ path: 'clients/add', kind: 'words', text: 'malformed JSON', times: 1000 });
    const orderId = await shop.deliveredOrder();
    expect(await shop.health()).toMatchObject({ health: 'critical' });
    shop.pass(minutes(2));

    await movesAndDelivers();

    await expectDeliveredThere(orderId);
  });

  it('that lets nobody in loses the keys, too, that nobody has tried there yet', async () => {
    const orders = [await shop.paidOrder(), await shop.paidOrder({ customerId: 2 })];
    await shop.panel.fault({ path: '', kind: 'status', status: 401, times: 1000 });
    await shop.main.lanes.wake(shop.serverId);
    expect(await shop.panel.calls()).toHaveLength(1);
    shop.pass(minutes(2));

    expect(await shop.main.provisioning.failOver()).toBe(2);
    await shop.main.lanes.wake(second.serverId);

    for (const orderId of orders) expect(await shop.orderStatus(orderId)).toBe('completed');
  });

  it('whose core does not run gives its keys up with a tombstone: they are on it, and open nothing', async () => {
    await shop.panel.core('error', 'bad key');
    const orderId = await shop.deliveredOrder();
    shop.pass(minutes(2));

    await movesAndDelivers();

    await expectDeliveredThere(orderId);
    expect(await tombstones()).toMatchObject([{ server: shop.serverId }]);
  });

  it('that is paused takes nothing new: a paid key waits two minutes for it, then goes to the next', async () => {
    const orderId = await shop.paidOrder();
    await shop.rows(
      sql`update servers set auto_provisioning = false where id = ${shop.serverId} returning id`,
    );

    await shop.main.provisioning.processOrder(orderId);
    expect(await shop.panel.calls()).toEqual([]);
    expect(await shop.main.provisioning.failOver()).toBe(0);
    shop.pass(minutes(2));
    await movesAndDelivers();

    await expectDeliveredThere(orderId);
    expect(await shop.panel.calls()).toEqual([]);
  });
});

describe('an inbound that will never take a key', () => {
  const refusesFirst = () =>
    shop.panel.fault({ path: 'clients/add', kind: 'words', text: 'inbound not found' });

  it('gives way at once to the next one of its server', async () => {
    await refusesFirst();

    const orderId = await shop.deliveredOrder();

    const unit = await shop.unit(orderId);
    expect(unit).toMatchObject({ provisionStatus: 'completed', placementNo: 2 });
    expect(unit.inbound.server.id).toBe(shop.serverId);
    expect(await shop.panel.clients()).toHaveLength(1);
    expect(await shop.alerts()).toEqual([]);
    expect(await counterDrift(shop.work.read())).toEqual([]);
  });

  it('gives way to another server where its own has no other', async () => {
    await shop.panel.fault({ path: 'clients/add', kind: 'words', text: 'inbound not found', times: 1000 });

    const orderId = await shop.deliveredOrder();
    await shop.main.lanes.wake(second.serverId);

    await expectDeliveredThere(orderId);
    expect(await tombstones()).toEqual([]);
  });

  it('is asked no more when every other one refused too: given up, the owner knows, and a retry begins anew', async () => {
    for (const panel of [shop.panel, second.panel])
      await panel.fault({ path: 'clients/add', kind: 'words', text: 'inbound not found', times: 1000 });
    const orderId = await shop.deliveredOrder();
    for (let lane = 0; lane < 4; lane++) await shop.main.lanes.wake(second.serverId);
    expect(await shop.unit(orderId)).toMatchObject({
      provisionStatus: 'failed',
      provisionErrorCode: 'permanent',
    });
    expect(await shop.alerts()).toEqual(['unit-failed']);
    expect(await shop.cardStage(orderId)).toBe('failed');

    await second.panel.fault({ path: 'clients/add', kind: 'words', times: 0 });
    await shop.main.provisioning.retryOrder({ orderId, actorId: OWNER });
    await shop.main.lanes.wake(second.serverId);

    await expectDeliveredThere(orderId);
  });
});

describe('a key with an inbound of its own', () => {
  it('is made on the next server, and what was planned on the first is removed there', async () => {
    const type = { field: 'type', value: 'dedicated', shown: 'shared' } as const;
    await shop.fleet.planDesk.edit({ planId: shop.planId, ...type, actorId: OWNER });
    await shop.panel.fault({ path: 'inbounds/add', kind: 'refuse', times: 1000 });
    await shop.panel.fault({ path: 'inbounds/list', kind: 'refuse', times: 1000 });
    const orderId = await shop.deliveredOrder();
    for (let round = 0; round < 4; round++) await shop.passAndWake(minutes(1));

    await movesAndDelivers();

    const [unit] = await shop.units(orderId);
    expect(unit).toMatchObject({ provisionStatus: 'completed' });
    expect(unit?.inbound.server.id).toBe(second.serverId);
    const own = (await second.panel.inbounds()).filter(({ port }) => port >= 30_000);
    expect(own).toHaveLength(1);
    expect(await shop.messages('key-text')).toHaveLength(1);
    expect(await counterDrift(shop.work.read())).toEqual([]);
  });
});
