import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/open-database.ts';
import { days } from '../../src/model/values/period.ts';
import { gigabytes, megabytes } from '../../src/model/values/traffic.ts';
import { afterNoon, BOB } from '../support/builders.ts';
import { openTestDatabase } from '../support/database.ts';
import { CAROL, DeliveryScene } from './delivery-scene.ts';

let database: Database;
let scene: DeliveryScene;

beforeEach(async () => {
  database = await openTestDatabase();
  scene = await DeliveryScene.open(database);
});

afterEach(() => scene.end());

describe('a subscription', () => {
  it('gives every link of its customer, those of servers that answer first, with sums and the latest end', async () => {
    const out = await scene.anotherServer({ healthStatus: 'offline' });
    const one = gigabytes(1n);
    await scene.deliveredTo(CAROL, {
      inbound: out,
      links: ['out'],
      trafficLimit: one,
      trafficUsed: megabytes(1n),
    });
    await scene.deliveredTo(CAROL, { links: ['first'], trafficLimit: one, expiresAt: afterNoon(days(9)) });
    await scene.deliveredTo(CAROL, {
      links: ['second', 'its other'],
      trafficLimit: one,
      trafficUsed: megabytes(2n),
      expiresAt: afterNoon(days(3)),
    });
    await scene.deliveredTo(BOB, { links: ['of bob'] });
    await database
      .em()
      .execute(`update server_clients set expires_at = '2026-11-23T12:00:00Z' where expires_at is null`);

    const subscription = await scene.delivery().subscription(await scene.tokenOf(CAROL));

    expect(subscription).toMatchObject({
      links: ['first', 'second', 'its other', 'out'],
      used: megabytes(3n),
      limit: gigabytes(3n),
      expiresAt: afterNoon(days(9)),
    });
  });

  it('has no limit and no end when one access has none', async () => {
    await scene.deliveredTo(CAROL, { trafficLimit: gigabytes(1n), expiresAt: afterNoon(days(3)) });
    await scene.deliveredTo(CAROL);

    const subscription = await scene.delivery().subscription(await scene.tokenOf(CAROL));

    expect(subscription).toMatchObject({ limit: null, expiresAt: null });
  });

  it('is there before the first access, and empty', async () => {
    expect(await scene.delivery().subscription(await scene.tokenOf(CAROL))).toMatchObject({
      links: [],
      used: 0n,
    });
  });

  it('holds nothing that was switched off or has ended', async () => {
    await scene.deliveredTo(CAROL, { status: 'suspended' });
    await scene.deliveredTo(CAROL, { status: 'terminated' });

    expect(await scene.delivery().subscription(await scene.tokenOf(CAROL))).toMatchObject({ links: [] });
  });

  it('holds nothing whose time or traffic is over, though nobody has switched it off yet', async () => {
    await scene.deliveredTo(CAROL, { expiresAt: afterNoon(days(-1)), trafficLimit: gigabytes(2n) });
    await scene.deliveredTo(CAROL, { trafficLimit: gigabytes(1n), trafficUsed: gigabytes(1n) });

    const subscription = await scene.delivery().subscription(await scene.tokenOf(CAROL));

    expect(subscription).toMatchObject({ links: [], accesses: [] });
  });

  it('tells the numbers of what ended last where nothing runs, so that no app shows "no limit"', async () => {
    const ended = { expiresAt: afterNoon(days(-1)), trafficLimit: gigabytes(2n), trafficUsed: gigabytes(1n) };
    await scene.deliveredTo(CAROL, ended);

    const subscription = await scene.delivery().subscription(await scene.tokenOf(CAROL));

    expect(subscription).toMatchObject({
      used: ended.trafficUsed,
      limit: ended.trafficLimit,
      expiresAt: ended.expiresAt,
    });
  });

  it('says what runs, in whose language, and its own address where the shop has a public one', async () => {
    await scene.deliveredTo(CAROL);
    const token = await scene.tokenOf(CAROL);

    const subscription = await scene.delivery('https://shop.example').subscription(token);

    expect(subscription).toMatchObject({ language: 'en', url: `https://shop.example/s/${token}` });
    expect(subscription?.accesses).toHaveLength(1);
    expect((await scene.delivery(null).subscription(token))?.url).toBeNull();
  });

  it.each(['', 'a'.repeat(27)])('is nothing for a token that nobody has: "%s"', async (token) => {
    expect(await scene.delivery().subscription(token)).toBeNull();
  });
});
