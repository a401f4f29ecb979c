import { randomUUID } from 'node:crypto';
import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ServerClient } from '../../src/model/server-client.ts';
import { days, later, minutes } from '../../src/model/values/period.ts';
import { counterDrift } from '../../src/services/seats/counter-drift.ts';
import { PanelShop } from '../support/panel-shop.ts';
import { makeStranger, type OnPanel } from '../support/panel-stranger.ts';
import { upkeepOf } from '../support/upkeep.ts';

const ADMIN = 9001;
const ANNA = 77;
const GIB = 1024 ** 3;

let shop: PanelShop;

beforeEach(async () => {
  shop = await PanelShop.open();
  await shop.meet(ANNA);
});
afterEach(() => shop.end());

const desk = () => shop.fleet.importDesk;

async function listed(): Promise<{ key: string; email: string }[]> {
  const answer = await desk().list(shop.serverId);
  if (!answer.ok) throw new Error(answer.refusal.code);
  return [...answer.value.strangers];
}

async function placeOf({ email }: Pick<OnPanel, 'email'>) {
  const line = (await listed()).find((each) => each.email === email);
  return { serverId: shop.serverId, key: line?.key ?? 'none' };
}

const bind = async (client: Pick<OnPanel, 'email'>, customerId = ANNA) =>
  desk().bind({ ...(await placeOf(client)), customerId, actorId: ADMIN });

async function bound(client: OnPanel): Promise<number> {
  const answer = await bind(client);
  if (!answer.ok) throw new Error(answer.refusal.code);
  return answer.value.clientId;
}

const clientRow = (id: number) =>
  shop.work.read().findOneOrFail(ServerClient, id, { populate: ['order', 'inbound'] });
const drift = () => counterDrift(shop.work.read());
const seats = () =>
  shop.rows<{ taken: number }>(sql`select sum(current_clients)::int as taken from server_inbounds`);

describe('the clients on a panel that are not the shop’s', () => {
  it('are listed by name, without those that the shop made', async () => {
    await shop.deliveredOrder();
    await makeStranger(shop.panel, { email: 'zoe' });
    await makeStranger(shop.panel, { email: 'alice-phone' });

    expect((await listed()).map(({ email }) => email)).toEqual(['alice-phone', 'zoe']);
  });

  it('are counted at each look at the panel', async () => {
    await makeStranger(shop.panel);
    await shop.fleet.sync({ serverId: shop.serverId, actorId: ADMIN });

    expect(await shop.fleet.serverDesk.server(shop.serverId)).toMatchObject({ strangers: 1 });
  });

  it('are not those that an abandoned placement left behind', async () => {
    const client = await makeStranger(shop.panel);
    await shop.rows(sql`
      insert into tombstones (server_id, email, looks, created_at)
      values (${shop.serverId}, ${client.email}, 0, ${shop.clock.now()}) returning id`);

    expect(await listed()).toEqual([]);
  });

  it('are told of with what the panel holds, and no secret', async () => {
    const end = later(shop.clock.now(), days(9));
    const client = await makeStranger(shop.panel, {
      totalGB: 5 * GIB,
      expiryTime: end.getTime(),
      limitIp: 2,
    });
    await shop.panel.traffic(client.email, GIB);

    const answer = await desk().stranger(await placeOf(client));

    expect(answer).toMatchObject({
      ok: true,
      value: { email: client.email, used: BigInt(GIB), limit: BigInt(5 * GIB), expiresAt: end, limitIp: 2 },
    });
    const told = JSON.stringify(answer, (_, value) => (typeof value === 'bigint' ? String(value) : value));
    expect(told).not.toContain(client.id);
    expect(told).not.toContain(client.subId);
  });

  it('are found by link, uuid or name over all servers', async () => {
    const client = await makeStranger(shop.panel);
    const found = { ok: true, value: await placeOf(client) };

    expect(await desk().find(client.email)).toEqual(found);
    expect(await desk().find(client.id.toUpperCase())).toEqual(found);
    expect(await desk().find(`vless://${client.id}@vpn.example.com:443?type=tcp#x`)).toEqual(found);
    expect(await desk().find('somebody else')).toMatchObject({ refusal: { code: 'stranger-not-found' } });
  });
});

