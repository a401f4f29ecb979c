import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { days, hours, later, minutes } from '../../src/model/values/period.ts';
import { gigabytes } from '../../src/model/values/traffic.ts';
import { FleetService } from '../../src/services/fleet/fleet-service.ts';
import { ClientLifecycleService } from '../../src/services/lifecycle/client-lifecycle-service.ts';
import { type Panel, PanelFault, type PanelIdentity } from '../../src/services/ports/panel.ts';
import { PanelShop } from '../support/panel-shop.ts';
import { OWNER } from '../support/shop-process.ts';

let shop: PanelShop;

beforeEach(async () => {
  shop = await PanelShop.open();
});
afterEach(() => shop.end());

/** A fleet whose panels answer differently in what is named. */
const fleetWith = (panel: Partial<Panel>) =>
  new FleetService({
    ...shop.main.needs,
    checkAddress: (url) => ({ ok: true, url }),
    panel: { ...shop.main.needs.panel, ...panel },
  });

const server = () =>
  shop.row<{ version: string; generation: string; seen: Date | string }>(sql`
    select panel_version as version, panel_generation as generation, last_connected_at as seen from servers`);

describe('seats that run short', () => {
  const seats = (taken: number, of: number, place = 'vless') =>
    shop.rows(sql`
      update server_inbounds set capacity = ${of}, current_clients = ${taken}
       where server_id = ${shop.serverId} and protocol = ${place} returning id`);
  const look = async (taken: number) => {
    await seats(taken, 100);
    shop.pass(minutes(5));
    await shop.fleet.watchServers();
  };
  const told = async () =>
    (await shop.messages('alert')).map(
      ({ data }) => `${data.code} ${data.inbound ?? 'server'} ${data.taken}`,
    );

  it('are told at 75 and at 90 per cent, once each', async () => {
    for (const taken of [74, 75, 76, 89, 90, 95, 100]) await look(taken);

    const [{ remark } = { remark: '' }] = await shop.rows<{ remark: string }>(
      sql`select remark from server_inbounds where protocol = 'vless'`,
    );
    expect(await told()).toEqual([`capacity-warning ${remark} 75`, `capacity-critical ${remark} 90`]);
  });

  it('are told anew only after they were clearly left', async () => {
    for (const taken of [75, 74, 71, 75, 69, 75]) await look(taken);

    expect(await told()).toHaveLength(2);
  });

  it('are told of the server too where every inbound that sells has a limit', async () => {
    await shop.rows(sql`update server_inbounds set capacity = 100, current_clients = 80 returning id`);
    shop.pass(minutes(5));

    await shop.fleet.watchServers();

    expect((await told()).filter((each) => each.includes(' server '))).toHaveLength(1);
  });

  it('are no news on an inbound that is not for sale, or that has no seats at all', async () => {
    await seats(0, 0);
    await shop.rows(
      sql`update server_inbounds set provisioning_enabled = false, capacity = 1, current_clients = 1 where protocol <> 'vless' returning id`,
    );

    await shop.fleet.watchServers();

    expect(await told()).toEqual([]);
  });
});

describe('a panel that was upgraded', () => {
  const upgraded = (identity: Partial<PanelIdentity>) => {
    const { panel } = shop.main.needs;
    return fleetWith({ identify: async (access) => ({ ...(await panel.identify(access)), ...identity }) });
  };

  it('is known for what it is within a day, and the staff is told once', async () => {
    const fleet = upgraded({ version: '3.7.0' });
    await fleet.watchServers();
    expect(await server()).toMatchObject({ version: '3.6.0' });

    shop.pass(days(1));
    await fleet.watchServers();
    shop.pass(days(1));
    await fleet.watchServers();

    expect(await server()).toMatchObject({ version: '3.7.0' });
    expect(await shop.messages('alert')).toMatchObject([
      { data: { code: 'panel-upgraded', from: '3.6.0', to: '3.7.0', isOtherApi: false } },
    ]);
  });

  it('is known by the name that its new version gives it, so that it is not added a second time', async () => {
    await shop.rows(sql`update servers set panel_guid = null returning id`);
    const fleet = upgraded({ guid: 'a-name-of-its-own' });

    shop.pass(days(1));
    await fleet.watchServers();

    const [row] = await shop.rows<{ guid: string }>(sql`select panel_guid as guid from servers`);
    expect(row?.guid).toBe('a-name-of-its-own');
  });

  it('is said to speak another API where it does', async () => {
    await shop.rows(
      sql`update servers set panel_version = '3.0.2', panel_generation = 'legacy' returning id`,
    );

    shop.pass(days(1));
    await shop.fleet.watchServers();

    expect(await server()).toMatchObject({ version: '3.6.0', generation: 'clients' });
    expect(await shop.messages('alert')).toMatchObject([{ data: { isOtherApi: true } }]);
  });

  it('is asked anew: what was remembered of it is forgotten first', async () => {
    const forgotten: string[] = [];
    const fleet = fleetWith({ forget: ({ url }) => void forgotten.push(url) });

    await fleet.watchServers();
    expect(forgotten).toEqual([]);
    shop.pass(days(1));
    await fleet.watchServers();

    expect(forgotten).toEqual([shop.panel.address.url]);
  });
});

