import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { beginPeriod } from '../../src/model/client-billing.ts';
import { countMove } from '../../src/model/client-placement.ts';
import { OrderServerClient } from '../../src/model/order-server-client.ts';
import { ServerClient } from '../../src/model/server-client.ts';
import { days, minutes } from '../../src/model/values/period.ts';
import { bytes, gigabytes } from '../../src/model/values/traffic.ts';
import { DeliveryService } from '../../src/services/delivery/delivery-service.ts';
import { quietFor } from '../../src/services/lanes/lane-statements.ts';
import { PlacementService } from '../../src/services/provisioning/placement-service.ts';
import { auditShop, brokenPromises } from '../../src/services/upkeep/audit.ts';
import { PanelShop } from '../support/panel-shop.ts';
import { openSecondServer, type SecondServer } from '../support/second-server.ts';

let shop: PanelShop;
let second: SecondServer;
let placement: PlacementService;

beforeEach(async () => {
  shop = await PanelShop.open();
  second = await openSecondServer(shop);
  placement = new PlacementService(shop.main.needs);
});
afterEach(async () => {
  await second.panel.end();
  await shop.end();
});

const clientOf = (orderId: string): Promise<ServerClient> =>
  shop.work
    .read()
    .findOneOrFail(ServerClient, { order: orderId }, { populate: ['inbound.server', 'order', 'customer'] });

const own = ({ id: clientId }: ServerClient) => ({ clientId, customerId: 1 });
const wake = (serverId = shop.serverId) => shop.main.lanes.wake(serverId);
const emails = async (panel = shop.panel) => (await panel.clients()).map(({ email }) => email);

/** The books are right, in the middle of a change as at its end. */
const expectRightBooks = async () => {
  const audit = await auditShop(shop.work.read(), shop.clock.now());
  expect(audit.details).toEqual([]);
  expect(brokenPromises(audit)).toBe(0);
};

const change = (client: ServerClient, act: (client: ServerClient) => void) =>
  shop.work.do(async (em) => {
    act(await em.findOneOrFail(ServerClient, client.id));
    await em.flush();
  });

const use = (client: ServerClient, used: bigint) =>
  change(client, (row) => row.updateTrafficUsage(bytes(used), shop.clock.now()));

const moves = () =>
  shop.rows<{ kind: string; state: string }>(sql`select kind, state from client_moves order by id`);

