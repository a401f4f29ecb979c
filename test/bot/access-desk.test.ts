import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ANN, BORIS, OLGA } from '../sandbox/telegram-world.ts';
import { renewed } from '../support/renewing.ts';
import { AdminScene } from './admin-scene.ts';

let scene: AdminScene;
beforeEach(async () => {
  scene = await AdminScene.open();
  for (const id of [ANN, BORIS, OLGA]) await scene.world.started(id);
  await scene.meets(ANN, 'Ann');
  await scene.meets(BORIS, 'Boris');
});
afterEach(() => scene.close());

const toast = async () => (await scene.screen()).findLast(({ kind }) => kind !== 'message')?.text;
const queued = (kind: string) => scene.shop.messages(kind);

describe('an access in the chat', () => {
  it('is renewed by itself from its customer’s balance after a second press, and no more after another', async () => {
    const orderId = await scene.shop.deliveredOrder({ customerId: ANN });
    const { id: clientId } = await scene.shop.client(orderId);
    const isOn = async () => (await scene.shop.client(orderId)).autoRenew;
    await scene.presses({ screen: 'client', clientId });
    await scene.taps('🔁 Auto-renewal on');
    expect(await scene.last()).toContain('customer’s balance pays the next period');
    expect(await isOn()).toBe(false);
    await scene.taps('🔁 Auto-renewal on');
    expect(await isOn()).toBe(true);
    expect(await scene.last()).toContain('🔁 Renews by itself from the balance');
    await scene.taps('🔁 Auto-renewal off');
    await scene.taps('🔁 Auto-renewal off');

    expect(await isOn()).toBe(false);
    expect((await queued('auto-renewal-switched')).map(({ data }) => data)).toEqual([
      { clientId, isOn: true },
      { clientId, isOn: false },
    ]);
  });

  it('says in words why it cannot be renewed by itself', async () => {
    const { id: clientId } = await scene.shop.client(await scene.shop.deliveredOrder({ customerId: ANN }));
    await scene.shop.rows(sql`update server_plans set renewable = false returning id`);
    await scene.presses({ screen: 'client', clientId });
    await scene.taps('🔁 Auto-renewal on');
    await scene.taps('🔁 Auto-renewal on');

    expect(await toast()).toContain('renewed');
    expect(await queued('auto-renewal-switched')).toEqual([]);
  });

  it('leads to what was bought for it, and back', async () => {
    const orderId = await scene.shop.deliveredOrder({ customerId: ANN });
    const { id: clientId } = await scene.shop.client(orderId);
    await scene.shop.deliveredOrder({ customerId: BORIS });
    await renewed(scene.shop, { clientId, customerId: ANN });
    await scene.presses({ screen: 'client', clientId });
    await scene.taps('🧾 Purchases');

    expect(await scene.last()).toMatch(/^What was bought for this access\n/);
    expect(await scene.last()).toMatch(/Renewal: 1 month/);
    expect(await scene.last()).not.toContain('Boris');
    expect((await scene.buttons()).filter((label) => label.includes(orderId.slice(0, 8)))).toHaveLength(1);
    await scene.taps('« Back');
    expect(await scene.buttons()).toContain('🧾 Purchases');
  });
});