describe('a client that is bound', () => {
  it('is the customer’s access as it was found, and the panel is not written to', async () => {
    const end = later(shop.clock.now(), days(9));
    const wish = { totalGB: 5 * GIB, expiryTime: end.getTime(), limitIp: 2 };
    const client = await makeStranger(shop.panel, wish);
    await shop.panel.traffic(client.email, GIB);
    const before = await shop.panel.clients();
    await shop.panel.forgetCalls();

    const row = await clientRow(await bound(client));

    expect(row).toMatchObject({
      status: 'active',
      email: client.email,
      uuid: client.id,
      subId: client.subId,
      limitIp: 2,
      trafficLimit: BigInt(5 * GIB),
      trafficUsed: BigInt(GIB),
      expiresAt: end,
      pushDueAt: null,
      wantedRev: 0,
    });
    expect(row.links.length).toBeGreaterThan(0);
    for (const link of row.links) expect(link).toContain(client.id);
    expect(row.order).toMatchObject({ origin: 'import', status: 'completed', totalStars: 0, paidAt: null });
    await shop.main.lanes.wake(shop.serverId);
    expect(await shop.panel.writes()).toEqual([]);
    expect(await shop.panel.clients()).toEqual(before);
  });

  it('stays nobody’s where its panel answered too late for anybody to be told', async () => {
    const client = await makeStranger(shop.panel);
    const request = { ...(await placeOf(client)), customerId: ANNA, actorId: ADMIN };

    const late = await desk().bind({ ...request, signal: AbortSignal.abort() });

    expect(late).toMatchObject({ ok: false, refusal: { code: 'panel-unusable', kind: 'ambiguous' } });
    expect(await shop.rows(sql`select id from server_clients`)).toEqual([]);
    expect(await shop.messages('access-added')).toEqual([]);
  });

  it('takes a seat, tells the customer once, stands in the audit log and is no stranger any more', async () => {
    const client = await makeStranger(shop.panel);

    const clientId = await bound(client);

    expect(await seats()).toMatchObject([{ taken: 1 }]);
    expect(await drift()).toEqual([]);
    expect(await shop.messages('access-added')).toMatchObject([{ data: { clientId } }]);
    expect(await listed()).toEqual([]);
    const acts = await shop.rows(sql`select action, after from audit_log where action = 'client.bind'`);
    expect(acts).toEqual([{ action: 'client.bind', after: { name: client.email, person: String(ANNA) } }]);
  });

  it('moves no money and cannot be refunded, so nothing is deleted on its panel', async () => {
    const row = await clientRow(await bound(await makeStranger(shop.panel)));

    const answer = await shop.checkout.refundOrder({ orderId: row.order.id, actorId: ADMIN });

    expect(answer).toMatchObject({ ok: false, refusal: { code: 'not-refundable' } });
    expect(await shop.rows(sql`select id from ledger_journals union all select null from payments`)).toEqual(
      [],
    );
    expect(await clientRow(row.id)).toMatchObject({ status: 'active', wanted: 'enabled' });
  });

  it('stays switched off where it was off, without a word to the panel', async () => {
    const client = await makeStranger(shop.panel, { enable: false });

    const row = await clientRow(await bound(client));

    expect(row).toMatchObject({
      status: 'suspended',
      statusReason: 'admin',
      wanted: 'disabled',
      pushDueAt: null,
    });
  });

  it('is told of its traffic like every other', async () => {
    const client = await makeStranger(shop.panel, { totalGB: 10 * GIB });
    await bound(client);
    await shop.panel.traffic(client.email, 8.5 * GIB);

    await shop.fleet.sync({ serverId: shop.serverId, actorId: ADMIN });

    expect((await shop.messages('traffic-notice')).map(({ data }) => data.percent)).toEqual([80]);
  });

  it('goes to one customer when two admins bind it at once', async () => {
    await shop.meet(78);
    const place = await placeOf(await makeStranger(shop.panel));
    const other = shop.newProcess();

    const answers = await Promise.all([
      desk().bind({ ...place, customerId: ANNA, actorId: ADMIN }),
      desk().bind({ ...place, customerId: 78, actorId: ADMIN + 1 }),
    ]);

    expect(other).toBeDefined();
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    const [lost] = answers.flatMap((answer) => (answer.ok ? [] : [answer.refusal.code]));
    expect(['client-known', 'stranger-not-found']).toContain(lost);
    expect(await shop.rows(sql`select id from server_clients`)).toHaveLength(1);
    expect(await drift()).toEqual([]);
  });
});

describe('a hysteria2 client that the panel’s own page gave a password besides', () => {
  const HYSTERIA = {
    ...{ remark: 'hysteria2', protocol: 'hysteria', port: 8443, enable: true, sniffing: {} },
    settings: { version: 2, clients: [] },
    streamSettings: {
      network: 'hysteria',
      hysteriaSettings: { version: 2, udpIdleTimeout: 60 },
      security: 'tls',
      tlsSettings: { serverName: 'shop.example.com', alpn: ['h3'], settings: { fingerprint: 'chrome' } },
    },
  };

  beforeEach(async () => {
    const { id } = Object(await shop.panel.ask('inbounds/add', HYSTERIA));
    await shop.fleet.sync({ serverId: shop.serverId, actorId: ADMIN });
    for (const email of ['zoe', 'anna-phone']) {
      const client = { id: randomUUID(), password: `${email}-password`, auth: `${email}-auth` };
      const rest = { email, subId: `sub-${email}`, enable: true };
      await shop.panel.ask('clients/add', { client: { ...client, ...rest }, inboundIds: [id] });
    }
  });

  it('is found by its link, and bound with the secret that opens it', async () => {
    const found = await desk().find('hysteria2://anna-phone-auth@vpn.example.com:8443?security=tls#x');
    expect(found).toEqual({ ok: true, value: await placeOf({ email: 'anna-phone' }) });

    const answer = await bind({ email: 'anna-phone' });

    if (!answer.ok) throw new Error(answer.refusal.code);
    const row = await clientRow(answer.value.clientId);
    expect(row.password).toBe('anna-phone-auth');
    expect(row.links).toMatchObject([expect.stringContaining('hysteria2://anna-phone-auth@')]);
  });

  it('is what its panel says it is, for the doctor too', async () => {
    expect(await bind({ email: 'anna-phone' })).toMatchObject({ ok: true });
    await shop.panel.forgetCalls();

    shop.pass(minutes(2));
    await upkeepOf(shop).comparePanels();
    await shop.main.lanes.wake(shop.serverId);

    expect(await shop.panel.writes()).toEqual([]);
  });
});