describe('a new key', () => {
  it('makes the old one dead on the panel and is delivered like the first', async () => {
    const orderId = await shop.deliveredOrder();
    const old = await clientOf(orderId);

    const asked = await placement.newKey(own(old));
    await wake();

    const now = await clientOf(orderId);
    const [there] = await shop.panel.clients();
    expect(asked.ok).toBe(true);
    expect(await emails()).toEqual([now.email]);
    expect(there).toMatchObject({ uuid: now.uuid, subId: now.subId, enable: true });
    for (const field of ['email', 'uuid', 'password', 'subId'] as const)
      expect(now[field]).not.toBe(old[field]);
    expect(now.links[0]).toContain(now.uuid);
    const { id, placementNo } = await shop.unit(orderId);
    expect((await shop.messages('key-text')).at(-1)?.key).toBe(`key-text:${id}:${placementNo}`);
    expect((await shop.messages('key-qr')).at(-1)?.key).toBe(`key-qr:${id}:${placementNo}`);
    expect((await shop.messages('access-moved')).map(({ data }) => data.what)).toEqual(['key']);
    await expectRightBooks();
  });

  it('keeps the end, and of the traffic what is left', async () => {
    const orderId = await shop.deliveredOrder();
    const old = await clientOf(orderId);
    await use(old, gigabytes(20n));

    await placement.newKey(own(old));
    await wake();

    const now = await clientOf(orderId);
    const [there] = await shop.panel.clients();
    expect(there).toMatchObject({ expiryTime: old.expiresAt?.getTime(), totalGB: Number(gigabytes(30n)) });
    expect([now.trafficUsed, now.trafficLimit]).toEqual([gigabytes(20n), gigabytes(50n)]);
    await use(now, gigabytes(5n));
    expect((await clientOf(orderId)).trafficUsed).toBe(gigabytes(25n));
  });

  it('has the whole traffic again after a renewal', async () => {
    const orderId = await shop.deliveredOrder();
    const old = await clientOf(orderId);
    await use(old, gigabytes(20n));
    await placement.newKey(own(old));
    await wake();
    await change(old, (client) => client.renew(30, shop.clock.now()));

    await wake();

    expect((await shop.panel.clients())[0]).toMatchObject({ totalGB: Number(gigabytes(50n)) });
  });

  it('has the whole traffic again, and every change of location, after a renewal that was paid', async () => {
    const orderId = await shop.deliveredOrder();
    const old = await clientOf(orderId);
    await use(old, gigabytes(20n));
    await placement.newKey(own(old));
    await wake();
    await change(old, (client) => {
      countMove(client, 1);
      beginPeriod(client, { expiresAt: client.expiresAt, trafficLimit: gigabytes(50n) }, shop.clock.now());
    });

    await wake();

    expect((await shop.panel.clients())[0]).toMatchObject({ totalGB: Number(gigabytes(50n)) });
    expect((await clientOf(orderId)).movesUsed).toBe(0);
  });

  it('cuts the old one off as soon as a silent panel is back, with the books right all the time', async () => {
    const orderId = await shop.deliveredOrder();
    const old = await clientOf(orderId);
    await shop.panel.fault({ path: 'clients', kind: 'refuse', times: 50 });

    await placement.newKey(own(old));
    await wake();
    await expectRightBooks();
    await shop.panel.fault({ path: 'clients', kind: 'refuse', times: 0 });
    await shop.quietTime();
    await shop.passAndWake(minutes(2));
    await shop.quietTime();
    await shop.passAndWake(minutes(2));

    expect(await emails()).toEqual([(await clientOf(orderId)).email]);
    await expectRightBooks();
  });

  it('is not made twice when the panel does not answer the write', async () => {
    const orderId = await shop.deliveredOrder();
    await shop.panel.fault({ path: 'clients/add', kind: 'drop-after-apply' });

    await placement.newKey(own(await clientOf(orderId)));
    await wake();
    await shop.quietTime();
    await shop.passAndWake(minutes(2));

    expect(await emails()).toEqual([(await clientOf(orderId)).email]);
    expect(await moves()).toEqual([{ kind: 'key', state: 'done' }]);
  });

  it('is given five times a day, and one at a time', async () => {
    const orderId = await shop.deliveredOrder();
    const client = await clientOf(orderId);
    const answers: string[] = [];
    for (let count = 0; count < 6; count++) {
      const asked = await placement.newKey(own(client));
      const again = await placement.newKey(own(client));
      answers.push([asked, again].map((each) => (each.ok ? 'ok' : each.refusal.code)).join(' '));
      await wake();
    }
    shop.pass(days(1));

    expect(answers).toEqual([...Array(5).fill('ok move-under-way'), 'too-many-keys too-many-keys']);
    expect((await placement.newKey(own(client))).ok).toBe(true);
  });

  it('is nobody else’s to ask for, and not for what is switched off', async () => {
    const orderId = await shop.deliveredOrder();
    const client = await clientOf(orderId);

    const stranger = await placement.newKey({ clientId: client.id, customerId: 2 });
    await change(client, (row) => row.suspend('admin', shop.clock.now()));
    const paused = await placement.newKey(own(client));

    expect([stranger, paused]).toMatchObject([
      { refusal: { code: 'access-not-found' } },
      { refusal: { code: 'access-not-running' } },
    ]);
  });

  it('that meets a refund leaves nothing on the panel and frees the seat once', async () => {
    const orderId = await shop.deliveredOrder();
    await placement.newKey(own(await clientOf(orderId)));
    await shop.checkout.refundOrder({ orderId, actorId: 9001 });
    await wake();
    await shop.checkout.runRefunds();
    shop.pass(minutes(2));
    await wake();
    await wake();

    expect(await emails()).toEqual([]);
    expect((await clientOf(orderId)).status).toBe('terminated');
    expect((await moves())[0]?.state).toBe('cancelled');
    await expectRightBooks();
  });

  it('that does not come for ten minutes is told to the staff once', async () => {
    const orderId = await shop.deliveredOrder();
    await shop.panel.fault({ path: 'clients/add', kind: 'busy', times: 50 });
    await placement.newKey(own(await clientOf(orderId)));
    await wake();
    shop.pass(minutes(11));

    await placement.endLateMoves();
    await placement.endLateMoves();

    expect(await shop.alerts()).toEqual(['key-stuck']);
  });
});