describe('when a panel was last reached', () => {
  it('changes with an answer to somebody who was let in, and with nothing else', async () => {
    const before = (await server()).seen;
    shop.pass(minutes(10));
    await shop.panel.fault({ path: 'server/status', kind: 'status', status: 401, times: 5 });
    await shop.fleet.watchServers();
    expect((await server()).seen).toEqual(before);

    await shop.panel.fault({ path: 'server/status', kind: 'html', times: 0 });
    shop.pass(minutes(10));
    await shop.fleet.probeServers();

    expect(new Date((await server()).seen).getTime()).toBeGreaterThan(
      new Date(before).getTime() + minutes(15),
    );
  });
});

describe('a panel that refuses every new client because of something else on it', () => {
  const WORDS = 'Inbound #7 "old" is at fault: its settings are not readable JSON.';
  const poisoned: Panel['addClients'] = async (_access, _id, clients) => ({
    accepted: [],
    refused: new Map(clients.map(({ email }) => [email, new PanelFault('poisoned', WORDS)])),
    nodePending: false,
  });
  const onPoisoned = () => shop.newProcess({ panel: { ...shop.main.needs.panel, addClients: poisoned } });
  let orderId: string;
  beforeEach(async () => {
    orderId = await shop.paidOrder();
    await onPoisoned().provisioning.processOrder(orderId);
  });

  it('is out of sale with the culprit’s name, and its order is kept', async () => {
    expect(await shop.health()).toEqual({ health: 'critical', reason: WORDS });
    expect(await shop.messages('alert')).toMatchObject([{ data: { code: 'server-out', reason: WORDS } }]);
    expect((await shop.unit(orderId)).provisionStatus).toBe('pending');
    expect(await shop.orderStatus(orderId)).toBe('processing');
  });

  it('is not back by an answer alone, and not by a test that fails', async () => {
    shop.pass(minutes(5));
    await shop.fleet.probeServers();
    expect(await shop.health()).toMatchObject({ health: 'critical' });

    await onPoisoned().lanes.wake(shop.serverId);

    expect(await shop.health()).toEqual({ health: 'critical', reason: WORDS });
    expect(await shop.alerts()).toEqual(['server-out']);
  });

  it('is back once it takes a client, delivers what waited, and keeps nothing of the test', async () => {
    await shop.recover(orderId);

    expect(await shop.health()).toMatchObject({ health: 'healthy' });
    expect(await shop.alerts()).toEqual(['server-out', 'server-back']);
    const { email } = await shop.client(orderId);
    expect((await shop.panel.clients()).map((client) => client.email)).toEqual([email]);
  });

  it('is not brought back by an admin’s connection test without one', async () => {
    await shop.fleet.serverDesk.check(shop.serverId);
    expect(await shop.health()).toMatchObject({ health: 'critical' });

    await shop.main.lanes.wake(shop.serverId);

    expect(await shop.health()).toMatchObject({ health: 'healthy' });
  });
});

