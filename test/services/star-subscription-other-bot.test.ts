import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { days, milliseconds } from '../../src/model/values/period.ts';
import { ClientLifecycleService } from '../../src/services/lifecycle/client-lifecycle-service.ts';
import { shop as facts } from '../support/shop-process.ts';
import { orderSubscription, subscribed } from '../support/subscribing.ts';
import { SubscriptionScene } from '../support/subscription-scene.ts';

const OLD_BOT = facts.botId - 1;

let scene: SubscriptionScene;
let first: string;
beforeEach(async () => {
  scene = await SubscriptionScene.open();
  first = await subscribed(scene.shop, scene.clientId);
});
afterEach(() => scene.end());

/** The token was replaced: all that was, was another bot's. */
const anotherBot = async () => {
  for (const table of ['orders', 'charges', 'star_subscriptions'])
    await scene.database.em().execute(`update ${table} set bot_id = ${OLD_BOT}`);
};
const takeOver = () => scene.shop.checkout.takeOverFromOtherBots(0);
const told = async () => (await scene.shop.messages('subscription-ended')).map(({ data }) => data);

describe('a subscription in Stars of another bot', () => {
  it('ends in the shop, its payer is told once, and the owners how many there were', async () => {
    await anotherBot();

    await takeOver();
    await takeOver();

    expect(await scene.subscriptions()).toMatchObject([{ status: 'ended', isBarred: true }]);
    expect(await told()).toMatchObject([{ clientId: scene.clientId, why: 'bot-replaced' }]);
    const alerts = (await scene.shop.messages('alert')).map(({ data }) => data);
    expect(alerts).toMatchObject([{ code: 'bot-replaced', subscriptions: 1 }]);
  });

  it('is not in the way of a new one, with the bot that is there now', async () => {
    await anotherBot();
    await takeOver();

    expect(await orderSubscription(scene.shop, scene.clientId)).toEqual(expect.any(String));
  });

  it('keeps nobody from being reminded of the end', async () => {
    await anotherBot();
    await takeOver();
    const { expiresAt } = await scene.client();
    const left = (expiresAt?.getTime() ?? 0) - scene.shop.clock.now().getTime();
    scene.shop.pass(milliseconds(left - days(2)));

    await new ClientLifecycleService(scene.shop.main.needs).run('expiring');

    expect(await scene.shop.messages('access-ending')).toMatchObject([{ data: { days: 3 } }]);
  });

  it('that was ended here, of which the old bot had not told Telegram, is told of to its payer as well', async () => {
    await scene.shop.checkout.subscriptions.end(scene.of());
    await anotherBot();

    await takeOver();

    expect(await told()).toMatchObject([{ why: 'bot-replaced' }]);
    expect(
      await scene.shop.rows(sql`select id from star_subscriptions where tell_due_at is not null`),
    ).toEqual([]);
  });

  it('that Telegram knows to be over needs no words', async () => {
    await scene.shop.checkout.subscriptions.end(scene.of());
    await scene.sweep();
    await anotherBot();

    await takeOver();

    expect(await told()).toEqual([]);
    expect(await scene.subscriptions()).toMatchObject([{ status: 'ended' }]);
  });

  it('charges for nothing when the old bot comes back: the money goes back, and Telegram is told to end it', async () => {
    await anotherBot();
    await takeOver();
    for (const table of ['orders', 'charges', 'star_subscriptions'])
      await scene.database.em().execute(`update ${table} set bot_id = ${facts.botId}`);

    expect(await scene.charged(first)).toMatchObject({ outcome: 'surplus' });

    expect(await scene.refundReasons()).toEqual(['subscription-over']);
  });
});
