import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/open-database.ts';
import { ServerClient } from '../../src/model/server-client.ts';
import { days, minutes } from '../../src/model/values/period.ts';
import { megabytes } from '../../src/model/values/traffic.ts';
import { ANN, afterNoon, anInbound, aServer, BOB } from '../support/builders.ts';
import { openTestDatabase } from '../support/database.ts';
import { SHOP } from '../support/shop.ts';
import { CAROL, DeliveryScene, LINK } from './delivery-scene.ts';

let database: Database;
let scene: DeliveryScene;

beforeEach(async () => {
  database = await openTestDatabase();
  scene = await DeliveryScene.open(database);
});

afterEach(() => scene.end());

const accessesOf = async (customerId: number, page = 0) =>
  (await scene.delivery().accesses({ customerId, page, size: 2 })).accesses;

describe('my access', () => {
  it('shows a person what is theirs, the newest first, and nothing of others', async () => {
    const [first, second] = [await scene.deliveredTo(CAROL), await scene.deliveredTo(CAROL)];
    await scene.deliveredTo(BOB);

    const accesses = await accessesOf(CAROL);

    expect(accesses.map((each) => each.clientId)).toEqual([second.client.id, first.client.id]);
    expect(accesses[0]).toMatchObject({ planName: '1 month', server: 'Frankfurt', links: [LINK] });
    expect(accesses[0]?.connection).toMatchObject({ protocol: 'vless', host: 'de.example.com', port: 443 });
  });

  it('shows no more what has ended, and not yet what is being made', async () => {
    await scene.deliveredTo(CAROL, { status: 'terminated' });
    await scene.deliveredTo(CAROL, { status: 'provisioning' });

    expect(await accessesOf(CAROL)).toEqual([]);
  });

  it('is turned page by page, and starts anew where a page is not there any more', async () => {
    const own = [];
    for (const _ of [1, 2, 3]) own.unshift((await scene.deliveredTo(CAROL)).client.id);
    const page = (asked: number) => scene.delivery().accesses({ customerId: CAROL, page: asked, size: 2 });
    const idsOn = async (asked: number) => (await page(asked)).accesses.map(({ clientId }) => clientId);

    expect([await idsOn(0), await idsOn(1)]).toEqual([own.slice(0, 2), own.slice(2)]);
    expect([(await page(0)).more, (await page(1)).more]).toEqual([true, false]);
    expect(await page(9)).toMatchObject({ page: 0, more: true });
  });

  it('says which of them ends within a week', async () => {
    for (const day of [8, 6]) await scene.deliveredTo(CAROL, { expiresAt: afterNoon(days(day)) });

    const accesses = await accessesOf(CAROL);

    expect(accesses.map(({ endsSoon }) => endsSoon)).toEqual([true, false]);
  });

  it('opens one to its owner, and to a stranger says that there is none', async () => {
    const { client } = await scene.deliveredTo(CAROL);

    const own = await scene.delivery().access({ clientId: client.id, customerId: CAROL });
    const strange = await scene.delivery().access({ clientId: client.id, customerId: BOB });

    expect(own).toMatchObject({ ok: true, value: { clientId: client.id, status: 'active' } });
    expect(strange).toEqual({ ok: false, refusal: { code: 'access-not-found' } });
  });

  it('tells the traffic that its panel counts now, and remembers it', async () => {
    const { client } = await scene.deliveredTo(CAROL, { trafficLimit: megabytes(100n) });
    await scene.world.add({ email: client.email, id: client.uuid, subId: client.subId });
    await scene.world.control('traffic', { email: client.email, up: 2 ** 20, down: 4 * 2 ** 20 });

    const opened = await scene.delivery().access({ clientId: client.id, customerId: CAROL });

    expect(opened).toMatchObject({ ok: true, value: { used: megabytes(5n), limit: megabytes(100n) } });
    expect(await database.em().findOneOrFail(ServerClient, client.id)).toMatchObject({
      trafficUsed: megabytes(5n),
      trafficPercentageUsed: 5,
    });
  });

  it('tells what was known last when its panel does not answer', async () => {
    const { client } = await scene.deliveredTo(CAROL, { trafficUsed: megabytes(3n) });
    await scene.world.panel.stop();

    const opened = await scene.delivery().access({ clientId: client.id, customerId: CAROL });

    expect(opened).toMatchObject({ ok: true, value: { used: megabytes(3n) } });
  });

  it('says that one is over from the moment its time ends, before any sweep came by', async () => {
    const { client } = await scene.deliveredTo(CAROL, { expiresAt: afterNoon(minutes(5)) });
    scene.shop.clock.moveTo(minutes(5));

    expect(await accessesOf(CAROL)).toMatchObject([{ clientId: client.id, status: 'expired' }]);
  });
});

