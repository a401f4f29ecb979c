import { sql } from '@mikro-orm/core';
import { afterEach, describe, expect, it } from 'vitest';
import { minutes } from '../../src/model/values/period.ts';
import type { Generation } from '../../src/sandbox/panel/generation.ts';
import { counterDrift } from '../../src/services/seats/counter-drift.ts';
import { PanelShop } from '../support/panel-shop.ts';
import { OWNER } from '../support/shop-process.ts';

let shop: PanelShop;
afterEach(() => shop.end());

const open = async (generation: Generation) => {
  shop = await PanelShop.open({ generation, login: 'password' });
  const type = { field: 'type', value: 'dedicated', shown: 'shared' } as const;
  await shop.fleet.planDesk.edit({ planId: shop.planId, ...type, actorId: OWNER });
};
const own = async () => (await shop.panel.inbounds()).filter(({ port }) => port >= 30_000 && port < 40_000);

describe.each(['2.6', '2.9', '3.0', '3.1'] as const)('an own inbound on a panel of %s', (generation) => {
  it('is made with its buyer inside, delivered, and gone after the refund', async () => {
    await open(generation);

    const orderId = await shop.deliveredOrder();

    expect(await shop.unit(orderId)).toMatchObject({
      provisionStatus: 'completed',
      provisionErrorCode: null,
    });
    const [made] = await own();
    expect(made?.clients).toBe(1);
    expect((await shop.client(orderId)).links[0]).toContain(`:${made?.port}`);

    await shop.checkout.refundOrder({ orderId, actorId: OWNER });
    await shop.main.lanes.wake(shop.serverId);
    await shop.checkout.runRefunds();
    await shop.main.lanes.wake(shop.serverId);

    expect(await own()).toEqual([]);
    expect(await shop.panel.clients()).toEqual([]);
    expect(await counterDrift(shop.work.read())).toEqual([]);
  });

  it('is adopted after a lost answer', async () => {
    await open(generation);
    await shop.rows(sql`update servers set panel_repeats_safely = false returning id`);
    await shop.panel.fault({ path: 'inbounds/add', kind: 'drop-after-apply' });
    const orderId = await shop.deliveredOrder();

    await shop.quietTime();
    await shop.passAndWake(minutes(1));
    await shop.recover(orderId);

    expect(await own()).toHaveLength(1);
  });
});
