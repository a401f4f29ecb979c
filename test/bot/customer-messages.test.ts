import { afterEach, describe, expect, it } from 'vitest';
import { InvariantViolation } from '../../src/model/errors.ts';
import { randomIds as ids } from '../../src/system/ids.ts';
import { ANN } from '../sandbox/telegram-world.ts';
import { CustomerScene } from './customer-scene.ts';

const PLAN = '1 month · 50 GB · 150 ⭐';

let scene: CustomerScene;

afterEach(() => scene.close());

describe('a row of the outgoing messages', () => {
  it('is dropped when its order or key is not there any more', async () => {
    scene = await CustomerScene.open();
    const gone = ids.id();

    const rendered = [
      await scene.render('invoice', { paymentId: gone }),
      await scene.render('key-text', { unitId: gone }),
      await scene.render('key-qr', { unitId: gone }),
      await scene.card(gone),
    ];

    expect(rendered).toEqual(['drop', 'drop', 'drop', 'drop']);
  });

  it('becomes the order card, with what is known now', async () => {
    scene = await CustomerScene.open();
    await scene.says(ANN, '/start');
    await scene.taps(ANN, PLAN);
    await scene.deliver();
    await scene.pays(ANN);
    const [order] = await scene.orders();

    expect(await scene.card(order?.id ?? '')).toMatchObject({ text: expect.stringMatching(/✅ Paid/) });
  });

  it.each([
    ['refund-started', { orderId: null, stars: 5, reason: 'admin' }, /5 ⭐ go back/],
    ['refund-done', { orderId: 'abc', stars: 5 }, /5 ⭐ are in your Telegram balance/],
    ['sorry', {}, /Something went wrong/],
    ['alert', { code: 'server-back', serverId: 1, server: 'Oslo' }, /Oslo is back on sale/],
  ])('becomes words: %s', async (kind, data, words) => {
    scene = await CustomerScene.open();

    expect(await scene.render(kind, data)).toMatchObject({
      method: 'sendMessage',
      payload: { text: expect.stringMatching(words) },
    });
  });

  it.each([
    ['a kind that nobody wrote', 'toString', {}],
    ['data of another kind', 'invoice', { unitId: 'abc' }],
    ['an alert without words', 'alert', { code: 'no-such-code' }],
  ])('is a broken rule with %s', async (_, kind, data) => {
    scene = await CustomerScene.open();

    await expect(scene.render(kind, data)).rejects.toThrow(InvariantViolation);
  });
});