describe('the key of a unit', () => {
  it('is given with link, QR and subscription once the unit is completed', async () => {
    const { unit } = await scene.deliveredTo(CAROL);

    const key = await scene.delivery().keyOf(unit.id);

    expect(key).toMatchObject({ links: [LINK], qrText: LINK, planName: '1 month' });
    expect(key?.subscriptionUrl).toMatch(/^https:\/\/shop\.example\.com\/s\/[\w-]{27}$/);
  });

  it.each(['reserved', 'pending', 'provisioning', 'failed', 'cancelled'] as const)(
    'is not given while the unit is %s',
    async (provisionStatus) => {
      const { unit } = await scene.deliveredTo(CAROL);
      await scene.setUnit(unit, provisionStatus);

      expect(await scene.delivery().keyOf(unit.id)).toBeNull();
    },
  );

  it('is not given for a client that has ended, nor for a unit that does not exist', async () => {
    const { unit } = await scene.deliveredTo(CAROL, { status: 'terminated' });

    expect(await scene.delivery().keyOf(unit.id)).toBeNull();
    expect(await scene.delivery().keyOf('aaaaaaaaaaaaa')).toBeNull();
  });

  it.each([
    { what: 'the link of 700 bytes', link: 'v'.repeat(700), publicUrl: SHOP.publicUrl, holds: 'link' },
    {
      what: 'the subscription for a longer link',
      link: 'v'.repeat(701),
      publicUrl: SHOP.publicUrl,
      holds: 'url',
    },
    {
      what: 'the subscription for 700 letters of more bytes',
      link: 'é'.repeat(351),
      publicUrl: SHOP.publicUrl,
      holds: 'url',
    },
    {
      what: 'the longer link where the shop has no address',
      link: 'v'.repeat(701),
      publicUrl: null,
      holds: 'link',
    },
  ])('puts into the QR $what', async ({ link, publicUrl, holds }) => {
    const { unit } = await scene.deliveredTo(CAROL, { links: [link] });

    const key = await scene.delivery(publicUrl).keyOf(unit.id);

    expect(key?.qrText).toBe(holds === 'link' ? link : key?.subscriptionUrl);
  });
});

describe('an invoice', () => {
  it('asks for what the order froze, and carries what a lost row could be rebuilt from', async () => {
    const placed = await scene.shop.order({ quantity: 2 });

    const invoice = await scene.delivery().invoice(placed.paymentId);

    expect(invoice).toMatchObject({ orderId: placed.orderId, planName: '1 month', quantity: 2, stars: 300 });
    expect(invoice?.payload).toContain(placed.paymentId);
    expect(Buffer.byteLength(invoice?.payload ?? '')).toBeLessThanOrEqual(128);
  });

  it('is not sent for an order that was paid or cancelled', async () => {
    const [paid, cancelled] = [await scene.shop.order(), await scene.shop.order()];
    await scene.shop.pay(paid);
    await scene.shop.cancel(cancelled);

    expect(await scene.delivery().invoice(paid.paymentId)).toBeNull();
    expect(await scene.delivery().invoice(cancelled.paymentId)).toBeNull();
  });

  it('is not sent when the hold is over: the payment would be refused', async () => {
    const placed = await scene.shop.order();

    scene.shop.clock.moveTo(minutes(15) - 1);
    expect(await scene.delivery().invoice(placed.paymentId)).not.toBeNull();
    scene.shop.clock.moveTo(minutes(15));
    expect(await scene.delivery().invoice(placed.paymentId)).toBeNull();
  });

  it('is nothing for a payment that does not exist', async () => {
    expect(await scene.delivery().invoice('a'.repeat(20))).toBeNull();
  });
});

describe('the order card', () => {
  it('counts the units that are ready', async () => {
    const placed = await scene.shop.order({ quantity: 2 });
    expect(await scene.delivery().card(placed.orderId)).toBeNull();
    await scene.shop.pay(placed, { amount: 300n });

    expect(await scene.delivery().card(placed.orderId)).toEqual({
      askedStars: 300,
      back: { units: 0, stars: 0, credited: null },
      fromBalance: null,
      isParked: false,
      isTrial: false,
      orderId: placed.orderId,
      customerId: ANN,
      stage: 'paid',
      planName: '1 month',
      quantity: 2,
      server: 'Frankfurt',
      plannedServer: null,
      stars: 300,
      ready: 0,
    });
  });

  it('names the server that took the place of the one that was sold', async () => {
    const placed = await scene.shop.order();
    await scene.shop.pay(placed);
    const em = database.em();
    const oslo = aServer({ name: 'Oslo' });
    await em.persist([oslo, anInbound({ server: oslo, remark: 'elsewhere' })]).flush();
    await em.execute(sql`
      update order_server_clients set inbound_id = (select id from server_inbounds where remark = 'elsewhere')`);

    expect(await scene.delivery().card(placed.orderId)).toMatchObject({
      server: 'Oslo',
      plannedServer: 'Frankfurt',
    });
  });
});
