import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { days, hours, minutes } from '../../src/model/values/period.ts';
import { UndeliveredDesk } from '../../src/services/staff/undelivered-desk.ts';
import { PanelShop } from '../support/panel-shop.ts';
import { OWNER } from '../support/shop-process.ts';

let shop: PanelShop;
let desk: UndeliveredDesk;
let orderId: string;
beforeEach(async () => {
  shop = await PanelShop.open();
  desk = new UndeliveredDesk(shop.main.needs);
  await shop.rows(sql`update server_plans set auto_provision = false returning id`);
  orderId = await shop.paidOrder();
});
afterEach(() => shop.end());

const asked = async () =>
  (await shop.messages('alert')).filter(({ data }) => data.code === 'approval-wanted').length;
const letters = async () => (await shop.messages('delivery-late')).length;

describe('an order that waits for a yes of the staff', () => {
  it('is told to them again every day, once', async () => {
    const first = await asked();
    expect(first).toBeGreaterThan(0);
    shop.pass(hours(23));
    await desk.tellLate();
    expect(await asked()).toBe(first);

    shop.pass(hours(2));
    await desk.tellLate();
    await desk.tellLate();
    expect(await asked()).toBe(2 * first);
    shop.pass(days(1));
    await desk.tellLate();
    expect(await asked()).toBe(3 * first);
  });

  it('leaves its customer the choice, once, when it has waited as long as a key may', async () => {
    shop.pass(minutes(40));
    await desk.tellLate();
    expect(await letters()).toBe(0);

    shop.pass(days(1));
    await desk.tellLate();
    await desk.tellLate();

    expect(await letters()).toBe(1);
    expect(await shop.orderStatus(orderId)).toBe('processing');
    const back = { orderId, reason: 'customer', actorId: null, to: 'original' } as const;
    expect(await shop.checkout.giveBack(back)).toMatchObject({ ok: true });
    expect(await shop.orderStatus(orderId)).toBe('refunded');
  });

  it('is told no more when it is approved', async () => {
    const first = await asked();
    expect(first).toBeGreaterThan(0);
    await shop.main.provisioning.approveOrder({ orderId, actorId: OWNER });
    shop.pass(days(2));
    await desk.tellLate();

    expect(await asked()).toBe(first);
  });
});
