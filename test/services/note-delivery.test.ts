import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { minutes } from '../../src/model/values/period.ts';
import { noteDelivery } from '../../src/services/figures/note-delivery.ts';
import { PlacementService } from '../../src/services/provisioning/placement-service.ts';
import { PanelShop } from '../support/panel-shop.ts';

let shop: PanelShop;
beforeEach(async () => {
  shop = await PanelShop.open();
});
afterEach(() => shop.end());

/** The newest key is taken by Telegram; answers what is noted of it, in whole minutes. */
async function sent(): Promise<number[]> {
  const noted: number[] = [];
  const hear = (fact: unknown) => {
    const { name, value } = fact as { name: string; value: number };
    if (name === 'shop_delivery_seconds') noted.push(Math.round(value / 60));
  };
  const data = (await shop.messages('key-text')).at(-1)?.data ?? {};
  subscribe('shop.meter', hear);
  await noteDelivery(shop.main.needs, { kind: 'key-text', data }).finally(() =>
    unsubscribe('shop.meter', hear),
  );
  return noted;
}

describe('the time that a key takes', () => {
  it('runs from the payment', async () => {
    await shop.deliveredOrder();
    shop.pass(minutes(3));

    expect(await sent()).toEqual([3]);
  });

  it('runs from the yes of the staff where there had to be one', async () => {
    await shop.deliveredOrder();
    shop.pass(minutes(90));
    await shop.rows(sql`update orders set approved_at = ${shop.clock.now()} returning id`);
    shop.pass(minutes(2));

    expect(await sent()).toEqual([2]);
  });

  it('is not that of a key in the place of another', async () => {
    const { id: clientId } = await shop.client(await shop.deliveredOrder());
    shop.pass(minutes(60 * 24 * 7));
    await new PlacementService(shop.main.needs).newKey({ clientId, customerId: 1 });
    await shop.main.lanes.wake(shop.serverId);

    expect(await shop.messages('key-text')).toHaveLength(2);
    expect(await sent()).toEqual([]);
  });
});
