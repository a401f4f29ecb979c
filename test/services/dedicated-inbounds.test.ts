import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ServerInbound } from '../../src/model/server-inbound.ts';
import { days, minutes } from '../../src/model/values/period.ts';
import { PanelFault } from '../../src/services/ports/panel.ts';
import { counterDrift } from '../../src/services/seats/counter-drift.ts';
import { PanelShop } from '../support/panel-shop.ts';
import { OWNER } from '../support/shop-process.ts';

let shop: PanelShop;
let planId: number;

beforeEach(async () => {
  shop = await PanelShop.open();
  planId = await shop.newPlan();
  await sellOwn(planId);
});
afterEach(() => shop.end());

const sellOwn = async (id: number) => {
  const type = { field: 'type', value: 'dedicated', shown: 'shared' } as const;
  const edited = await shop.fleet.planDesk.edit({ planId: id, ...type, actorId: OWNER });
  if (!edited.ok) throw new Error(edited.refusal.code);
};

const listed = z.array(
  z.looseObject({
    id: z.number(),
    remark: z.string(),
    port: z.number(),
    protocol: z.string(),
    streamSettings: z
      .looseObject({ realitySettings: z.looseObject({ privateKey: z.string() }).optional() })
      .nullish(),
  }),
);
const onPanel = async () => listed.parse(await shop.panel.ask('inbounds/list'));
const ownOnPanel = async () => (await onPanel()).filter(({ port }) => port >= 30_000 && port < 40_000);
const privateKeyOf = (inbound?: z.infer<typeof listed>[number]): string =>
  inbound?.streamSettings?.realitySettings?.privateKey ?? '';
const clientsOn = async (id: number) =>
  (await shop.panel.clients()).filter(({ inboundIds }) => inboundIds.includes(id));

const rows = () =>
  shop.rows<{ state: string; port: number; remoteId: number; key: string }>(sql`
    select own.state, inbound.port, inbound.remote_id as "remoteId", own.private_key as key
      from dedicated_inbounds own join server_inbounds inbound on inbound.id = own.inbound_id order by inbound.id`);

const noDrift = async () => expect(await counterDrift(shop.work.read())).toEqual([]);
const seatsTaken = async () =>
  (await shop.work.read().findOneOrFail(ServerInbound, { kind: 'source' })).currentClients;

describe('a plan with an inbound of the customer’s own', () => {
  it('makes one with a free port of the range, fresh keys and only the buyer on it', async () => {
    const orderId = await shop.deliveredOrder({ planId, customerId: 77 });

    const [own, ...others] = await ownOnPanel();
    expect(others).toEqual([]);
    expect(own?.protocol).toBe('vless');
    const client = await shop.client(orderId);
    expect(await clientsOn(own?.id ?? 0)).toMatchObject([
      { email: client.email, uuid: client.uuid, tgId: 77, expiryTime: client.expiresAt?.getTime() },
    ]);
    expect((await shop.unit(orderId)).provisionStatus).toBe('completed');
    expect(client.links[0]).toContain(`@vpn.example.com:${own?.port}`);
    expect(client.links[0]).toContain('sni=www.microsoft.com');
    expect(client.links[0]).toContain(client.uuid);
    expect(await shop.orderStatus(orderId)).toBe('completed');
    expect(await shop.messages('key-text')).toHaveLength(1);
    await noDrift();
  });

  it('draws keys and a port anew for each customer, and keeps the private key sealed', async () => {
    await shop.deliveredOrder({ planId, customerId: 1 });
    await shop.deliveredOrder({ planId, customerId: 2 });

    const [first, second] = await ownOnPanel();
    expect(first?.port).not.toBe(second?.port);
    const [privateKey, another] = [first, second].map((each) => privateKeyOf(each));
    expect(privateKey).not.toBe(another);
    expect(Buffer.from(privateKey ?? '', 'base64url')).toHaveLength(32);
    expect((await rows())[0]?.key).not.toContain(privateKey);
    expect(shop.lines.join('\n')).not.toContain(privateKey);
  });

  it('costs the panel one look, one write and one look back', async () => {
    await shop.deliveredOrder({ planId });

    expect(await shop.panel.calls()).toEqual([
      'inbounds/list',
      'inbounds/add',
      'clients/get',
      'clients/subLinks',
      'server/status',
    ]);
  });

  it('gives each of several units an inbound of its own', async () => {
    const orderId = await shop.deliveredOrder({ planId, quantity: 2 });

    const own = await ownOnPanel();
    expect(own).toHaveLength(2);
    for (const { id } of own) expect(await clientsOn(id)).toHaveLength(1);
    expect(await shop.orderStatus(orderId)).toBe('completed');
    await noDrift();
  });

  it('leaves shared plans on shared inbounds', async () => {
    await shop.deliveredOrder();

    expect(await ownOnPanel()).toEqual([]);
    expect(await clientsOn(1)).toHaveLength(1);
  });

  it('sells as many as the server’s own inbounds have seats', async () => {
    const source = await shop.work.read().findOneOrFail(ServerInbound, { kind: 'source' });
    const edit = { inboundId: source.id, field: 'capacity', value: 1, shown: null, actorId: OWNER } as const;
    await shop.fleet.inboundDesk.edit(edit);
    await shop.deliveredOrder({ planId });

    await expect(shop.unpaidOrder({ planId, customerId: 2 })).rejects.toThrow('no-seat');
    expect(await seatsTaken()).toBe(1);
  });
});

