import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Server } from '../../src/model/server.ts';
import { ServerClient } from '../../src/model/server-client.ts';
import { ServerInbound } from '../../src/model/server-inbound.ts';
import { days, minutes, seconds } from '../../src/model/values/period.ts';
import { gigabytes } from '../../src/model/values/traffic.ts';
import { FleetService } from '../../src/services/fleet/fleet-service.ts';
import { PanelShop } from '../support/panel-shop.ts';

const ADMIN = 9001;
const GIB = 1024 ** 3;

let shop: PanelShop;

beforeEach(async () => {
  shop = await PanelShop.open();
});
afterEach(() => shop.end());

const sync = () => shop.fleet.sync({ serverId: shop.serverId, actorId: ADMIN });
const server = () => shop.work.read().findOneOrFail(Server, shop.serverId);
const inbounds = () =>
  shop.work
    .read()
    .find(ServerInbound, { server: shop.serverId }, { orderBy: { remoteId: 'asc' }, populate: ['server'] });
const uses = async (orderId: string, size: number) =>
  shop.panel.traffic((await shop.client(orderId)).email, size);
const notices = async () => (await shop.messages('traffic-notice')).map(({ data }) => data.percent);

/** The panel's own words for an inbound, changed and sent back, as its admin would. */
async function changeInbound(remoteId: number, change: object): Promise<void> {
  const listed = (await shop.panel.ask('inbounds/list')) as Record<string, unknown>[];
  const inbound = listed.find(({ id }) => id === remoteId);
  await shop.panel.ask(`inbounds/update/${remoteId}`, { ...inbound, ...change });
}

describe('a sync of a server', () => {
  it('asks the panel once for everything on it, however many clients there are', async () => {
    for (const customerId of [1, 2, 3]) await shop.deliveredOrder({ customerId });
    await shop.panel.forgetCalls();

    const answer = await sync();

    expect(answer).toMatchObject({ ok: true, value: { created: 0, changed: 0, missing: 0, clients: 3 } });
    expect(await shop.panel.calls()).toEqual(['server/status', 'inbounds/list']);
  });

  it('knows an inbound by the panel’s number, whatever its port, and says that it changed', async () => {
    const [before] = await inbounds();
    await changeInbound(1, { port: 9443, remark: 'moved' });

    expect(await sync()).toMatchObject({ ok: true, value: { created: 0, changed: 1, missing: 0 } });

    const [after] = await inbounds();
    expect(after).toMatchObject({ id: before?.id, port: 9443, remark: 'moved', status: 'active' });
    expect(await sync()).toMatchObject({ ok: true, value: { changed: 0 } });
  });

  it('keeps an inbound that is gone from the panel, closed and with the reason, and tells the owners once', async () => {
    await shop.deliveredOrder();
    await shop.panel.ask('inbounds/del/1', {});

    expect(await sync()).toMatchObject({ ok: true, value: { missing: 1 } });
    expect(await sync()).toMatchObject({ ok: true, value: { missing: 0 } });

    const [gone] = await inbounds();
    expect(gone).toMatchObject({ status: 'error', statusMessage: 'missing on the panel' });
    expect((await shop.messages('alert')).map(({ data }) => data)).toMatchObject([
      { code: 'inbound-missing', clients: 1 },
    ]);
  });

  it('writes a new inbound down and sells nothing on it before an owner says so', async () => {
    const listed = (await shop.panel.ask('inbounds/list')) as Record<string, unknown>[];
    const copy = { ...listed[0], id: 0, tag: '', port: 9555, remark: 'new one', clientStats: [] };
    await shop.panel.ask('inbounds/add', { ...copy, settings: { ...Object(copy).settings, clients: [] } });

    expect(await sync()).toMatchObject({ ok: true, value: { created: 1 } });
    expect(await sync()).toMatchObject({ ok: true, value: { created: 0 } });

    const fresh = (await inbounds()).find(({ port }) => port === 9555);
    expect(fresh).toMatchObject({ remark: 'new one', status: 'active', provisioningEnabled: false });
    expect(fresh?.canProvision()).toBe(false);
    expect(await shop.alerts()).toEqual(['inbound-new']);
  });

  it('is written down with what it found, and refused for a server that is not there', async () => {
    await sync();

    const acts = await shop.rows(sql`select action, target from audit_log where action = 'server.sync'`);
    expect(acts).toEqual([{ action: 'server.sync', target: `server:${shop.serverId}` }]);
    expect(await shop.fleet.sync({ serverId: 999, actorId: ADMIN })).toMatchObject({
      ok: false,
      refusal: { code: 'server-not-found' },
    });
  });

  it('says the panel’s words when it does not tell, and changes no row but the look', async () => {
    const standing = async () =>
      (await inbounds()).map(({ status, lastSyncedAt, trafficUsed }) => ({
        status,
        lastSyncedAt,
        trafficUsed,
      }));
    const before = await standing();
    await shop.panel.stop();

    expect(await sync()).toMatchObject({ ok: false, refusal: { code: 'panel-unusable' } });

    expect(await standing()).toEqual(before);
    expect(await shop.rows(sql`select outcome, ms from server_checks`)).toEqual([
      { outcome: 'silent', ms: null },
    ]);
  });
});