describe('a binding is refused', () => {
  it('when no seat is left on its inbound, and leaves nothing behind', async () => {
    const client = await makeStranger(shop.panel);
    await shop.rows(sql`update server_inbounds set capacity = 0 returning id`);

    expect(await bind(client)).toMatchObject({ refusal: { code: 'inbound-full' } });

    expect(await shop.rows(sql`select id from orders`)).toEqual([]);
    expect(await drift()).toEqual([]);
  });

  it('for somebody who never pressed Start', async () => {
    expect(await bind(await makeStranger(shop.panel), 4040)).toMatchObject({
      refusal: { code: 'person-unknown' },
    });
  });

  it('while its time has not begun: its end is not known', async () => {
    const client = await makeStranger(shop.panel, { expiryTime: -days(30) });

    expect(await bind(client)).toMatchObject({ refusal: { code: 'client-not-started' } });
  });

  const named = { id: randomUUID(), email: 'team/anna', subId: 'anna-phone', enable: true };
  const trojan = { password: 'a2/b', email: 'anna', subId: 'anna-phone', enable: true };
  it.each([
    ['3.0', 'name', 'inbounds/addClient', { id: 1, settings: JSON.stringify({ clients: [named] }) }],
    ['3.0', 'password', 'inbounds/addClient', { id: 2, settings: JSON.stringify({ clients: [trojan] }) }],
    ['3.1', 'name', 'clients/add', { client: named, inboundIds: [1] }],
  ] as const)(
    'on a panel of %s that cannot be asked for its %s with a slash',
    async (...[generation, , path, body]) => {
      await shop.end();
      shop = await PanelShop.open({ generation });
      await shop.meet(ANNA);
      await shop.panel.ask(path, body);

      const [client = { email: 'none' }] = await listed();

      expect(await bind(client)).toMatchObject({ refusal: { code: 'client-out-of-reach' } });
    },
  );

  it('when it was deleted on the panel meanwhile', async () => {
    const client = await makeStranger(shop.panel);
    const place = await placeOf(client);
    await shop.panel.wipe(client.email);

    expect(await desk().bind({ ...place, customerId: ANNA, actorId: ADMIN })).toMatchObject({
      refusal: { code: 'stranger-not-found' },
    });
  });

  it('with the panel’s fault when it does not answer', async () => {
    const place = await placeOf(await makeStranger(shop.panel));
    await shop.panel.stop();

    expect(await desk().bind({ ...place, customerId: ANNA, actorId: ADMIN })).toMatchObject({
      refusal: { code: 'panel-unusable' },
    });
  });
});

describe('a binding that is taken back', () => {
  it('is told to its customer, once', async () => {
    const clientId = await bound(await makeStranger(shop.panel));

    await desk().unbind({ clientId, actorId: ADMIN });
    await desk().unbind({ clientId, actorId: ADMIN });

    const told = (await shop.messages('access-unbound')).map(({ data }) => data);
    expect(told).toEqual([{ plan: expect.any(String), server: expect.any(String) }]);
  });

  it('frees the seat, leaves the panel as it is, and the client may be bound again', async () => {
    const client = await makeStranger(shop.panel);
    const clientId = await bound(client);
    await shop.panel.forgetCalls();

    expect(await desk().unbind({ clientId, actorId: ADMIN })).toEqual({
      ok: true,
      value: { customerId: ANNA },
    });

    expect(await seats()).toMatchObject([{ taken: 0 }]);
    expect(await drift()).toEqual([]);
    expect(await clientRow(clientId)).toMatchObject({ status: 'terminated', links: [], pushDueAt: null });
    await shop.main.lanes.wake(shop.serverId);
    expect(await shop.panel.writes()).toEqual([]);
    expect((await shop.panel.clients()).map(({ email }) => email)).toContain(client.email);
    expect(await bind(client)).toMatchObject({ ok: true });
  });

  it('is refused for an access that was sold, and a second time', async () => {
    const sold = await shop.client(await shop.deliveredOrder());
    const clientId = await bound(await makeStranger(shop.panel));
    await desk().unbind({ clientId, actorId: ADMIN });

    for (const id of [sold.id, clientId, 999_999])
      expect(await desk().unbind({ clientId: id, actorId: ADMIN })).toMatchObject({
        refusal: { code: 'not-imported' },
      });
  });
});