describe('a port of the range', () => {
  const range = (ports: string) =>
    shop.rows(sql`update servers set own_ports = ${ports} where id = ${shop.serverId} returning id`);

  it('is never one that the panel uses already', async () => {
    await range('30000-30001');
    await shop.panel.ask('inbounds/add', {
      remark: 'theirs',
      port: 30_001,
      protocol: 'http',
      settings: '{}',
    });

    await shop.deliveredOrder({ planId });

    expect((await rows()).map(({ port }) => port)).toEqual([30_000]);
  });

  it('that nobody has left keeps the order waiting, and a wider range delivers it', async () => {
    await range('30000-30000');
    await shop.deliveredOrder({ planId, customerId: 1 });
    const waiting = await shop.deliveredOrder({ planId, customerId: 2 });
    expect(await shop.unit(waiting)).toMatchObject({ provisionStatus: 'pending' });
    expect((await shop.unit(waiting)).provisionError).toContain('30000-30000');

    await range('30000-30005');
    await shop.recover(waiting);

    expect(await ownOnPanel()).toHaveLength(2);
  });
});

describe('a panel that fails while an own inbound is made', () => {
  it('after a lost answer adopts what is there, and writes no second one', async () => {
    await shop.panel.fault({ path: 'inbounds/add', kind: 'drop-after-apply' });
    const orderId = await shop.deliveredOrder({ planId });

    await shop.recover(orderId);

    expect(await ownOnPanel()).toHaveLength(1);
    expect((await shop.panel.calls()).filter((call) => call === 'inbounds/add')).toHaveLength(1);
    expect(await rows()).toMatchObject([{ state: 'made' }]);
    await noDrift();
  });

  it('tries again where nothing was made', async () => {
    await shop.panel.fault({ path: 'inbounds/add', kind: 'status', status: 503 });
    const orderId = await shop.deliveredOrder({ planId });

    await shop.recover(orderId);

    expect(await ownOnPanel()).toHaveLength(1);
    expect(await rows()).toHaveLength(1);
  });

  it('killed between plan and answer: the next process finds it by its name', async () => {
    const orderId = await shop.paidOrder({ planId });
    const { panel } = shop.newProcess().needs;
    const killed = shop.newProcess({
      panel: {
        ...panel,
        addInbound: async (access, wanted) => {
          await panel.addInbound(access, wanted);
          throw new Error('killed');
        },
      },
    });
    await killed.provisioning.processOrder(orderId);
    expect((await shop.unit(orderId)).provisionStatus).toBe('provisioning');

    await shop.quietTime();
    await shop.recover(orderId);

    expect(await ownOnPanel()).toHaveLength(1);
    expect((await shop.panel.calls()).filter((call) => call === 'inbounds/add')).toHaveLength(1);
  });
});

