import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { minutes } from '../../src/model/values/period.ts';
import type { UpkeepService } from '../../src/services/upkeep/upkeep-service.ts';
import { PanelShop } from '../support/panel-shop.ts';
import { upkeepOf } from '../support/upkeep.ts';

const ADMIN = 9;

let shop: PanelShop;
let doctor: UpkeepService;

beforeEach(async () => {
  shop = await PanelShop.open();
  doctor = upkeepOf(shop);
  await shop.rows(sql`update server_inbounds set provisioning_enabled = (remote_id = 1) returning id`);
});
afterEach(() => shop.end());

const compare = async () => {
  shop.pass(minutes(10));
  await doctor.comparePanels();
  await shop.main.lanes.wake(shop.serverId);
};
const sync = () => shop.fleet.sync({ serverId: shop.serverId, actorId: ADMIN });
const listed = async () => (await shop.panel.ask('inbounds/list')) as Record<string, unknown>[];
/** Those that stand on an inbound. */
const emails = async () =>
  (await listed())
    .flatMap(({ settings }) => (Object(settings).clients ?? []) as { email: string }[])
    .map(({ email }) => email)
    .toSorted();
const health = async () => (await shop.health()).health;
const delivered = async (quantity: number) => {
  const orderId = await shop.deliveredOrder({ quantity });
  shop.pass(minutes(2));
  return orderId;
};
const first = async () => {
  const inbound = (await listed()).find(({ id }) => id === 1);
  if (!inbound) throw new Error('no inbound 1');
  return inbound;
};

/** As an owner would who makes a deleted inbound again: same words, another number. */
async function makeAgain(inbound: Record<string, unknown>, change: object = {}): Promise<void> {
  const settings = { ...Object(inbound.settings), clients: [] };
  await shop.panel.ask('inbounds/add', { ...inbound, id: 0, tag: '', clientStats: [], settings, ...change });
}

describe('accesses whose inbound was deleted on the panel', () => {
  it('count as vanished: a panel that was installed anew and is empty goes out of sale', async () => {
    await delivered(5);
    for (const { id } of await listed()) await shop.panel.ask(`inbounds/del/${id}`, {});

    await compare();
    await compare();

    expect(await health()).toBe('critical');
    expect(await shop.alerts()).toEqual(['server-out', 'clients-missing-many']);
    expect((await shop.messages('alert'))[1]?.data).toMatchObject({ missing: 5, total: 5 });
    await shop.fleet.watchServers();
    expect(await health()).toBe('critical');
  });

  it('keep nobody from selling once the staff has said its word, and only new ones count then', async () => {
    await delivered(5);
    await shop.panel.ask('inbounds/del/1', {});
    await compare();

    await doctor.putAllBack({ serverId: shop.serverId, actorId: ADMIN });
    await shop.fleet.probeServers();
    await compare();
    await compare();

    expect(await health()).toBe('healthy');
    expect((await shop.alerts()).filter((code) => code === 'clients-missing-many')).toHaveLength(1);
  });

  it('are put back on the inbound that was made again with its name, port and protocol', async () => {
    await delivered(3);
    const before = await emails();
    const inbound = await first();
    await shop.panel.ask('inbounds/del/1', {});
    await sync();
    await compare();
    expect(await emails()).toEqual([]);

    await makeAgain(inbound);
    await sync();
    await compare();

    expect(await emails()).toEqual(before);
    expect(await shop.alerts()).toEqual(['inbound-missing', 'inbound-back']);
  });

  it('are not put on an inbound that is another one', async () => {
    await delivered(1);
    const inbound = await first();
    await shop.panel.ask('inbounds/del/1', {});
    await sync();

    await makeAgain(inbound, { port: 9777 });
    await sync();
    await compare();

    expect(await emails()).toEqual([]);
    expect(await shop.alerts()).toEqual(['inbound-missing', 'inbound-new']);
  });
});
