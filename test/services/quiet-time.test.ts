import { setTimeout as delay } from 'node:timers/promises';
import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ServerClient } from '../../src/model/server-client.ts';
import { minutes } from '../../src/model/values/period.ts';
import type { Panel } from '../../src/services/ports/panel.ts';
import { PanelShop } from '../support/panel-shop.ts';
import { OWNER, type ShopProcess } from '../support/shop-process.ts';

/** The end of the quiet time that stood in the lane's row when each write began; null = none was announced. */
let announced: (string | null)[];
let shop: PanelShop;
let worker: ShopProcess;

beforeEach(async () => {
  announced = [];
  shop = await PanelShop.open();
  worker = shop.newProcess({ panel: noting(shop.newProcess().needs.panel) });
});
afterEach(() => shop.end());

const quietUntil = async () => {
  const [lane] = await shop.rows<{ at: string | null }>(
    sql`select quiet_until::text as at from panel_lanes where server_id = ${shop.serverId}`,
  );
  return lane?.at ?? null;
};

/** The same driver, and a panel that takes some time for each write. */
function noting(panel: Panel): Panel {
  const noted = async <Value>(write: () => Promise<Value>): Promise<Value> => {
    announced.push(await quietUntil());
    await delay(5);
    return write();
  };
  return {
    ...panel,
    addClients: (...call) => noted(() => panel.addClients(...call)),
    updateClient: (...call) => noted(() => panel.updateClient(...call)),
    resetTraffic: (...call) => noted(() => panel.resetTraffic(...call)),
    removeClient: (...call) => noted(() => panel.removeClient(...call)),
    removeInbound: (...call) => noted(() => panel.removeInbound(...call)),
  };
}

const expectOneEach = (writes: number) => {
  expect(announced).toHaveLength(writes);
  expect(announced, 'each write was announced').not.toContain(null);
  expect(new Set(announced).size, 'each has a quiet time of its own').toBe(writes);
};

const change = (orderId: string, act: (client: ServerClient) => void) =>
  shop.work.do(async (em) => {
    act(await em.findOneOrFail(ServerClient, { order: orderId }));
    await em.flush();
  });

describe('the quiet time of a lane begins anew with each write', () => {
  it('of a renewal: reset, then update', async () => {
    const orderId = await shop.deliveredOrder();
    await change(orderId, (client) => client.renew(30, shop.clock.now()));

    await worker.lanes.wake(shop.serverId);

    expectOneEach(2);
  });

  it('of a renewal of what the panel has lost: reset, update, add', async () => {
    const orderId = await shop.deliveredOrder();
    await change(orderId, (client) => client.renew(30, shop.clock.now()));
    await shop.panel.wipe((await shop.client(orderId)).email);

    await worker.lanes.wake(shop.serverId);

    expectOneEach(3);
  });

  it('of clients that are brought right one after the other', async () => {
    await shop.panel.fault({ path: 'inbounds/get', kind: 'busy' });
    const orderId = await shop.deliveredOrder({ quantity: 3 });
    for (const { email } of await shop.panel.clients()) await shop.panel.edit(email, { limitIp: 9 });

    shop.pass(minutes(1));
    await worker.lanes.wake(shop.serverId);

    expectOneEach(3);
    expect(await shop.orderStatus(orderId)).toBe('completed');
  });

  it('of the end of an own inbound: the inbound, then its client', async () => {
    const planId = await shop.newPlan();
    const type = { field: 'type', value: 'dedicated', shown: 'shared' } as const;
    await shop.fleet.planDesk.edit({ planId, ...type, actorId: OWNER });
    const orderId = await shop.deliveredOrder({ planId });
    await change(orderId, (client) => client.want('deleted', shop.clock.now()));

    await worker.lanes.wake(shop.serverId);

    expectOneEach(2);
  });

  it('of the throw-away client that tests a panel', async () => {
    await shop.rows(
      sql`update servers set self_test_due_at = ${shop.clock.now()} where id = ${shop.serverId} returning id`,
    );

    await worker.lanes.wake(shop.serverId);

    expectOneEach(3); // added and removed; its tombstone removes it once more
  });
});

describe('clients that are brought right', () => {
  it('wait where one of them got no answer, and its quiet time stays', async () => {
    await shop.panel.fault({ path: 'inbounds/get', kind: 'busy' });
    await shop.deliveredOrder({ quantity: 2 });
    for (const { email } of await shop.panel.clients()) await shop.panel.edit(email, { limitIp: 9 });
    await shop.panel.fault({ path: 'clients/update', kind: 'refuse' });

    shop.pass(minutes(1));
    await worker.lanes.wake(shop.serverId);

    expect(announced).toHaveLength(1);
    expect(await quietUntil()).not.toBeNull();
  });
});
