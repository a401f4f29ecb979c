import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/open-database.ts';
import { OrderServerClient } from '../../src/model/order-server-client.ts';
import { ServerInbound } from '../../src/model/server-inbound.ts';
import { OutgoingMessage } from '../../src/model/telegram.ts';
import { minutes, seconds } from '../../src/model/values/period.ts';
import { DoorProbe } from '../../src/panel/door-probe.ts';
import { doorOf } from '../../src/services/delivery/door-of.ts';
import { serverViews } from '../../src/services/fleet/fleet-views.ts';
import { openTestDatabase } from '../support/database.ts';
import { CAROL, DeliveryScene } from './delivery-scene.ts';

let database: Database;
let scene: DeliveryScene;
let door: Server;
let visits = 0;

beforeEach(async () => {
  visits = 0;
  database = await openTestDatabase();
  scene = await DeliveryScene.open(database);
  door = createServer((socket) => {
    visits += 1;
    socket.on('error', () => {}).destroy();
  }).listen(0, '127.0.0.1');
  await once(door, 'listening');
});
afterEach(async () => {
  door.close();
  await scene.end();
});

const UUID = '00000000-0000-4000-8000-000000000001';
const linkTo = (port: number, query = '') => `vless://${UUID}@127.0.0.1:${port}${query}#1`;
const openDoor = () => (door.address() as AddressInfo).port;
const probe = new DoorProbe({ allowPrivate: true }, 500);

/** The unit of a delivered key of Carol's, after the second look. */
async function lookedAt(link: string, tried: DoorProbe | null = probe): Promise<OrderServerClient> {
  const { unit } = await scene.deliveredTo(CAROL, { links: [link] });
  await scene.advice(tried).lookAt([unit.id]);
  return database.em().findOneOrFail(OrderServerClient, unit.id);
}

const alerts = () => database.em().find(OutgoingMessage, { kind: 'alert' });

describe('the second look at a key that was delivered', () => {
  it('notes that its door answers and that the subscription holds its link', async () => {
    const { qaNotes } = await lookedAt(linkTo(openDoor()));

    expect(qaNotes).toMatch(/^subscription: holds the link; door: open after \d+ ms$/);
    expect(await alerts()).toEqual([]);
  });

  it('takes nothing back where the door is closed: the unit stays completed', async () => {
    const port = openDoor();
    door.close();

    const unit = await lookedAt(linkTo(port));

    expect(unit.qaNotes).toMatch(/door: refused after/);
    expect(unit.provisionStatus).toBe('completed');
    expect(await alerts()).toEqual([]);
  });

  it.each([
    ['hysteria2://secret@127.0.0.1:1?security=tls&sni=a.example.com#1', 'udp: not probed'],
    [`vless://${UUID}@127.0.0.1:1?type=kcp#1`, 'udp: not probed'],
    ['something-else', 'door: not probed'],
  ])('does not knock where a connection would say nothing: %s', async (link, note) => {
    expect((await lookedAt(link)).qaNotes).toContain(note);
    expect(visits).toBe(0);
  });

  it('does not leave the machine in the sandbox', async () => {
    expect((await lookedAt(linkTo(openDoor()), null)).qaNotes).toContain('door: not probed');
    expect(visits).toBe(0);
  });

  it('knocks once a minute at an inbound, however many keys are made there', async () => {
    const first = await lookedAt(linkTo(openDoor()));
    scene.shop.clock.moveTo(seconds(59));
    const second = await lookedAt(linkTo(openDoor()));
    scene.shop.clock.moveTo(minutes(1));
    const third = await lookedAt(linkTo(openDoor()));

    expect(visits).toBe(2);
    expect(first.qaNotes).toMatch(/open after/);
    expect(second.qaNotes).toMatch(/door: open within the minute before/);
    expect(third.qaNotes).toMatch(/open after/);
  });

  it('shows on the server’s card what it found last', async () => {
    await lookedAt(linkTo(openDoor()));

    const [server] = await serverViews(database.em());

    expect(server?.probe).toEqual({ outcome: 'open', at: scene.shop.clock.now() });
  });

  it('alerts when the customer’s own subscription does not hold the link, once', async () => {
    const { unit } = await scene.deliveredTo(CAROL, { links: [linkTo(openDoor())] });
    await database
      .em()
      .execute(`update customers set subscription_hash = repeat('0', 64) where id = ?`, [CAROL]);
    const advice = scene.advice(probe);

    await advice.lookAt([unit.id]);
    await advice.lookAt([unit.id]);

    const { qaNotes, provisionStatus } = await database.em().findOneOrFail(OrderServerClient, unit.id);
    expect(qaNotes).toContain('subscription: lacks the link');
    expect(provisionStatus).toBe('completed');
    expect((await alerts()).map(({ data }) => data)).toEqual([
      expect.objectContaining({ code: 'subscription-lacks-link', unitId: unit.id, server: 'Frankfurt' }),
    ]);
  });

  it('is no incident where the access was switched off meanwhile', async () => {
    const { unit } = await scene.deliveredTo(CAROL, { links: [linkTo(openDoor())], status: 'suspended' });

    await scene.advice(probe).lookAt([unit.id]);

    const { qaNotes } = await database.em().findOneOrFail(OrderServerClient, unit.id);
    expect(qaNotes).toContain('subscription: the access is off');
    expect(await alerts()).toEqual([]);
  });

  it('does not lead where a panel is reached through a proxy alone', async () => {
    await database.em().execute(`update servers set panel_proxy = 'sealed', panel_proxy_host = 'proxy:3128'`);

    expect((await lookedAt(linkTo(openDoor()))).qaNotes).toContain('needs a proxy');
    expect(visits).toBe(0);
  });

  it('holds no delivery up and breaks none when the database goes away', async () => {
    const { unit } = await scene.deliveredTo(CAROL, { links: [linkTo(openDoor())] });
    await database.em().nativeUpdate(ServerInbound, {}, { remark: 'x' });
    const advice = scene.advice(probe, () => Promise.reject(new Error('away')));

    advice.follow([unit.id]);
    await advice.stop();

    expect((await database.em().findOneOrFail(OrderServerClient, unit.id)).qaNotes).toContain(
      'lacks the link',
    );
  });
});

describe('the door behind a link', () => {
  it.each([
    [linkTo(443), { host: '127.0.0.1', port: 443, tlsName: null }],
    [
      linkTo(443, '?security=tls&sni=a.example.com'),
      { host: '127.0.0.1', port: 443, tlsName: 'a.example.com' },
    ],
    [
      linkTo(443, '?security=reality&sni=www.microsoft.com'),
      { host: '127.0.0.1', port: 443, tlsName: 'www.microsoft.com' },
    ],
    [linkTo(443, '?security=tls'), { host: '127.0.0.1', port: 443, tlsName: '127.0.0.1' }],
    ['wireguard://key@127.0.0.1:51820?publickey=p#1', 'udp'],
  ])('of %s is found', (link, expected) => {
    expect(doorOf(link)).toEqual(expected);
  });
});