describe('another location', () => {
  it('is one of the plan’s servers with a seat, named with what is in the way elsewhere', async () => {
    const orderId = await shop.deliveredOrder();
    const client = await clientOf(orderId);
    const states = async () => {
      const places = await placement.places(own(client));
      return places.ok ? places.value.locations.map(({ server, state }) => [server, state]) : null;
    };
    const open = await states();
    await shop.rows(
      sql`update server_inbounds set capacity = 0, status = 'full' where server_id = ${second.serverId} returning id`,
    );
    const full = await states();
    await shop.rows(
      sql`update servers set health_status = 'offline', probe_due_at = now() where id = ${second.serverId} returning id`,
    );

    expect([open, full, await states()]).toEqual([
      [['Server 2', 'open']],
      [['Server 2', 'full']],
      [['Server 2', 'away']],
    ]);
  });

  it('gets its key before the old one is deleted, with the same time and what is left of the traffic', async () => {
    const orderId = await shop.deliveredOrder();
    const old = await clientOf(orderId);
    await use(old, gigabytes(10n));

    await placement.changeLocation({ ...own(old), serverId: second.serverId });
    await expectRightBooks();
    await wake(second.serverId);
    const meanwhile = await emails();
    await expectRightBooks();
    await wake();

    const now = await clientOf(orderId);
    expect(meanwhile).toEqual([old.email]);
    expect(await emails()).toEqual([]);
    expect(await second.panel.clients()).toMatchObject([
      { email: now.email, expiryTime: old.expiresAt?.getTime(), totalGB: Number(gigabytes(40n)) },
    ]);
    expect(now.inbound.server.id).toBe(second.serverId);
    expect((await shop.unit(orderId)).inbound.server.id).toBe(second.serverId);
    expect((await shop.messages('access-moved')).map(({ data }) => data.what)).toEqual(['location']);
    await expectRightBooks();
  });

  it('that fails leaves the old key, the seat and the count as they were', async () => {
    const orderId = await shop.deliveredOrder();
    const old = await clientOf(orderId);
    await second.panel.fault({ path: 'clients/add', kind: 'busy', times: 50 });
    await placement.changeLocation({ ...own(old), serverId: second.serverId });
    await wake(second.serverId);
    shop.pass(minutes(11));

    await placement.endLateMoves();
    await wake(second.serverId);
    await wake();

    const now = await clientOf(orderId);
    expect([now.email, now.movesUsed, now.inbound.server.id]).toEqual([old.email, 0, shop.serverId]);
    expect([await emails(), await emails(second.panel)]).toEqual([[old.email], []]);
    expect((await shop.messages('move-failed')).length).toBe(1);
    await expectRightBooks();
  });

  it('that fails after the panel took it without a word removes what appeared there', async () => {
    const orderId = await shop.deliveredOrder();
    const old = await clientOf(orderId);
    await second.panel.fault({ path: 'clients/add', kind: 'drop-after-apply' });
    await second.panel.fault({ path: 'clients/get', kind: 'busy', times: 50 });
    await placement.changeLocation({ ...own(old), serverId: second.serverId });
    await wake(second.serverId);
    shop.pass(minutes(11));
    await placement.endLateMoves();
    await second.panel.fault({ path: 'clients/get', kind: 'busy', times: 0 });
    await new Promise((resolve) => setTimeout(resolve, 1300)); // the quiet time of the second server's lane
    await wake(second.serverId);
    shop.pass(minutes(2));
    await wake(second.serverId);

    expect(await emails(second.panel)).toEqual([]);
    expect(await emails()).toEqual([old.email]);
    await expectRightBooks();
  });

  it('is changed as often as the plan allows, anew in each period', async () => {
    const orderId = await shop.deliveredOrder();
    const client = await clientOf(orderId);
    await shop.rows(sql`update server_plans set moves_per_period = 1 where id = ${shop.planId} returning id`);
    await placement.changeLocation({ ...own(client), serverId: second.serverId });
    await wake(second.serverId);
    await wake();

    const second2 = await placement.changeLocation({ ...own(client), serverId: shop.serverId });
    await change(client, (row) => row.renew(30, shop.clock.now()));
    const renewed = await placement.changeLocation({ ...own(client), serverId: shop.serverId });

    expect(second2).toMatchObject({ refusal: { code: 'no-moves-left' } });
    expect(renewed.ok).toBe(true);
  });

  it('is not offered by a plan that allows none, and takes no seat when it is refused', async () => {
    const orderId = await shop.deliveredOrder();
    const client = await clientOf(orderId);
    await shop.rows(sql`update server_plans set moves_per_period = 0 where id = ${shop.planId} returning id`);

    const asked = await placement.changeLocation({ ...own(client), serverId: second.serverId });
    const nowhere = await placement.changeLocation({ ...own(client), serverId: 999 });

    expect([asked, nowhere]).toMatchObject([
      { refusal: { code: 'move-not-offered' } },
      { refusal: { code: 'no-such-location' } },
    ]);
    await expectRightBooks();
  });

  it('that meets a refund ends with nothing anywhere', async () => {
    const orderId = await shop.deliveredOrder();
    await placement.changeLocation({ ...own(await clientOf(orderId)), serverId: second.serverId });
    await shop.checkout.refundOrder({ orderId, actorId: 9001 });
    await wake();
    await shop.checkout.runRefunds();
    shop.pass(minutes(2));
    await wake();
    await wake(second.serverId);

    expect([await emails(), await emails(second.panel)]).toEqual([[], []]);
    await expectRightBooks();
  });

  it('waits while its access is switched off, and goes on when it is on again', async () => {
    const orderId = await shop.deliveredOrder();
    const client = await clientOf(orderId);
    await placement.changeLocation({ ...own(client), serverId: second.serverId });
    await change(client, (row) => row.suspend('admin', shop.clock.now()));
    await wake(second.serverId);
    const meanwhile = await emails(second.panel);
    await change(client, (row) => row.reactivate(shop.clock.now()));

    await wake(second.serverId);
    await wake();

    expect(meanwhile).toEqual([]);
    expect(await emails(second.panel)).toEqual([(await clientOf(orderId)).email]);
    expect(await emails()).toEqual([]);
  });
});

