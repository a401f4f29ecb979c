import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { minutes } from '../../src/model/values/period.ts';
import { PanelShop } from '../support/panel-shop.ts';

let shop: PanelShop;
beforeEach(async () => {
  shop = await PanelShop.open();
});
afterEach(() => shop.end());

const wanted = async (orderId: string) => {
  const [card] = await shop.rows<{ version: number }>(
    sql`select wanted_version as version from order_cards where order_id = ${orderId}`,
  );
  return card?.version ?? 0;
};

describe('the card of an order of several keys', () => {
  it('is drawn anew when one more key is ready, though the order goes on', async () => {
    const orderId = await shop.paidOrder({ quantity: 3 });
    const [first, second, third] = await shop.units(orderId);
    const dueLater = (id: string | undefined, by: number) =>
      shop.rows(sql`
        update order_server_clients set due_at = ${new Date(shop.clock.now().getTime() + by)}
         where id = ${id ?? ''} returning id`);
    await dueLater(second?.id, minutes(5));
    await dueLater(third?.id, minutes(10));
    await shop.main.provisioning.processOrder(orderId);
    const one = await wanted(orderId);

    await shop.passAndWake(minutes(6));

    expect(first).toBeDefined();
    expect(await shop.orderStatus(orderId)).toBe('partial');
    expect(await wanted(orderId)).toBeGreaterThan(one);
  });
});
