import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseLink } from '../../src/model/parse-link.ts';
import { Server } from '../../src/model/server.ts';
import { ServerClient } from '../../src/model/server-client.ts';
import { days, minutes } from '../../src/model/values/period.ts';
import { PanelShop } from '../support/panel-shop.ts';

const ADMIN = 9001;

let shop: PanelShop;

beforeEach(async () => {
  shop = await PanelShop.open();
});
afterEach(() => shop.end());

/** The panel's own words for the first inbound, changed and sent back, as its admin would. */
async function changeInbound(change: (inbound: Record<string, unknown>) => object): Promise<void> {
  const listed = (await shop.panel.ask('inbounds/list')) as Record<string, unknown>[];
  const inbound = listed.find(({ id }) => id === 1) ?? {};
  await shop.panel.ask('inbounds/update/1', { ...inbound, ...change(inbound) });
}

type Stream = { realitySettings: { settings: object } & object };
const changeReality = (change: { serverNames?: string[]; publicKey?: string }) =>
  changeInbound(({ streamSettings }) => {
    const stream = (
      typeof streamSettings === 'string' ? JSON.parse(streamSettings) : streamSettings
    ) as Stream;
    const { serverNames, publicKey } = change;
    const reality = stream.realitySettings;
    const settings = publicKey ? { ...reality.settings, publicKey } : reality.settings;
    return {
      streamSettings: {
        ...stream,
        realitySettings: { ...reality, ...(serverNames && { serverNames }), settings },
      },
    };
  });

const sync = () => shop.fleet.sync({ serverId: shop.serverId, actorId: ADMIN });
const lane = () => shop.main.lanes.wake(shop.serverId);
const linkOf = async (orderId: string) => parseLink((await shop.client(orderId)).links[0] ?? '');
const newKeys = async () =>
  (await shop.messages('key-text')).filter(({ data }) => data.changed).map(({ data }) => data);
async function moveTo(host: string) {
  const { publicHost: shown } = await shop.work.read().findOneOrFail(Server, shop.serverId);
  const edit = { field: 'publicHost', value: host, shown } as const;
  return shop.fleet.serverDesk.edit({ ...edit, serverId: shop.serverId, actorId: ADMIN });
}
const change = (orderId: string, act: (row: ServerClient) => void) =>
  shop.work.do(async (em) => {
    act(await em.findOneOrFail(ServerClient, { order: orderId }));
    await em.flush();
  });

describe('an inbound that listens elsewhere than was known', () => {
  it('has the links of its accesses read anew, and each customer is sent the new key once', async () => {
    const orderId = await shop.deliveredOrder({ quantity: 2 });
    const units = (await shop.units(orderId)).map(({ id }) => id);
    await sync();
    await changeInbound(() => ({ port: 9443 }));

    await sync();
    await lane();
    await sync();
    await lane();

    const clients = await shop.work.read().find(ServerClient, { order: orderId });
    expect(clients.map(({ links }) => parseLink(links[0] ?? '')?.port)).toEqual([9443, 9443]);
    expect((await newKeys()).map(({ unitId }) => unitId).sort()).toEqual(units.sort());
    expect(await shop.messages('key-qr')).toHaveLength(4);
  });

  it('is told to the staff with what changed and how many accesses it concerns, and not twice', async () => {
    await shop.deliveredOrder({ quantity: 2 });
    await changeInbound(() => ({ port: 9443 }));

    await sync();
    await sync();

    const [first, ...more] = await shop.messages('alert');
    expect(first?.data).toMatchObject({ code: 'inbound-changed', changed: ['port'], clients: 2 });
    expect(more).toEqual([]);
  });

  it('costs one read of the group and one of each access’s links, and no write', async () => {
    await shop.deliveredOrder({ quantity: 3 });
    await changeInbound(() => ({ port: 9443 }));
    await sync();
    await shop.panel.forgetCalls();

    await lane();

    expect(await shop.panel.calls()).toEqual([
      'inbounds/get',
      'clients/subLinks',
      'clients/subLinks',
      'clients/subLinks',
    ]);
  });
});

describe('what stands in links beside the port', () => {
  it.each([
    { what: 'SNI', settings: { serverNames: ['www.shop-sni.net'] }, key: 'sni', part: 'sni' },
    {
      what: 'public key',
      settings: { publicKey: 'bmV3LWtleS1vZi10aGlzLWluYm91bmQtMzItYnl0ZXM' },
      key: 'pbk',
      part: 'reality',
    },
  ])('is noticed as well: the $what of REALITY', async ({ settings, key, part }) => {
    const orderId = await shop.deliveredOrder();
    await sync();
    await changeReality(settings);

    await sync();
    await lane();

    expect(Object.values(settings).flat()).toContain((await linkOf(orderId))?.parameters[key]);
    expect(await newKeys()).toHaveLength(1);
    expect((await shop.messages('alert'))[0]?.data).toMatchObject({ changed: [part] });
  });

  it('is kept without its secrets', async () => {
    await sync();

    const rows = await shop.rows<{ parts: string }>(
      sql`select link_parts::text as parts from server_inbounds where remote_id = 1`,
    );
    const listed = JSON.stringify(await shop.panel.ask('inbounds/list'));
    const [key = ''] = /"privateKey\\*":\s*\\*"([^"\\]+)/.exec(listed)?.slice(1) ?? [];
    expect(key).not.toBe('');
    expect(rows[0]?.parts).not.toContain(key);
  });

  it('is no change when it is looked at for the first time', async () => {
    await shop.deliveredOrder();
    await shop.rows(sql`update server_inbounds set link_parts = null returning id`);

    await sync();
    await lane();

    expect(await shop.alerts()).toEqual([]);
    expect(await newKeys()).toEqual([]);
  });

  it('does not take in a new name of the inbound: the customer’s key works and nobody is written to', async () => {
    const orderId = await shop.deliveredOrder();
    const before = await linkOf(orderId);
    await changeInbound(() => ({ remark: 'renamed' }));

    await sync();
    await lane();

    expect(await linkOf(orderId)).toEqual(before);
    expect(await shop.alerts()).toEqual([]);
    expect(await newKeys()).toEqual([]);
  });
});