describe('the traffic of clients', () => {
  it('is taken over from the panel’s running totals', async () => {
    const orderId = await shop.deliveredOrder();
    await uses(orderId, 5 * GIB);

    await shop.fleet.watchServers();

    expect(await shop.client(orderId)).toMatchObject({
      trafficUsed: gigabytes(5n),
      lifetimeTraffic: gigabytes(5n),
      trafficPercentageUsed: 10,
    });
  });

  it.each([
    ['to nothing', 0],
    ['a little, as a backup of its database does', 4 * GIB],
  ])('goes on when somebody sets the panel’s counter back %s, and that costs nothing', async (_how, kept) => {
    const orderId = await shop.deliveredOrder();
    const { email } = await shop.client(orderId);
    await uses(orderId, 5 * GIB);
    await sync();
    await shop.panel.ask(`clients/updateTraffic/${email}`, { upload: 0, download: kept });

    await sync();
    expect(await shop.client(orderId)).toMatchObject({ trafficUsed: gigabytes(5n) });
    await uses(orderId, GIB);
    await sync();

    expect(await shop.client(orderId)).toMatchObject({ trafficUsed: gigabytes(6n) });
  });

  it('is announced at 80 and 95 per cent, once, and at 100 the access is switched off', async () => {
    const orderId = await shop.deliveredOrder();
    for (const size of [39, 1, 1, 7, 1]) {
      await uses(orderId, size * GIB);
      await sync();
      await sync();
    }
    expect(await notices()).toEqual([80, 95]);

    await uses(orderId, 2 * GIB);
    await sync();
    await shop.main.lanes.wake(shop.serverId);

    expect(await notices()).toEqual([80, 95, 100]);
    expect(await shop.client(orderId)).toMatchObject({ status: 'suspended', statusReason: 'traffic' });
    expect((await shop.panel.clients())[0]).toMatchObject({ enable: false });
    expect(shop.wakes).toContain(`lane ${shop.serverId}`);
  });

  it('is announced although a look at My access had counted it before', async () => {
    const orderId = await shop.deliveredOrder();
    await uses(orderId, 45 * GIB);
    await shop.work.do(async (em) => {
      const client = await em.findOneOrFail(ServerClient, { order: orderId });
      client.updateTrafficUsage(gigabytes(45n), shop.clock.now());
      await em.flush();
    });

    await sync();

    expect(await notices()).toEqual([80]);
  });

  it('is announced anew in a new period', async () => {
    const orderId = await shop.deliveredOrder();
    await uses(orderId, 45 * GIB);
    await sync();
    await shop.work.do(async (em) => {
      const client = await em.findOneOrFail(ServerClient, { order: orderId });
      client.renew(30, shop.clock.now());
      await em.flush();
    });
    await shop.main.lanes.wake(shop.serverId);
    shop.pass(minutes(5));
    await uses(orderId, 42 * GIB);

    await sync();

    expect(await notices()).toEqual([80, 80]);
  });
});

describe('the connections of a client', () => {
  it('are known by when its traffic last flowed', async () => {
    const orderId = await shop.deliveredOrder();
    await uses(orderId, 1);
    await sync();
    const online = (await shop.client(orderId)).connectionStats;
    shop.pass(minutes(10));
    await sync();
    const away = (await shop.client(orderId)).connectionStats;
    await uses(orderId, 1);
    await sync();
    const again = (await shop.client(orderId)).connectionStats;

    expect(online).toMatchObject({ online: true, connections: 1 });
    expect(away).toMatchObject({ online: false, connections: 1, lastSeen: online?.lastSeen });
    expect(again).toMatchObject({ online: true, connections: 2 });
  });
});

