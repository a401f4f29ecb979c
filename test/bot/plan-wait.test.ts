import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ANN, BORIS } from '../sandbox/telegram-world.ts';
import { CustomerScene } from './customer-scene.ts';

const PLAN = '1 month · 50 GB · 150 ⭐';
const SOLD_OUT = 'Sold out: 1 month, 50 GB';
const WAIT = '🔔 Tell me when it is back';

let scene: CustomerScene;

beforeEach(async () => {
  scene = await CustomerScene.open([{ maxClients: 1 }]);
  await scene.says(BORIS, '/start');
  await scene.taps(BORIS, '1 месяц · 50 ГБ · 150 ⭐');
  await scene.says(ANN, '/start');
});
afterEach(async () => {
  const violations = await scene.world.violations();
  await scene.close();
  expect(violations).toEqual([]);
});

const told = async () =>
  (await scene.screen(ANN)).filter(({ text }) => text?.startsWith('🔔 Starter is back'));
const home = async () =>
  (await scene.screen(ANN)).findLast(({ buttons, kind }) => buttons?.length && kind === 'message');
const seatIsFree = () => scene.sql('update server_plans set max_clients = 2');

describe('a plan that is sold out', () => {
  it('offers whoever presses it to be told, and tells once when it is back', async () => {
    await scene.taps(ANN, SOLD_OUT);
    await scene.taps(ANN, WAIT);
    expect((await home())?.text).toMatch(/^🔔 You will be told once/);
    expect(await scene.tellsBack()).toBe(0);

    await seatIsFree();
    expect(await scene.tellsBack()).toBe(1);
    expect(await scene.tellsBack()).toBe(0);
    await scene.deliver();

    expect(await told()).toHaveLength(1);
    await scene.taps(ANN, 'Show the plan');
    await scene.taps(ANN, 'Pay 150 ⭐');
    await scene.deliver();
    await scene.pays(ANN);
    expect((await scene.orders()).at(-1)).toMatchObject({ status: 'paid' });
  });

  it('is waited for once, however often it is pressed', async () => {
    await scene.taps(ANN, SOLD_OUT);
    await scene.world.person(ANN).tap(WAIT);
    await scene.handle({ times: 3 });
    await seatIsFree();
    expect(await scene.tellsBack()).toBe(1);
  });

  it('is not spoken of to who does not want it any more', async () => {
    await scene.taps(ANN, SOLD_OUT);
    await scene.taps(ANN, WAIT);
    await scene.taps(ANN, '🔕 Do not tell me');
    expect((await home())?.text).toMatch(/^🔕 You will not be told/);
    await seatIsFree();
    expect(await scene.tellsBack()).toBe(0);
  });

  it('tells no more people than there are seats, first who asked first', async () => {
    const [first, second] = [6_000_000_001, 6_000_000_002];
    for (const person of [first, second])
      await scene.sql(`insert into customers (id, name, language, subscription_token, subscription_hash, created_at)
        select ${person}, name, language, subscription_token || '${person}', md5('${person}') || md5('x'), created_at from customers where id = ${ANN}`);
    await scene.sql(`insert into plan_waits select ${second}, 1, now()`);
    await scene.sql(`insert into plan_waits select ${first}, 1, now() - interval '1 hour'`);
    await seatIsFree();

    expect(await scene.tellsBack()).toBe(1);
    expect(await scene.sql('select customer_id::text as id from plan_waits')).toEqual([
      { id: String(second) },
    ]);
  });

  it('is told neither to who blocked the bot, nor while the shop is closed', async () => {
    await scene.taps(ANN, SOLD_OUT);
    await scene.taps(ANN, WAIT);
    await seatIsFree();
    await scene.sql(`update customers set bot_blocked_at = now() where id = ${ANN}`);
    expect(await scene.tellsBack()).toBe(0);
    await scene.sql(`update customers set bot_blocked_at = null where id = ${ANN}`);
    expect(await scene.tellsBack()).toBe(1);
  });

  it('is offered to be waited for by its link too', async () => {
    await scene.says(ANN, '/start plan_1');
    expect((await home())?.buttons?.[0]).toMatchObject([{ text: WAIT }]);
  });

  it('is not waited for once it is hidden for good', async () => {
    await scene.taps(ANN, SOLD_OUT);
    await scene.sql('update server_plans set on_sale = false');
    await scene.taps(ANN, WAIT);
    expect(await scene.sql('select 1 from plan_waits')).toEqual([]);
  });

  it('leaves alone who can buy', async () => {
    await seatIsFree();
    await scene.says(ANN, '/start');
    expect((await home())?.buttons?.[0]).toMatchObject([{ text: PLAN }]);
  });
});
