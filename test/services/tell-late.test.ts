import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { minutes } from '../../src/model/values/period.ts';
import { MaintenanceDesk } from '../../src/services/staff/maintenance-desk.ts';
import { UndeliveredDesk } from '../../src/services/staff/undelivered-desk.ts';
import { PanelShop } from '../support/panel-shop.ts';
import { OWNER } from '../support/shop-process.ts';

let shop: PanelShop;
let desk: UndeliveredDesk;
beforeEach(async () => {
  shop = await PanelShop.open();
  desk = new UndeliveredDesk(shop.main.needs);
});
afterEach(() => shop.end());

const alerts = async () =>
  (await shop.messages('alert')).map(({ data }) => data).filter(({ code }) => code === 'undelivered');
const letters = () => shop.messages('delivery-late');
const fails = (code: string, text: string) =>
  shop.rows(sql`
    update order_server_clients set provision_error_code = ${code}, provision_error = ${text}
     where provision_status = 'pending' returning id`);

describe('paid keys that are late', () => {
  it('are told to the staff ten minutes after the payment, many in one message, each once', async () => {
    await shop.paidOrder({ quantity: 3 });
    await fails('not-sent', 'ECONNREFUSED');
    shop.pass(minutes(4));
    await shop.paidOrder({ customerId: 2 });
    shop.pass(minutes(5));
    await desk.tellLate();
    expect(await alerts()).toEqual([]);

    shop.pass(minutes(1));
    await desk.tellLate();
    await desk.tellLate();

    const first = {
      code: 'undelivered',
      count: 3,
      minutes: 10,
      errorCode: 'not-sent',
      error: 'ECONNREFUSED',
    };
    expect(await alerts()).toEqual([first]);
    shop.pass(minutes(4));
    await desk.tellLate();
    expect(await alerts(), 'at most one message in five minutes').toHaveLength(1);
    shop.pass(minutes(1));
    await desk.tellLate();
    shop.pass(minutes(60));
    await desk.tellLate();
    expect(await alerts()).toEqual([first, { ...first, count: 4, minutes: 15 }]);
  });

  it('are asked about once per order after half an hour: their customer may wait or have the money back', async () => {
    const orderId = await shop.paidOrder({ quantity: 3 });
    shop.pass(minutes(29));
    await desk.tellLate();
    expect(await letters()).toEqual([]);

    shop.pass(minutes(1));
    await desk.tellLate();
    shop.pass(minutes(30));
    await desk.tellLate();

    expect(await letters()).toMatchObject([{ key: `delivery-late:${orderId}`, data: { orderId } }]);
  });

  it('are none where all is delivered, nor where a yes of the staff is waited for', async () => {
    await shop.deliveredOrder();
    await shop.rows(sql`update server_plans set auto_provision = false returning id`);
    await shop.paidOrder({ customerId: 2 });
    shop.pass(minutes(60));

    await desk.tellLate();

    expect(await alerts()).toEqual([]);
    expect(await letters()).toEqual([]);
  });

  it('are no alert in maintenance, and their customers are told all the same', async () => {
    await shop.paidOrder();
    await new MaintenanceDesk(shop.main.needs).turnOn({ words: null, actorId: OWNER });
    shop.pass(minutes(60));

    await desk.tellLate();

    expect(await alerts()).toEqual([]);
    expect(await letters()).toHaveLength(1);
  });
});

describe('the time after which money goes back by itself', () => {
  it('does not run out in maintenance, and what waited is delivered first when it ends', async () => {
    const orderId = await shop.paidOrder();
    const maintenance = new MaintenanceDesk(shop.main.needs);
    await maintenance.turnOn({ words: null, actorId: OWNER });
    shop.pass(minutes(48 * 60));
    expect(await shop.checkout.giveBackOverdue()).toBe(0);

    await maintenance.turnOff({ actorId: OWNER });
    shop.pass(minutes(9));
    expect(await shop.checkout.giveBackOverdue()).toBe(0);
    expect(await shop.orderStatus(orderId)).toBe('paid');
    shop.pass(minutes(2));
    expect(await shop.checkout.giveBackOverdue()).toBe(1);
  });
});