describe('the end of an own inbound', () => {
  it('after a refund of a delivered access: client, inbound and seat are gone', async () => {
    const orderId = await shop.deliveredOrder({ planId });

    await shop.checkout.refundOrder({ orderId, actorId: OWNER });
    await shop.main.lanes.wake(shop.serverId);
    await shop.checkout.runRefunds();
    await shop.main.lanes.wake(shop.serverId);

    expect(await ownOnPanel()).toEqual([]);
    expect(await shop.panel.clients()).toEqual([]);
    expect(await rows()).toMatchObject([{ state: 'removed', key: '' }]);
    expect(await seatsTaken()).toBe(0);
    await noDrift();
  });

  it('leaves an inbound alone that somebody else has under its number since the panel was set up anew', async () => {
    const orderId = await shop.deliveredOrder({ planId });
    const [own] = await ownOnPanel();
    const theirs = { remark: 'theirs', port: 25_001, protocol: 'http', settings: '{}' };
    await shop.panel.ask(`inbounds/del/${own?.id}`, {});
    await shop.panel.ask('inbounds/add', theirs);
    const number = (await onPanel()).find(({ remark }) => remark === 'theirs')?.id;
    await shop.rows(
      sql`update server_inbounds set remote_id = ${number} where kind = 'dedicated' returning id`,
    );
    await shop.fleet.sync({ serverId: shop.serverId, actorId: OWNER });

    await shop.checkout.refundOrder({ orderId, actorId: OWNER });
    await shop.main.lanes.wake(shop.serverId);
    await shop.checkout.runRefunds();
    await shop.main.lanes.wake(shop.serverId);
    await shop.passAndWake(minutes(2));

    expect((await onPanel()).map(({ remark }) => remark)).toContain('theirs');
    expect(await shop.panel.clients()).toEqual([]);
    expect(await rows()).toMatchObject([{ state: 'removed', key: '' }]);
    await noDrift();
  });

  it('after a refund in doubt: what appears late is removed', async () => {
    await shop.panelIsOld();
    await shop.panel.fault({ path: 'inbounds/add', kind: 'late', ms: 500 });
    const orderId = await shop.deliveredOrder({ planId });

    await shop.checkout.refundOrder({ orderId, actorId: OWNER });
    await shop.quietTime();
    await shop.passAndWake(minutes(1));
    await shop.passAndWake(minutes(2));

    expect(await ownOnPanel()).toEqual([]);
    expect(await shop.panel.clients()).toEqual([]);
    expect(await rows()).toMatchObject([{ state: 'removed' }]);
    await noDrift();
  });

  it('after the panel refused it for good: nothing stays, the owner is told, and a retry makes a new one', async () => {
    const { panel } = shop.newProcess().needs;
    const addInbound = () => Promise.reject(new PanelFault('permanent', 'invalid field'));
    const refused = shop.newProcess({ panel: { ...panel, addInbound } });
    const orderId = await shop.paidOrder({ planId });
    await refused.provisioning.processOrder(orderId);
    expect((await shop.unit(orderId)).provisionStatus).toBe('failed');
    expect(await shop.alerts()).toEqual(['unit-failed']);
    await shop.main.lanes.wake(shop.serverId);
    expect(await rows()).toMatchObject([{ state: 'removed' }]);

    await shop.main.provisioning.retryOrder({ orderId, actorId: OWNER });
    await shop.recover(orderId);

    expect(await ownOnPanel()).toHaveLength(1);
    expect((await shop.unit(orderId)).placementNo).toBe(2);
    await noDrift();
  });
});

describe('a look at the panel', () => {
  it('neither reports an own inbound nor offers it for sale', async () => {
    await shop.deliveredOrder({ planId });

    const synced = await shop.fleet.sync({ serverId: shop.serverId, actorId: OWNER });

    expect(synced).toMatchObject({ ok: true, value: { created: 0, missing: 0, clients: 1 } });
    expect(await shop.alerts()).toEqual([]);
    expect((await shop.fleet.servers())[0]?.inbounds.map(({ port }) => port)).not.toContain(
      (await rows())[0]?.port,
    );
  });

  it('takes over the traffic of its client', async () => {
    const orderId = await shop.deliveredOrder({ planId });
    const { email } = await shop.client(orderId);
    await shop.panel.traffic(email, 5_000_000);

    shop.pass(days(1));
    await shop.fleet.sync({ serverId: shop.serverId, actorId: OWNER });

    expect((await shop.client(orderId)).lifetimeTraffic).toBe(5_000_000n);
  });

  it('tells the owner when somebody deleted it', async () => {
    await shop.deliveredOrder({ planId });
    const [own] = await ownOnPanel();
    await shop.panel.ask(`inbounds/del/${own?.id}`, {});

    await shop.fleet.sync({ serverId: shop.serverId, actorId: OWNER });

    expect(await shop.messages('alert')).toMatchObject([{ data: { code: 'inbound-missing', clients: 1 } }]);
  });
});