describe('a new key, while the panel owes the answer to another write', () => {
  it.each([
    ['needs no write of its own', null],
    ['cannot be looked at', { path: 'clients/get', kind: 'busy', times: 9 }],
  ])('leaves the quiet time alone when it %s', async (_, fault) => {
    const orderId = await shop.deliveredOrder();
    await shop.panelIsOld();
    await shop.panel.fault({ path: 'clients/subLinks', kind: 'busy' });
    await placement.newKey(own(await clientOf(orderId)));
    await wake();
    expect(await emails(), 'it is there, and not tested yet').toEqual([(await clientOf(orderId)).email]);
    await shop.paidOrder({ customerId: 2 });
    await shop.panel.fault({ path: 'clients/add', kind: 'refuse' });
    if (fault) await shop.panel.fault(fault);

    await shop.passAndWake(minutes(2));

    expect(await quietFor(shop.work.read(), shop.serverId)).not.toBeNull();
  });
});

describe('a key of an older panel', () => {
  it('is replaced there as well', async () => {
    const legacy = await PanelShop.open({ generation: '2.8', login: 'password' });
    const orderId = await legacy.deliveredOrder();
    const client = await legacy.client(orderId);

    await new PlacementService(legacy.main.needs).newKey({ clientId: client.id, customerId: 1 });
    await legacy.main.lanes.wake(legacy.serverId);

    const unit = await legacy.work.read().findOneOrFail(OrderServerClient, { serverClient: client.id });
    expect((await legacy.panel.clients()).map(({ email }) => email)).toEqual([
      (await legacy.client(orderId)).email,
    ]);
    expect(unit.placementNo).toBe(2);
    await legacy.end();
  });
});

describe('the card of an access', () => {
  const card = async (client: ServerClient) => {
    const delivery = new DeliveryService({ ...shop.main.needs, payloadOf: () => '' });
    const access = await delivery.access(own(client));
    return access.ok ? access.value : null;
  };

  it('offers another location where its plan has one, also while that one is full', async () => {
    const client = await clientOf(await shop.deliveredOrder());
    await shop.rows(
      sql`update server_inbounds set capacity = 0 where server_id = ${second.serverId} returning id`,
    );

    expect(await card(client)).toMatchObject({ hasPlaces: true });
  });

  it.each([
    ['there is no other one', sql`delete from server_plan_pool returning plan_id`],
    ['none may be changed', sql`update server_plans set moves_per_period = 0 returning id`],
  ])('offers no other location where %s', async (_, act) => {
    const client = await clientOf(await shop.deliveredOrder());
    await shop.rows(act);

    expect(await card(client)).toMatchObject({ hasPlaces: false });
  });
});