describe('a server that customers reach by another name', () => {
  it('has the links of all running accesses read anew, and keeps the rest of each', async () => {
    const orderId = await shop.deliveredOrder();
    const before = await linkOf(orderId);

    const edited = await moveTo('new.example.org');
    await lane();

    expect(edited.ok).toBe(true);
    expect(shop.wakes).toContain(`lane ${shop.serverId}`);
    expect(await linkOf(orderId)).toEqual({ ...before, host: 'new.example.org' });
    expect(await newKeys()).toHaveLength(1);
  });

  it('asks its panel nothing where the links carry a name that the panel gave them', async () => {
    await changeInbound(({ streamSettings }) => ({
      streamSettings: {
        ...(typeof streamSettings === 'string' ? JSON.parse(streamSettings) : Object(streamSettings)),
        externalProxy: [{ forceTls: 'same', dest: 'cdn.example.net', port: 8443, remark: 'cdn' }],
      },
    }));
    await sync();
    const orderId = await shop.deliveredOrder();
    expect((await linkOf(orderId))?.host).toBe('cdn.example.net');
    await shop.panel.forgetCalls();

    await moveTo('new.example.org');
    await lane();

    expect(await shop.panel.calls()).toEqual([]);
    expect((await linkOf(orderId))?.host).toBe('cdn.example.net');
  });

  it('is read again later when its panel does not tell, however often the process ends meanwhile', async () => {
    const orderId = await shop.deliveredOrder();
    await moveTo('new.example.org');
    await shop.panel.fault({ path: 'clients/subLinks', kind: 'html' });
    await lane();
    expect((await linkOf(orderId))?.host).not.toBe('new.example.org');
    await shop.main.lanes.stop();

    const other = shop.newProcess();
    shop.pass(minutes(2));
    await other.lanes.wake(shop.serverId);

    expect((await linkOf(orderId))?.host).toBe('new.example.org');
    expect(await newKeys()).toHaveLength(1);
  });

  it('is found by the sweep where the wake was lost', async () => {
    const orderId = await shop.deliveredOrder();
    await moveTo('new.example.org');

    await shop.main.provisioning.wakeDueLanes();

    expect((await linkOf(orderId))?.host).toBe('new.example.org');
  });

  it('says nothing to a customer whose access is switched off, and gives the new key when it goes on', async () => {
    const orderId = await shop.deliveredOrder();
    await change(orderId, (row) => row.suspend('customer', shop.clock.now()));
    await lane();
    await moveTo('new.example.org');
    await lane();
    expect(await newKeys()).toEqual([]);

    await change(orderId, (row) => row.reactivate(shop.clock.now()));
    await lane();

    expect((await linkOf(orderId))?.host).toBe('new.example.org');
    expect(await newKeys()).toHaveLength(1);
  });

  it('does not miss a key that is being delivered at this very moment', async () => {
    const orderId = await shop.paidOrder();
    const { panel } = shop.main.needs;
    const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
    const { promise: told, resolve: tell } = Promise.withResolvers<void>();
    const clientLinks: typeof panel.clientLinks = async (access, place) => {
      const links = await panel.clientLinks(access, place);
      ask();
      await told;
      return links;
    };
    const delivering = shop.newProcess({ panel: { ...panel, clientLinks } });
    const delivered = delivering.provisioning.processOrder(orderId);
    await asked;

    await moveTo('new.example.org');
    tell();
    await delivered;
    await lane();

    expect((await linkOf(orderId))?.host).toBe('new.example.org');
  });

  it('comes back to its old name, and the customer is told of that as well', async () => {
    const orderId = await shop.deliveredOrder();
    const host = (await linkOf(orderId))?.host ?? '';
    await moveTo('new.example.org');
    await lane();
    shop.pass(minutes(1));

    await moveTo(host);
    await lane();

    expect((await linkOf(orderId))?.host).toBe(host);
    expect(await newKeys()).toHaveLength(2);
  });

  it('leaves accesses alone that are over', async () => {
    await shop.deliveredOrder();
    await shop.rows(sql`update server_clients set status = 'expired' returning id`);
    shop.pass(days(40));
    await moveTo('new.example.org');
    await shop.panel.forgetCalls();

    await lane();

    expect(await shop.panel.calls()).not.toContain('clients/subLinks');
  });
});

describe('panels that make no links themselves', () => {
  it('are read once for all accesses of an inbound', async () => {
    await shop.end();
    shop = await PanelShop.open({ generation: '2.8', login: 'password' });
    const orderId = await shop.deliveredOrder({ quantity: 3 });
    await shop.panel.forgetCalls();

    await moveTo('new.example.org');
    await lane();

    expect((await shop.panel.calls()).filter((call) => call !== '/login')).toEqual(['inbounds/get']);
    const clients = await shop.work.read().find(ServerClient, { order: orderId });
    expect(clients.map(({ links }) => parseLink(links[0] ?? '')?.host)).toEqual(
      Array(3).fill('new.example.org'),
    );
  });
});
