import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hours, later, minutes, type Period } from '../../src/model/values/period.ts';
import type { UpkeepService } from '../../src/services/upkeep/upkeep-service.ts';
import { PanelShop } from '../support/panel-shop.ts';
import { makeStranger } from '../support/panel-stranger.ts';
import { upkeepOf } from '../support/upkeep.ts';

let shop: PanelShop;
let doctor: UpkeepService;

describe('comparing a panel with what was sold there', () => {
  beforeEach(async () => {
    shop = await PanelShop.open();
    doctor = upkeepOf(shop);
  });

  afterEach(() => shop.end());

  it('puts a client back that somebody deleted there, with the same identity', async () => {
    const orderId = await delivered();
    const before = await onPanel();
    await shop.panel.wipe((await shop.client(orderId)).email);

    await compare();

    expect(await onPanel()).toEqual(before);
    expect(await shop.alerts()).toEqual([]);
  });

  it('stops at more than three, takes the server out of sale, and puts all back by one word', async () => {
    await delivered({ quantity: 5 });
    const before = await onPanel();
    for (const { email } of before.slice(0, 4)) await shop.panel.wipe(email);

    await compare();
    const stopped = await onPanel();
    await compare();
    const alerts = await shop.alerts();
    await shop.fleet.watchServers();
    const health = await shop.row(sql`select health_status as health from servers`);
    const answer = await doctor.putAllBack({ serverId: shop.serverId, actorId: 9 });
    await shop.fleet.probeServers();
    await shop.main.lanes.wake(shop.serverId);

    expect(stopped).toHaveLength(1);
    expect(alerts).toEqual(['server-out', 'clients-missing-many']);
    expect(health).toEqual({ health: 'critical' });
    expect(answer).toEqual({ ok: true, value: { clients: 4 } });
    expect(await onPanel()).toEqual(before);
    expect(await shop.row(sql`select health_status as health from servers`)).toEqual({ health: 'healthy' });
  });

  it('brings right what was edited there, or only reports it where the server is set so', async () => {
    const orderId = await delivered();
    const { email } = await shop.client(orderId);
    const sold = await onPanel();
    await edit(email, { limitIp: 7 });
    await doctor.setDriftPolicy({ serverId: shop.serverId, actorId: 9, policy: 'report' });

    await compare();
    const reported = [await shop.alerts(), (await onPanel())[0]?.limitIp];
    await doctor.setDriftPolicy({ serverId: shop.serverId, actorId: 9, policy: 'ours' });
    await compare();

    expect(reported).toEqual([['clients-edited'], 7]);
    expect(await onPanel()).toEqual(sold);
  });

  it('removes what was given up and turns up again', async () => {
    const orderId = await delivered();
    const { email } = await shop.client(orderId);
    const [copy] = await onPanel();
    await shop.checkout.refundOrder({ orderId, actorId: 9 });
    await shop.main.lanes.wake(shop.serverId);
    await shop.checkout.runRefunds();
    await shop.main.lanes.wake(shop.serverId);
    await makeStranger(shop.panel, { email, subId: copy?.subId });

    await compare();

    expect(await onPanel()).toEqual([]);
  });

  it('names what stands on an inbound that is gone, and leaves it to a human', async () => {
    await delivered();
    await shop.panel.ask('inbounds/del/1', {});

    const mended = await doctor.comparePanels();
    const sweep = (await doctor.examine({ fix: false })).sweeps.find(({ name }) => name === 'panel-drift');

    expect(mended).toEqual({ fixed: 0, left: 1 });
    expect(sweep?.details).toEqual([
      expect.stringMatching(/: client \d+ is on an inbound that the panel no longer has$/),
    ]);
  });

  it('names a second access of one unit, deletes neither, and lets a human do it', async () => {
    const orderId = await delivered();
    const { email } = await shop.client(orderId);
    await makeStranger(shop.panel, { email: 'shop-aaaaaaaaaaaaa-2', subId: 'second-access-00' });
    await shop.rows(sql`
      insert into server_clients
      select (jsonb_populate_record(client, jsonb_build_object(
               'id', client.id + 1, 'email', 'shop-aaaaaaaaaaaaa-2', 'sub_id', 'second-access-00',
               'uuid', gen_random_uuid()))).*
        from server_clients client where client.email = ${email}
      returning id`);

    const mended = await doctor.comparePanels();
    await shop.main.lanes.wake(shop.serverId);
    const both = (await onPanel()).map((each) => each.email);
    await shop.panel.wipe('shop-aaaaaaaaaaaaa-2');
    await compare();

    expect(mended).toEqual({ fixed: 0, left: 1 });
    expect(await doctor.orphans(shop.serverId)).toEqual([]);
    expect(both.sort()).toEqual([email, 'shop-aaaaaaaaaaaaa-2'].sort());
    expect(
      (await onPanel()).map((each) => each.email),
      'it is not put back',
    ).toEqual([email]);
  });

  it('reports a client of our name that nobody knows after a day, and removes it by a word alone', async () => {
    const orderId = await delivered();
    const { email } = await shop.client(orderId);
    await makeStranger(shop.panel, { email: 'shop-aaaaaaaaaaaaa-1' });

    await compare();
    const young = [await doctor.orphans(shop.serverId), await shop.alerts()];
    const early = await doctor.removeOrphans({ serverId: shop.serverId, actorId: 9 });
    shop.clock.move(hours(25));
    await compare();
    const old = [await shop.alerts(), (await onPanel()).length];
    const late = await doctor.removeOrphans({ serverId: shop.serverId, actorId: 9 });
    await shop.main.lanes.wake(shop.serverId);

    expect(young).toEqual([[expect.objectContaining({ email: 'shop-aaaaaaaaaaaaa-1', isOld: false })], []]);
    expect([early, late]).toEqual([{ removed: 0 }, { removed: 1 }]);
    expect(old).toEqual([['clients-orphaned'], 2]);
    expect((await onPanel()).map((each) => each.email)).toEqual([email]);
  });

  it('offers nobody to remove who is known by now, as after the doctor has found the order', async () => {
    const orderId = await delivered();
    const { email } = await shop.client(orderId);
    await shop.rows(sql`
      insert into panel_orphans (server_id, email, first_seen_at)
      values (${shop.serverId}, ${email}, ${later(shop.clock.now(), -hours(25) as Period)}) returning email`);

    const offered = await doctor.orphans(shop.serverId);
    const answer = await doctor.removeOrphans({ serverId: shop.serverId, actorId: 9 });
    await shop.main.lanes.wake(shop.serverId);

    expect([offered, answer]).toEqual([[], { removed: 0 }]);
    expect((await onPanel()).map((each) => each.email)).toEqual([email]);
  });

  it('asks no panel that is offline, but in the examination', async () => {
    await delivered();
    await shop.rows(sql`update servers set health_status = 'offline', probe_due_at = now() returning id`);
    await shop.panel.forgetCalls();

    await doctor.comparePanels();
    const unasked = await shop.panel.calls();
    await doctor.examine({ fix: true });

    expect(unasked).toEqual([]);
    expect(await shop.panel.calls()).toContain('inbounds/list');
  });
});