describe('the traffic of an inbound', () => {
  const samples = () =>
    shop.rows<{ total: string; delta: string }>(sql`
      select sample.total_bytes::text as total, sample.delta_bytes::text as delta
        from inbound_traffic_samples sample join server_inbounds inbound on inbound.id = sample.inbound_id
       where inbound.remote_id = 1 order by sample.id`);

  it('is kept as a total and as a history of what came since the look before', async () => {
    for (const up of [1000, 1500, 200]) {
      await changeInbound(1, { up, down: 0 });
      await sync();
    }

    expect((await inbounds())[0]?.trafficUsed).toBe(200n);
    expect(await samples()).toEqual([
      { total: '1000', delta: '1000' },
      { total: '1500', delta: '500' },
      { total: '200', delta: '0' },
    ]);
  });

  it('stops the sale at its limit, and the owners are told once', async () => {
    await shop.rows(
      sql`update server_inbounds set traffic_limit_bytes = 1000 where remote_id = 1 returning id`,
    );
    await changeInbound(1, { up: 1000, down: 0 });

    await sync();
    await sync();

    expect((await inbounds())[0]?.canProvision()).toBe(false);
    expect(await shop.alerts()).toEqual(['inbound-used-up']);
  });
});

describe('the figures of a server', () => {
  it('are recounted from the rows: living and active clients, all traffic ever', async () => {
    const [ended, paused, active] = [
      await shop.deliveredOrder({ customerId: 1 }),
      await shop.deliveredOrder({ customerId: 2 }),
      await shop.deliveredOrder({ customerId: 3 }),
    ];
    for (const orderId of [ended, paused, active]) await uses(orderId, GIB);
    await sync();
    await shop.work.do(async (em) => {
      (await em.findOneOrFail(ServerClient, { order: ended })).terminate('expired', shop.clock.now());
      (await em.findOneOrFail(ServerClient, { order: paused })).suspend('admin', shop.clock.now());
      await em.flush();
    });

    await sync();

    expect(await server()).toMatchObject({
      totalClients: 2,
      activeClients: 1,
      totalTraffic: gigabytes(3n),
    });
  });

  it('are latency and uptime of the looks of a day', async () => {
    const { fleet, answersIn } = clocked();
    shop.pass(days(2));
    for (const ms of [100, 200, 300, 400]) {
      answersIn(ms);
      await fleet.watchServers();
    }
    await shop.panel.stop();
    await fleet.watchServers();
    await shop.panel.start();

    expect((await server()).performanceMetrics).toMatchObject({
      latencyP50Ms: 250,
      latencyP95Ms: 385,
      uptimePercent: 80,
      checks: 5,
    });
    shop.pass(minutes(25 * 60));
    answersIn(50);
    await fleet.watchServers();
    expect((await server()).performanceMetrics).toMatchObject({ latencyP50Ms: 50, checks: 1 });
    expect((await inbounds())[0]?.performanceMetrics).toMatchObject({ latencyMs: 50, errorRate: 0 });
  });

  it('are forgotten after a month', async () => {
    await sync();
    shop.pass(days(31));

    await shop.fleet.forgetOldLooks();

    expect(await shop.rows(sql`select id from server_checks`)).toEqual([]);
    expect(await shop.rows(sql`select id from inbound_traffic_samples`)).toEqual([]);
  });
});

describe('a slow server', () => {
  it('is a warning after three slow looks in a row and stays on sale, and the owners are told of both changes', async () => {
    const { fleet, answersIn } = clocked();
    const states: string[] = [];
    for (const ms of [1200, 1200, 500, 1200, 1200, 1200, 900, 700]) {
      answersIn(ms);
      await fleet.watchServers();
      states.push((await server()).healthStatus);
    }

    expect(states).toEqual([...Array<string>(5).fill('healthy'), 'warning', 'warning', 'healthy']);
    expect(await shop.alerts()).toEqual(['server-slow', 'server-quick']);
    expect((await server()).probeDueAt).toBeNull();
  });

  it('is out of sale when it hangs, until it is clearly faster', async () => {
    const { fleet, answersIn } = clocked();
    answersIn(3500);
    for (let look = 0; look < 3; look++) await fleet.watchServers();
    expect((await server()).healthStatus).toBe('critical');

    answersIn(2800);
    shop.pass(minutes(10));
    expect(await fleet.probeServers()).toBe(0);
    answersIn(600);
    shop.pass(minutes(10));
    expect(await fleet.probeServers()).toBe(1);

    expect((await server()).healthStatus).toBe('healthy');
    const alerts = (await shop.messages('alert')).map(({ data }) => data);
    expect(alerts).toMatchObject([
      { code: 'server-out', reason: 'the panel answers in 3500 ms' },
      { code: 'server-back', minutes: 20 },
    ]);
  });
});

/** The same fleet, on panels that answer as quickly as the test says. */
function clocked() {
  let passed = 0;
  let step = 0;
  const monotonic = () => {
    passed += step;
    return passed;
  };
  const fleet = new FleetService({
    ...shop.main.needs,
    checkAddress: (url) => ({ ok: true, url }),
    monotonic,
  });
  const answersIn = (ms: number) => {
    step = ms;
    shop.pass(seconds(1));
  };
  return { fleet, answersIn };
}