describe('a panel that cuts off everybody when a client runs out', () => {
  const lifecycle = () => new ClientLifecycleService(shop.main.needs);
  const held = async () => (await shop.panel.clients())[0];
  beforeEach(() => shop.rows(sql`update servers set panel_restarts_core = true returning id`));

  it('is told an end one hour later and a little more traffic than was sold, and that is what is compared', async () => {
    const orderId = await shop.deliveredOrder();

    const sold = await shop.client(orderId);
    expect((await shop.unit(orderId)).provisionStatus).toBe('completed');
    expect((await held())?.expiryTime).toBe(later(sold.expiresAt ?? new Date(0), hours(1)).getTime());
    expect((await held())?.totalGB).toBe(51 * 1024 ** 3);
    expect(sold.trafficLimit).toBe(gigabytes(50n));
    expect(await shop.panel.writes()).toEqual(['clients/add']);
  });

  it('never sees one run out: the shop switches it off at the sold end', async () => {
    const orderId = await shop.deliveredOrder();
    shop.pass(days(30));

    expect(await lifecycle().endOverdue()).toBe(1);
    expect(await lifecycle().endOverdue()).toBe(0);
    await shop.main.lanes.wake(shop.serverId);

    expect(await held()).toMatchObject({ enable: false });
    expect((await held())?.expiryTime).toBeGreaterThan(shop.clock.now().getTime());
    expect(await shop.client(orderId)).toMatchObject({ status: 'expired', statusReason: 'expired' });
  });

  it('has an access that ended back by more days', async () => {
    const orderId = await shop.deliveredOrder();
    shop.pass(days(31));
    await lifecycle().endOverdue();
    const { id: clientId } = await shop.client(orderId);

    await lifecycle().extend({ clientId, days: 3, actorId: OWNER });
    await shop.main.lanes.wake(shop.serverId);

    const { expiresAt, status } = await shop.client(orderId);
    expect(status).toBe('active');
    expect(expiresAt?.getTime()).toBeGreaterThan(later(shop.clock.now(), days(2)).getTime());
    const hourLater = later(expiresAt ?? new Date(0), hours(1)).getTime();
    expect(await held()).toMatchObject({ enable: true, expiryTime: hourLater });
  });

  it('is left to itself everywhere else: the access has ended, and nothing is written to its panel', async () => {
    await shop.rows(sql`update servers set panel_restarts_core = false returning id`);
    const orderId = await shop.deliveredOrder();
    const writes = (await shop.panel.writes()).length;
    shop.pass(days(31));

    expect(await lifecycle().endOverdue()).toBe(1);
    await shop.main.lanes.wake(shop.serverId);

    expect(await shop.client(orderId)).toMatchObject({ status: 'expired' });
    expect(await shop.panel.writes()).toHaveLength(writes);
  });

  it('is asked once to leave its neighbours in peace, which is written into the audit log', async () => {
    let asked = 0;
    const fleet = fleetWith({
      leaveNeighboursInPeace: async () => {
        asked += 1;
      },
    });
    const request = { serverId: shop.serverId, actorId: OWNER };

    expect((await fleet.servers())[0]?.cutsNeighbours).toBe(true);
    await fleet.serverDesk.leaveNeighbours(request);
    await fleet.serverDesk.leaveNeighbours(request);

    expect(asked).toBe(1);
    expect((await fleet.servers())[0]?.cutsNeighbours).toBe(false);
    expect(
      await shop.rows(sql`select action from audit_log where action = 'server.neighbours'`),
    ).toHaveLength(1);
  });

  it('says so when the credentials do not open its settings, and stays what it is', async () => {
    const fleet = fleetWith({
      leaveNeighboursInPeace: () => Promise.reject(new PanelFault('auth', 'no settings for a token')),
    });

    const answer = await fleet.serverDesk.leaveNeighbours({ serverId: shop.serverId, actorId: OWNER });

    expect(answer).toMatchObject({ ok: false, refusal: { code: 'panel-unusable', kind: 'auth' } });
    expect((await fleet.servers())[0]?.cutsNeighbours).toBe(true);
  });

  it('keeps the key of a shadowsocks-2022 inbound back until the core has restarted', async () => {
    await shop.rows(sql`update servers set panel_generation = 'legacy' returning id`);
    await shop.rows(sql`update server_inbounds set cipher = '2022-blake3-aes-128-gcm' returning id`);
    const orderId = await shop.deliveredOrder();
    expect(await shop.messages('key-text')).toEqual([]);

    shop.pass(minutes(1));
    await shop.main.lanes.wake(shop.serverId);

    expect((await shop.unit(orderId)).provisionStatus).toBe('completed');
    expect(await shop.panel.writes()).toEqual(['clients/add']);
  });
});