type Living = Awaited<ReturnType<PanelShop['client']>>;

describe('a client whose record is on its panel, and hangs on no inbound', () => {
  afterEach(() => shop.end());

  const detach = ({ email, inbound }: Living) =>
    shop.panel.ask(`clients/${email}/detach`, { inboundIds: [inbound.remoteId] });
  /** 3.1 leaves the record of the old name behind. */
  const rename = ({ email, subId, uuid: id, password }: Living) =>
    shop.panel.ask(`clients/update/${email}`, { email: 'renamed', subId, id, password, enable: true });
  const inboundsOf = async (name: string) =>
    (await shop.panel.clients()).find(({ email }) => email === name)?.inboundIds;

  it.each([
    ['detached', '3.1', detach],
    ['detached', '3.6', detach],
    ['renamed', '3.1', rename],
  ] as const)('because it was %s on %s, is put back there', async (_how, generation, act) => {
    shop = await PanelShop.open({ generation });
    doctor = upkeepOf(shop);
    const sold = await shop.client(await delivered());
    await act(sold);
    expect(await inboundsOf(sold.email)).toEqual([]);

    await compare();

    expect(await inboundsOf(sold.email)).toEqual([sold.inbound.remoteId]);
    expect(await doctor.comparePanels()).toEqual({ fixed: 0, left: 0 });
    expect(await shop.alerts()).toEqual([]);
  });
});

async function delivered(sale: { quantity?: number } = {}): Promise<string> {
  const orderId = await shop.deliveredOrder(sale);
  shop.clock.move(minutes(2));
  return orderId;
}

async function compare(): Promise<void> {
  await doctor.comparePanels();
  await shop.main.lanes.wake(shop.serverId);
}

/** Somebody changes a client at the panel. */
async function edit(email: string, change: Record<string, unknown>): Promise<void> {
  const client = (await shop.panel.clients()).find((each) => each.email === email);
  const { uuid: id, ...rest } = Object(client);
  await shop.panel.ask(`clients/update/${email}`, { ...rest, id, ...change });
}

/** What counts of each client on the panel, by name. */
async function onPanel() {
  const clients = await shop.panel.clients();
  return clients
    .map(({ email, uuid, subId, enable, limitIp, expiryTime }) => ({
      email,
      uuid,
      subId,
      enable,
      limitIp,
      expiryTime,
    }))
    .sort((one, other) => one.email.localeCompare(other.email));
}
