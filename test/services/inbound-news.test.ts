import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { minutes } from '../../src/model/values/period.ts';
import { TroubleService } from '../../src/services/delivery/trouble-service.ts';
import { PanelShop } from '../support/panel-shop.ts';

const ADMIN = 9001;

let shop: PanelShop;

beforeEach(async () => {
  shop = await PanelShop.open();
});
afterEach(() => shop.end());

const sync = async () => {
  shop.pass(minutes(1));
  await shop.fleet.sync({ serverId: shop.serverId, actorId: ADMIN });
};
const told = async () => (await shop.messages('alert')).map(({ data }) => data);
const switchInbound = (enable: boolean) => shop.panel.ask('inbounds/setEnable/1', { enable });

/** The panel's own words for an inbound, changed and sent back, as its admin would. */
async function changeInbound(change: object): Promise<void> {
  const listed = (await shop.panel.ask('inbounds/list')) as Record<string, unknown>[];
  const inbound = listed.find(({ id }) => id === 1);
  await shop.panel.ask('inbounds/update/1', { ...inbound, ...change });
}

describe('an inbound that is switched off on the panel', () => {
  it('is told once with the keys that are dead with it, and once more when it is on again', async () => {
    await shop.deliveredOrder();
    await switchInbound(false);
    await sync();
    await sync();

    expect(await told()).toMatchObject([{ code: 'inbound-off', serverId: shop.serverId, clients: 1 }]);

    await switchInbound(true);
    await sync();
    await sync();

    expect((await told()).slice(1)).toMatchObject([
      { code: 'inbound-back', was: 'off', clients: 1, sells: true },
    ]);
  });

  it('is no news while no key hangs on it', async () => {
    await switchInbound(false);
    await sync();
    await switchInbound(true);
    await sync();

    expect(await told()).toEqual([]);
  });

  it('says nothing while the alerts of its server are muted', async () => {
    await shop.deliveredOrder();
    const until = new Date(shop.clock.now().getTime() + minutes(60)).toISOString();
    const muted = JSON.stringify({ mutedUntil: until, held: [] });
    await shop.rows(sql`
      update servers set alert_settings = ${muted}::jsonb where id = ${shop.serverId} returning id`);
    await switchInbound(false);
    await sync();

    expect(await told()).toEqual([]);
  });

  it('is what the customer reads behind "It does not work", and no word is sent unasked', async () => {
    const orderId = await shop.deliveredOrder();
    const client = await shop.client(orderId);
    await switchInbound(false);
    await sync();
    const trouble = new TroubleService(shop.main.needs);

    const found = await trouble.diagnose({ clientId: client.id, customerId: 1, canMove: false });

    expect(found).toMatchObject({ ok: true, value: { mend: 'door' } });
    const said = await shop.rows(sql`
      select kind from outgoing_messages where chat_id = 1 and kind not in ('invoice', 'key-text', 'key-qr')`);
    expect(said).toEqual([]);
  });
});

describe('an inbound that comes back', () => {
  it('is told when the panel lists it again', async () => {
    await shop.deliveredOrder();
    const { id } = await shop.row<{ id: number }>(
      sql`select id from server_inbounds where remote_id = 1 and server_id = ${shop.serverId}`,
    );
    await shop.rows(sql`
      update server_inbounds set status = 'error', status_message = 'missing on the panel' where id = ${id} returning id`);
    await sync();

    expect(await told()).toMatchObject([{ code: 'inbound-back', was: 'missing', clients: 1, sells: true }]);
  });

  it('is told when its traffic is counted anew after it was used up', async () => {
    await shop.rows(
      sql`update server_inbounds set traffic_limit_bytes = 1000 where remote_id = 1 returning id`,
    );
    await changeInbound({ up: 1000, down: 0 });
    await sync();
    await changeInbound({ up: 0, down: 0 });
    await sync();
    await sync();

    expect(await told()).toMatchObject([
      { code: 'inbound-used-up' },
      { code: 'inbound-back', was: 'used-up', sells: true },
    ]);
  });
});

describe('an inbound that refuses every new client', () => {
  const refuses = (times: number) =>
    shop.panel.fault({ path: 'clients/add', kind: 'words', text: 'inbound not found', times });
  const inbound = () =>
    shop.row<{ status: string; message: string | null }>(
      sql`select status, status_message as message from server_inbounds where remote_id = 1`,
    );
  const wake = () => shop.main.lanes.wake(shop.serverId);

  beforeEach(() =>
    shop.rows(sql`update server_inbounds set provisioning_enabled = (remote_id = 1) returning id`),
  );

  it('goes out of sale when three different keys were refused in a row, its staff is told once, and a look does not open it', async () => {
    await refuses(1000);
    await shop.deliveredOrder({ customerId: 1 });
    await shop.deliveredOrder({ customerId: 2 });
    expect(await inbound()).toMatchObject({ status: 'active' });
    const third = await shop.unpaidOrder({ customerId: 3 });
    await shop.pay(third);
    await shop.main.provisioning.processOrder(third);
    await sync();

    expect(await inbound()).toMatchObject({
      status: 'inactive',
      message: expect.stringContaining('inbound not found'),
    });
    expect((await shop.alerts()).filter((code) => code !== 'unit-failed')).toEqual(['inbound-refusing']);
  });

  it('stays in sale when it took a client between two refusals', async () => {
    for (const customerId of [1, 2, 3]) {
      await refuses(1000);
      await shop.deliveredOrder({ customerId });
      await refuses(0);
      if (customerId === 2) await shop.deliveredOrder({ customerId: 9 });
    }

    expect(await inbound()).toMatchObject({ status: 'active' });
  });

  it('is tried every ten minutes, and is in sale again with all that was given up when it takes a client', async () => {
    await refuses(1000);
    const orders = [];
    for (const customerId of [1, 2, 3]) orders.push(await shop.deliveredOrder({ customerId }));
    shop.pass(minutes(10));
    await wake();
    expect(await inbound()).toMatchObject({ status: 'inactive' });

    await refuses(0);
    shop.pass(minutes(10));
    await shop.main.provisioning.wakeDueLanes();
    await wake();

    expect(await inbound()).toMatchObject({ status: 'active', message: null });
    for (const orderId of orders) expect(await shop.orderStatus(orderId)).toBe('completed');
    expect(await shop.panel.clients()).toHaveLength(3);
    expect((await shop.alerts()).filter((code) => code !== 'unit-failed')).toEqual([
      'inbound-refusing',
      'inbound-back',
    ]);
  });

  it('is tried at once when somebody tests the connection', async () => {
    await refuses(1000);
    for (const customerId of [1, 2, 3]) await shop.deliveredOrder({ customerId });
    await refuses(0);

    await shop.fleet.serverDesk.check(shop.serverId);
    await wake();

    expect(await inbound()).toMatchObject({ status: 'active' });
  });
});
