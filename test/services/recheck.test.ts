import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { minutes, seconds } from '../../src/model/values/period.ts';
import { PanelShop } from '../support/panel-shop.ts';

let shop: PanelShop;

beforeEach(async () => {
  shop = await PanelShop.open();
});
afterEach(() => shop.end());

/** A key that was completed while a write without an answer may still be at work on its inbound. */
const deliveredInDoubt = async () => {
  await shop.panel.fault({ path: 'clients/add', kind: 'drop-after-apply' });
  const orderId = await shop.deliveredOrder();
  await shop.quietTime();
  await shop.panel.forgetCalls();
  return { orderId, client: await shop.client(orderId) };
};

describe('a key that was completed soon after a write without an answer', () => {
  it('is looked at once more a minute later, with one read', async () => {
    const { orderId } = await deliveredInDoubt();

    await shop.passAndWake(seconds(50));
    expect(await shop.panel.calls()).toEqual([]);
    await shop.passAndWake(seconds(15));

    expect(await shop.panel.calls()).toEqual(['clients/get']);
    expect((await shop.client(orderId)).recheckAt).toBeNull();
  });

  it('is put back with the same identity when it was wiped, and is not delivered again', async () => {
    const { client } = await deliveredInDoubt();
    await shop.panel.wipe(client.email);

    await shop.passAndWake(seconds(65));

    expect((await shop.panel.clients())[0]).toMatchObject({
      email: client.email,
      uuid: client.uuid,
      subId: client.subId,
      expiryTime: client.expiresAt?.getTime(),
    });
    expect(await shop.messages('key-text')).toHaveLength(1);
  });

  it('is looked at again when the panel did not tell', async () => {
    const { client } = await deliveredInDoubt();
    await shop.panel.wipe(client.email);
    await shop.panel.fault({ path: 'clients/get', kind: 'html' });

    await shop.passAndWake(seconds(65));
    expect(await shop.panel.clients()).toEqual([]);
    await shop.passAndWake(minutes(2));

    expect(await shop.panel.clients()).toHaveLength(1);
  });

  it('is left alone when it was refunded meanwhile', async () => {
    const { orderId } = await deliveredInDoubt();
    await shop.checkout.refundOrder({ orderId, actorId: 9001 });
    await shop.main.lanes.wake(shop.serverId);
    await shop.checkout.runRefunds();
    await shop.main.lanes.wake(shop.serverId);

    await shop.passAndWake(minutes(2));

    expect(await shop.panel.clients()).toEqual([]);
  });
});

describe('a key that was completed on a quiet inbound', () => {
  it('is not looked at again', async () => {
    const orderId = await shop.deliveredOrder();

    expect((await shop.client(orderId)).recheckAt).toBeNull();
  });
});
